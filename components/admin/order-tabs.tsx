import Link from 'next/link'
import { cn } from '@/components/ui/class-names'
import {
  countCap,
  type OrderCounts,
  type OrderFilter,
  type OrderTab,
  orderListPath,
  orderStatusTexts,
} from '@/lib/back-office/model'

/** What needs a person stands first. */
const tabs: (OrderTab | null)[] = [
  null,
  'needs_review',
  'to_fulfil',
  'awaiting_payment',
  'paid',
  'partly_paid',
  'partially_refunded',
  'refunded',
  'failed',
  'expired',
  'cancelled',
]

const wanting: readonly (OrderTab | null)[] = ['needs_review', 'to_fulfil']

const tabText = (tab: OrderTab | null): string => {
  if (tab === null) return 'All'
  return tab === 'to_fulfil' ? 'To fulfil' : orderStatusTexts[tab]
}

const countText = (count: number): string =>
  count >= countCap ? `${countCap.toLocaleString('en-US')}+` : String(count)

export function OrderTabs({ filter, counts }: { filter: OrderFilter; counts: OrderCounts }) {
  return (
    <nav aria-label="Filter by status" className="-mx-4 overflow-x-auto px-4 md:mx-0 md:px-0">
      <ul className="flex gap-1.5 md:flex-wrap">
        {tabs.map((tab) => {
          const count = tab === null ? null : counts[tab]
          return (
            <li key={tab ?? 'all'}>
              <Link
                href={orderListPath({ tab, search: filter.search })}
                prefetch={false}
                aria-current={filter.tab === tab ? 'true' : undefined}
                className={cn(
                  'flex min-h-8 items-center gap-1.5 whitespace-nowrap rounded-md border border-line bg-surface px-2.5 py-1 text-xs hover:border-ink',
                  count === 0 && 'text-muted',
                  filter.tab === tab && 'border-ink bg-sunken font-semibold text-ink',
                )}
              >
                {tabText(tab)}
                {count !== null && (
                  <span
                    className={cn(
                      'tabular-nums',
                      wanting.includes(tab) && count > 0 ? 'font-semibold text-accent' : 'text-muted',
                    )}
                  >
                    {countText(count)}
                  </span>
                )}
              </Link>
            </li>
          )
        })}
      </ul>
    </nav>
  )
}
