import type { Metadata } from 'next'
import Link from 'next/link'
import { Pager } from '@/components/admin/pager'
import { SubscriptionTabs } from '@/components/admin/subscription-tabs'
import { SubscriptionsTable } from '@/components/admin/subscriptions-table'
import { EmptyState } from '@/components/ui/empty-state'
import { requireMerchant } from '@/lib/auth/require-merchant'
import { listSubscriptions } from '@/lib/subscriptions/merchant-queries'
import { subscriptionListPath, subscriptionStates } from '@/lib/subscriptions/model'
import { wallClock } from '../wall-clock'

export const instant = false

export const metadata: Metadata = { title: 'Subscriptions' }

type SubscriptionsPageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export default async function SubscriptionsPage({ searchParams }: SubscriptionsPageProps) {
  await requireMerchant()
  const { older, state: asked } = await searchParams
  const state = subscriptionStates.find((one) => one === asked) ?? null
  const olderThan = typeof older === 'string' && /^[1-9]\d{0,8}$/.test(older) ? Number(older) : null
  const page = await listSubscriptions({ state, olderThan })
  return (
    <>
      <div className="flex flex-wrap items-baseline justify-between gap-4">
        <h1 className="text-2xl">Subscriptions</h1>
        <Link href="/admin/subscriptions/plans" prefetch={false} className="quiet-link">
          Plans: what is sold as one
        </Link>
      </div>
      <SubscriptionTabs state={state} />
      {page.rows.length > 0 ? (
        <SubscriptionsTable rows={page.rows} wall={wallClock()} />
      ) : (
        <EmptyState title={state || olderThan ? 'None of these' : 'No subscriptions yet'}>
          Each one stands here from the moment its first order is confirmed.
        </EmptyState>
      )}
      <Pager
        newerText="Newest"
        newerPath={olderThan === null ? null : subscriptionListPath({ state, olderThan: null })}
        olderPath={page.olderThan === null ? null : subscriptionListPath({ state, olderThan: page.olderThan })}
      />
    </>
  )
}
