import type { ComponentProps } from 'react'
import { cn } from './class-names'

// What scrolls must be reachable by keyboard: not every browser makes it so by itself.
const scroller = { tabIndex: 0 }

/** A table in a box that scrolls by itself, reachable by keyboard, so that a wide table never widens the page. */
export function Table({ className, label, ...props }: ComponentProps<'table'> & { label: string }) {
  return (
    <section aria-label={label} {...scroller} className="overflow-x-auto rounded-md border border-line bg-surface">
      <table className={cn('w-full border-collapse text-left text-sm tabular-nums', className)} {...props} />
    </section>
  )
}

export function TableHeadCell({ className, ...props }: ComponentProps<'th'>) {
  return (
    <th
      scope="col"
      className={cn('whitespace-nowrap border-line border-b px-3 py-2 font-medium text-muted text-xs', className)}
      {...props}
    />
  )
}

export function TableRow({ className, ...props }: ComponentProps<'tr'>) {
  return <tr className={cn('border-line border-b last:border-b-0', className)} {...props} />
}

export function TableCell({ className, ...props }: ComponentProps<'td'>) {
  return <td className={cn('px-3 py-2 align-top', className)} {...props} />
}
