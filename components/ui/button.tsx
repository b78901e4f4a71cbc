import { cva, type VariantProps } from 'class-variance-authority'
import type { ComponentProps } from 'react'
import { cn } from './class-names'

/** The look of a button, shared with links that look like one. `primary` is for the one thing to do next on a page. */
export const buttonStyles = cva(
  'inline-flex select-none items-center justify-center gap-2 rounded-md border font-semibold leading-tight transition-colors disabled:opacity-55 aria-disabled:opacity-55 [&_svg]:size-[1.15em] [&_svg]:shrink-0',
  {
    variants: {
      look: {
        primary:
          'border-transparent bg-accent text-on-accent not-disabled:hover:bg-accent-hover forced-colors:border-current',
        secondary: 'border-line-strong bg-surface text-ink not-disabled:hover:border-ink not-disabled:hover:bg-sunken',
        quiet: 'border-transparent bg-transparent text-ink not-disabled:hover:bg-sunken',
        danger: 'border-bad bg-surface text-bad not-disabled:hover:bg-bad-soft',
      },
      size: {
        small: 'min-h-8 px-3 py-1 text-sm',
        medium: 'min-h-11 px-4 py-2 text-base',
        large: 'min-h-13 px-6 py-3 text-lg',
      },
      wide: { true: 'w-full', false: '' },
    },
    defaultVariants: { look: 'secondary', size: 'medium', wide: false },
  },
)

export type ButtonStyles = VariantProps<typeof buttonStyles>

export function Button({
  className,
  look,
  size,
  wide,
  type = 'button',
  ...props
}: ComponentProps<'button'> & ButtonStyles) {
  return <button type={type} className={cn(buttonStyles({ look, size, wide }), className)} {...props} />
}
