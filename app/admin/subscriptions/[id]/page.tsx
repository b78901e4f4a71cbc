import { ChevronLeft, ExternalLink } from 'lucide-react'
import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { FactStrip, Facts, Identifier } from '@/components/admin/facts'
import { Moment } from '@/components/admin/moment'
import { NoticeRegion } from '@/components/admin/notice-region'
import { Box, Panel } from '@/components/admin/panel'
import { SubmitButton } from '@/components/admin/submit-button'
import { SubscriptionEvents } from '@/components/admin/subscription-events'
import { SubscriptionOrders } from '@/components/admin/subscription-orders'
import { SubscriptionPill } from '@/components/subscription/subscription-pill'
import { Money } from '@/components/ui/money'
import { Pill } from '@/components/ui/pill'
import { requireMerchant } from '@/lib/auth/require-merchant'
import type { WallClock } from '@/lib/back-office/model'
import { findNotice } from '@/lib/back-office/notice'
import { findSubscriptionDetail } from '@/lib/subscriptions/merchant-queries'
import { canBeCancelled, everyText, type SubscriptionDetail } from '@/lib/subscriptions/model'
import { wallClock } from '../../wall-clock'
import { cancelSubscriptionAction, lookAtSubscriptionAction } from './actions'

export const instant = false

type PageProps = {
  params: Promise<{ id: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export async function generateMetadata(): Promise<Metadata> {
  await requireMerchant()
  return { title: 'Subscription' }
}

export default async function SubscriptionPage({ params, searchParams }: PageProps) {
  await requireMerchant()
  const subscription = await findSubscriptionDetail((await params).id)
  if (!subscription) notFound()
  const notice = await findNotice((await searchParams).notice)
  const wall = wallClock()
  return (
    <>
      <div className="grid gap-3">
        <Link
          href="/admin/subscriptions"
          prefetch={false}
          className="flex items-center gap-1 justify-self-start text-muted"
        >
          <ChevronLeft aria-hidden strokeWidth={1.5} className="size-4" />
          Subscriptions
        </Link>
        <Heading subscription={subscription} wall={wall} />
        <NoticeRegion notice={notice} />
      </div>
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-6 lg:grid-cols-[minmax(0,1fr)_20rem] xl:grid-cols-[minmax(0,1fr)_24rem]">
        <div className="grid min-w-0 gap-6">
          <Panel id="orders" title="Orders">
            <SubscriptionOrders orders={subscription.orders} currency={subscription.currency} wall={wall} />
          </Panel>
          <Panel id="story" title="What happened">
            <SubscriptionEvents events={subscription.events} wall={wall} />
          </Panel>
        </div>
        <div className="grid min-w-0 gap-6 max-lg:order-first">
          <Panel id="actions" title="What you can do">
            <Actions subscription={subscription} />
          </Panel>
          <Panel id="subscriber" title="Subscriber">
            <Subscriber subscription={subscription} />
          </Panel>
        </div>
      </div>
    </>
  )
}

type Part = { subscription: SubscriptionDetail }

function Heading({ subscription, wall }: Part & { wall: WallClock }) {
  const moment = (at: Date | null) => at && <Moment at={at} wall={wall} />
  return (
    <header className="grid gap-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <h1 className="text-2xl">{subscription.productName}</h1>
        <span className="text-xl">
          <Money amountMinor={subscription.priceMinor} currency={subscription.currency} className="font-semibold" />{' '}
          <span className="text-muted">{everyText(subscription.interval)}</span>
        </span>
        <SubscriptionPill {...subscription} />
        {subscription.mode === 'test' && (
          <Pill tone="warn" shape="ring">
            Test mode
          </Pill>
        )}
      </div>
      <FactStrip
        facts={[
          { name: 'Began', value: moment(subscription.startedAt) },
          { name: 'Trial until', value: moment(subscription.trialEndsAt) },
          { name: 'Interval ends', value: moment(subscription.currentPeriodEnd) },
          { name: 'Ended', value: moment(subscription.endedAt) },
          { name: 'Provider last asked', value: moment(subscription.lookedAt) },
          { name: 'Asked again', value: moment(subscription.nextLookAt) },
        ]}
      />
    </header>
  )
}

function Actions({ subscription }: Part) {
  const id = <input type="hidden" name="id" value={subscription.id} />
  return (
    <div className="grid gap-2">
      <form action={lookAtSubscriptionAction}>
        {id}
        <SubmitButton size="small" wide>
          Ask the provider now
        </SubmitButton>
      </form>
      {subscription.portalUrl && (
        <a href={subscription.portalUrl} rel="noreferrer" className="quiet-link flex items-center gap-1 text-xs">
          The subscriber’s portal at the provider
          <ExternalLink aria-hidden strokeWidth={1.5} className="size-3.5" />
        </a>
      )}
      {canBeCancelled(subscription) && (
        <details className="rounded-md border border-line bg-surface">
          <summary className="cursor-pointer px-3 py-2 text-xs">Cancel this subscription</summary>
          <form action={cancelSubscriptionAction} className="grid gap-2 border-line border-t p-3">
            {id}
            <p className="text-xs">
              It ends with the interval that is paid, and the subscriber gets a mail. This cannot be taken back here.
            </p>
            <SubmitButton look="danger" size="small">
              Yes, cancel it
            </SubmitButton>
          </form>
        </details>
      )}
    </div>
  )
}

function Subscriber({ subscription }: Part) {
  const { providerSubscriptionId, providerCustomerId } = subscription
  return (
    <Box>
      <Facts
        facts={[
          { name: 'Name', value: subscription.name },
          { name: 'E-mail', value: subscription.email },
          {
            name: 'Began with',
            value: (
              <Link href={`/admin/orders/${subscription.orderNumber}`} prefetch={false} className="quiet-link">
                order {subscription.orderNumber}
              </Link>
            ),
          },
          { name: 'Provider', value: subscription.provider },
          { name: 'Its id there', value: <Identifier>{providerSubscriptionId}</Identifier> },
          { name: 'Customer there', value: providerCustomerId && <Identifier>{providerCustomerId}</Identifier> },
        ]}
      />
    </Box>
  )
}
