import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react'
import type { ComponentProps, ReactNode } from 'react'
import { cn } from './class-names'

export type AlertTone = 'info' | 'good' | 'warn' | 'bad'

const looks = {
  info: { icon: Info, box: 'border-line-strong bg-sunken', mark: 'text-ink' },
  good: { icon: CircleCheck, box: 'border-good/40 bg-good-soft', mark: 'text-good' },
  warn: { icon: TriangleAlert, box: 'border-warn/40 bg-warn-soft', mark: 'text-warn' },
  bad: { icon: CircleAlert, box: 'border-bad/40 bg-bad-soft', mark: 'text-bad' },
} as const

type AlertProps = Omit<ComponentProps<'div'>, 'title'> & { tone?: AlertTone; title?: ReactNode }

/** A message in its place. Pass `role="alert"` or `role="status"` where it appears while someone is on the page. */
export function Alert({ tone = 'info', title, className, children, ...props }: AlertProps) {
  const { icon: Icon, box, mark } = looks[tone]
  return (
    <div className={cn('flex items-start gap-3 rounded-md border p-4 text-ink', box, className)} {...props}>
      <Icon aria-hidden strokeWidth={1.5} className={cn('mt-0.5 size-5 shrink-0', mark)} />
      <div className="grid min-w-0 gap-1">
        {title && <p className="font-semibold">{title}</p>}
        {children && <div className="text-sm">{children}</div>}
      </div>
    </div>
  )
}
