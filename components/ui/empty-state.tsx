import type { ReactNode } from 'react'
import { cn } from './class-names'
import { Picture } from './picture'

type EmptyStateProps = {
  title: string
  /** A drawing of the shop, decorative. */
  pictureSrc?: string
  children?: ReactNode
  /** What to do instead. */
  action?: ReactNode
  headingLevel?: 'h1' | 'h2'
  className?: string
}

export function EmptyState({ title, pictureSrc, children, action, headingLevel = 'h2', className }: EmptyStateProps) {
  const Heading = headingLevel
  return (
    <div className={cn('mx-auto grid max-w-md justify-items-center gap-4 py-12 text-center', className)}>
      {pictureSrc && (
        <div className="aspect-4/3 w-64 overflow-hidden rounded-md sm:w-80">
          <Picture src={pictureSrc} alt="" width={320} height={240} className="framed-picture" />
        </div>
      )}
      <Heading className="text-2xl">{title}</Heading>
      {children && <div className="text-muted">{children}</div>}
      {action}
    </div>
  )
}
