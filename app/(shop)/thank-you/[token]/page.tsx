import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { after, connection } from 'next/server'
import { cache } from 'react'
import { askProvider } from '@/app/api/orders/ask-provider'
import { Moment } from '@/components/order/moment'
import { OrderPoller } from '@/components/order/order-poller'
import { OrderReceipt } from '@/components/order/order-receipt'
import { OrderStatusBadge } from '@/components/order/order-status-badge'
import { OrderSteps } from '@/components/order/order-steps'
import { tellOrder } from '@/components/order/order-story'
import { WhatNext } from '@/components/order/what-next'
import { Alert } from '@/components/ui/alert'
import { followReturn } from '@/lib/checkout/follow-return'
import { checkoutProblem } from '@/lib/checkout/model'
import { systemClock } from '@/lib/clock'
import { listDownloads } from '@/lib/downloads/queries'
import { env } from '@/lib/env'
import { readBuyerToken } from '@/lib/orders/buyer-cookie'
import { type ShopperOrder, settledStatuses } from '@/lib/orders/model'
import { findShopperOrder } from '@/lib/orders/shopper-queries'
import { formatMoment } from '@/lib/shared/moment'
import { ContactLine } from './contact-line'
import { asksForMore, PageNotice } from './page-notice'

export const instant = false

const downloadsLastMs = 60 * 60_000
const checkAfterMs = 5_000

type SearchParams = Record<string, string | string[] | undefined>
type PageProps = { params: Promise<{ token: string }>; searchParams: Promise<SearchParams> }

/** The order as it is now, after the session in the address was followed once where the order still waits. */
const findOrder = cache(async (token: string, sessionId: string) => {
  await connection()
  const buyerToken = await readBuyerToken()
  const order = await findShopperOrder(token, buyerToken)
  if (!order || sessionId === '' || settledStatuses.includes(order.status)) return { order, page: null }
  const page = await followReturn({ orderId: order.id, sessionId, clock: systemClock })
  return { order: page?.state === 'complete' ? await findShopperOrder(token, buyerToken) : order, page }
})

const sessionIn = ({ session_id: sessionId }: SearchParams) => (typeof sessionId === 'string' ? sessionId : '')

export async function generateMetadata({ params, searchParams }: PageProps): Promise<Metadata> {
  const { order } = await findOrder((await params).token, sessionIn(await searchParams))
  return {
    title: order ? `Order ${order.number}` : 'No such order',
    robots: { index: false, follow: false },
    referrer: 'no-referrer',
  }
}

export default async function ThankYouPage({ params, searchParams }: PageProps) {
  const { token } = await params
  const search = await searchParams
  const problem = checkoutProblem(search.problem)
  const { order, page } = await findOrder(token, sessionIn(search))
  if (!order) notFound()
  checkIfWaiting(order)
  const { SHOP_TIMEZONE: timeZone, SHOP_EMAIL } = env()
  const expiresAt = new Date(systemClock.now().getTime() + downloadsLastMs)
  const downloads = order.contact ? await listDownloads(order.id, expiresAt) : []
  const story = tellOrder(order, {
    placed: formatMoment(order.placedAt, timeZone),
    paid: order.paidAt && formatMoment(order.paidAt, timeZone),
    payableUntil: formatMoment(order.expiresAt, timeZone),
  })
  const isUnpaid = page !== null && asksForMore(order, page)
  const headline = isUnpaid ? 'Your order is placed, and not paid yet.' : story.headline
  const contactLine = <ContactLine email={SHOP_EMAIL ?? null} orderNumber={order.number} />
  return (
    <div className="mx-auto grid max-w-3xl gap-8">
      <header className="grid gap-4">
        <p className="flex flex-wrap items-center gap-3 text-muted">
          Order {order.number} <OrderStatusBadge status={order.status} />
        </p>
        <h1 className="text-2xl sm:text-3xl">{headline}</h1>
        {!isUnpaid &&
          story.paragraphs.map((paragraph) => (
            <p key={paragraph} className="max-w-prose text-lg">
              {paragraph}
            </p>
          ))}
      </header>
      {problem && <Alert tone="warn">{problem}</Alert>}
      {isUnpaid && <PageNotice token={token} page={page} />}
      <div>
        <OrderSteps steps={story.steps} />
        <OrderPoller
          token={token}
          status={order.status}
          headline={headline}
          email={order.contact?.email ?? order.maskedEmail}
          contact={contactLine}
        />
      </div>
      <WhatNext token={token} order={order} downloads={downloads} contact={contactLine} />
      {order.hasSubscription && (
        <p>
          This order is for a subscription.{' '}
          <Link href={`/subscriptions/${token}`} prefetch={false} className="quiet-link">
            See it, or cancel it
          </Link>
        </p>
      )}
      <OrderReceipt
        order={order}
        placed={<Moment at={order.placedAt} timeZone={timeZone} />}
        paid={order.paidAt && <Moment at={order.paidAt} timeZone={timeZone} />}
      />
    </div>
  )
}

/** First paint comes from the database; the provider is asked after it, so that the next reload knows more. */
function checkIfWaiting(order: ShopperOrder): void {
  const waitedMs = systemClock.now().getTime() - order.placedAt.getTime()
  if (settledStatuses.includes(order.status) || waitedMs < checkAfterMs) return
  after(() => askProvider(order.id))
}
