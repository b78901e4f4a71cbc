import type { Metadata } from 'next'
import Link from 'next/link'
import type { ComponentProps } from 'react'
import { NoticeRegion } from '@/components/admin/notice-region'
import { Pager } from '@/components/admin/pager'
import { Panel } from '@/components/admin/panel'
import { SubscriptionTabs } from '@/components/admin/subscription-tabs'
import { SubscriptionsTable } from '@/components/admin/subscriptions-table'
import { UnmatchedSubscriptions } from '@/components/admin/unmatched-subscriptions'
import { EmptyState } from '@/components/ui/empty-state'
import { may } from '@/lib/auth/model'
import { requireMerchant } from '@/lib/auth/require-merchant'
import { findNotice } from '@/lib/back-office/notice'
import { listSubscriptions, listUnmatched } from '@/lib/subscriptions/merchant-queries'
import { subscriptionListPath, subscriptionStates } from '@/lib/subscriptions/model'
import { wallClock } from '../wall-clock'
import { placeUnmatchedAction, setAsideAction } from './actions'

export const instant = false

export const metadata: Metadata = { title: 'Subscriptions' }

type SubscriptionsPageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export default async function SubscriptionsPage({ searchParams }: SubscriptionsPageProps) {
  const merchant = await requireMerchant()
  const { older, state: asked, notice: noticeId } = await searchParams
  const state = subscriptionStates.find((one) => one === asked) ?? null
  const olderThan = typeof older === 'string' && /^[1-9]\d{0,8}$/.test(older) ? Number(older) : null
  const [page, unmatched, notice] = await Promise.all([
    listSubscriptions({ state, olderThan }),
    listUnmatched(),
    findNotice(noticeId),
  ])
  const forms = may(merchant, 'mark_paid') ? { place: placeUnmatchedAction, setAside: setAsideAction } : null
  const waits = unmatched.some(({ setAside }) => setAside === null)
  return (
    <>
      <div className="flex flex-wrap items-baseline justify-between gap-4">
        <h1 className="text-2xl">Subscriptions</h1>
        <Link href="/admin/subscriptions/plans" prefetch={false} className="quiet-link">
          Plans: what is sold as one
        </Link>
      </div>
      <NoticeRegion notice={notice} />
      {waits && <WithoutOrder rows={unmatched} forms={forms} />}
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
      {unmatched.length > 0 && !waits && <WithoutOrder rows={unmatched} forms={forms} />}
    </>
  )
}

type WithoutOrderProps = Pick<ComponentProps<typeof UnmatchedSubscriptions>, 'rows' | 'forms'>

/** First while somebody has to decide, last once all are decided. */
function WithoutOrder({ rows, forms }: WithoutOrderProps) {
  return (
    <Panel id="without-order" title="Without an order of this shop">
      <p className="max-w-prose text-muted">
        A provider has these, and nothing here says which order they began with. Look at the buyer and the day there:
        give each to its order, and its paid intervals are written down, or say that it is none of this shop’s.
      </p>
      <UnmatchedSubscriptions rows={rows} wall={wallClock()} forms={forms} />
    </Panel>
  )
}
