import type { Metadata } from 'next'
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
import { checkoutProblem } from '@/lib/checkout/model'
import { systemClock } from '@/lib/clock'
import { listDownloads } from '@/lib/downloads/queries'
import { env } from '@/lib/env'
import { readBuyerToken } from '@/lib/orders/buyer-cookie'
import { type ShopperOrder, settledStatuses } from '@/lib/orders/model'
import { findShopperOrder } from '@/lib/orders/shopper-queries'
import { formatMoment } from '@/lib/shared/moment'
import { ContactLine } from './contact-line'

export const instant = false

const downloadsLastMs = 60 * 60_000
const checkAfterMs = 5_000

type PageProps = {
  params: Promise<{ token: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

const findOrder = cache(async (token: string) => {
  await connection()
  return findShopperOrder(token, await readBuyerToken())
})

export async function generateMetadata({ params }: Pick<PageProps, 'params'>): Promise<Metadata> {
  const order = await findOrder((await params).token)
  return {
    title: order ? `Order ${order.number}` : 'No such order',
    robots: { index: false, follow: false },
    referrer: 'no-referrer',
  }
}

export default async function ThankYouPage({ params, searchParams }: PageProps) {
  const { token } = await params
  const problem = checkoutProblem((await searchParams).problem)
  const order = await findOrder(token)
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
  const contactLine = <ContactLine email={SHOP_EMAIL ?? null} orderNumber={order.number} />
  return (
    <div className="mx-auto grid max-w-3xl gap-8">
      <header className="grid gap-4">
        <p className="flex flex-wrap items-center gap-3 text-muted">
          Order {order.number} <OrderStatusBadge status={order.status} />
        </p>
        <h1 className="text-2xl sm:text-3xl">{story.headline}</h1>
        {story.paragraphs.map((paragraph) => (
          <p key={paragraph} className="max-w-prose text-lg">
            {paragraph}
          </p>
        ))}
      </header>
      {problem && <Alert tone="warn">{problem}</Alert>}
      <div>
        <OrderSteps steps={story.steps} />
        <OrderPoller
          token={token}
          status={order.status}
          headline={story.headline}
          email={order.contact?.email ?? order.maskedEmail}
          contact={contactLine}
        />
      </div>
      <WhatNext token={token} order={order} downloads={downloads} contact={contactLine} />
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
