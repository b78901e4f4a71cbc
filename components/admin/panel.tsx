import type { ReactNode } from 'react'
import { cn } from '@/components/ui/class-names'

type PanelProps = { id: string; title: string; aside?: ReactNode; className?: string; children: ReactNode }

/** A part of a page with its heading. */
export function Panel({ id, title, aside, className, children }: PanelProps) {
  return (
    <section aria-labelledby={id} className="grid min-w-0 gap-2">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h2 id={id} className="text-lg">
          {title}
        </h2>
        {aside}
      </div>
      <div className={cn('grid min-w-0 gap-3', className)}>{children}</div>
    </section>
  )
}

/** A panel's content in a box. */
export function Box({ className, children }: { className?: string; children: ReactNode }) {
  return <div className={cn('min-w-0 rounded-md border border-line bg-surface p-4', className)}>{children}</div>
}
