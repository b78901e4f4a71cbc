import { cva, type VariantProps } from 'class-variance-authority'
import type { ReactNode } from 'react'
import { cn } from './class-names'

const pillStyles = cva(
  'inline-flex items-center gap-1.5 whitespace-nowrap rounded-full border px-2.5 py-0.5 font-medium text-xs',
  {
    variants: {
      tone: {
        good: 'border-good/35 bg-good-soft text-good',
        warn: 'border-warn/35 bg-warn-soft text-warn',
        bad: 'border-bad/35 bg-bad-soft text-bad',
        neutral: 'border-line bg-sunken text-ink',
        faint: 'border-line bg-transparent text-muted',
        accent: 'border-accent/35 bg-accent-soft text-ink',
      },
    },
    defaultVariants: { tone: 'neutral' },
  },
)

export type PillTone = NonNullable<VariantProps<typeof pillStyles>['tone']>

/** Says the same as the word without colour: dot, ring, half, triangle, square, cross. */
export type PillShape = 'dot' | 'ring' | 'half' | 'triangle' | 'square' | 'cross'

const shapePaths: Record<PillShape, ReactNode> = {
  dot: <circle cx="5" cy="5" r="4" fill="currentColor" />,
  ring: <circle cx="5" cy="5" r="3.25" fill="none" stroke="currentColor" strokeWidth="1.5" />,
  half: (
    <>
      <circle cx="5" cy="5" r="3.25" fill="none" stroke="currentColor" strokeWidth="1.5" />
      <path d="M5 1.75a3.25 3.25 0 0 1 0 6.5z" fill="currentColor" />
    </>
  ),
  triangle: <path d="M5 1 9.3 8.6H.7z" fill="currentColor" />,
  square: <rect x="1.5" y="1.5" width="7" height="7" fill="currentColor" />,
  cross: <path d="m2 2 6 6M8 2 2 8" stroke="currentColor" strokeWidth="1.75" strokeLinecap="round" />,
}

/** A state as a word with a shape and a colour, so that no state is told by colour alone. */
export function Pill({
  tone = 'neutral',
  shape,
  className,
  children,
}: {
  tone?: PillTone
  shape?: PillShape
  className?: string
  children: ReactNode
}) {
  return (
    <span className={cn(pillStyles({ tone }), className)}>
      {shape && <PillMark shape={shape} />}
      {children}
    </span>
  )
}

export function PillMark({ shape }: { shape: PillShape }) {
  return (
    <svg viewBox="0 0 10 10" aria-hidden="true" className="size-2.5 shrink-0">
      {shapePaths[shape]}
    </svg>
  )
}
