import Link from 'next/link'
import { cn } from '@/components/ui/class-names'
import {
  type SubscriptionState,
  subscriptionListPath,
  subscriptionStates,
  subscriptionStateTexts,
} from '@/lib/subscriptions/model'

const tabs: (SubscriptionState | null)[] = [null, ...subscriptionStates]

export function SubscriptionTabs({ state }: { state: SubscriptionState | null }) {
  return (
    <nav aria-label="Filter by state" className="-mx-4 overflow-x-auto px-4 md:mx-0 md:px-0">
      <ul className="flex gap-1.5 md:flex-wrap">
        {tabs.map((tab) => (
          <li key={tab ?? 'all'}>
            <Link
              href={subscriptionListPath({ state: tab, olderThan: null })}
              prefetch={false}
              aria-current={state === tab ? 'true' : undefined}
              className={cn(
                'flex min-h-8 items-center whitespace-nowrap rounded-md border border-line bg-surface px-2.5 py-1 text-xs hover:border-ink',
                state === tab && 'border-ink bg-sunken font-semibold text-ink',
              )}
            >
              {tab === null ? 'All' : subscriptionStateTexts[tab]}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
