import { ChevronLeft } from 'lucide-react'
import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { NoticeRegion } from '@/components/admin/notice-region'
import { OrderActions } from '@/components/admin/order-actions'
import { OrderAttempts } from '@/components/admin/order-attempts'
import { OrderEvents } from '@/components/admin/order-events'
import { OrderHeading } from '@/components/admin/order-heading'
import { OrderLines } from '@/components/admin/order-lines'
import { OrderMails } from '@/components/admin/order-mails'
import { OrderPayments } from '@/components/admin/order-payments'
import { OrderPeople } from '@/components/admin/order-people'
import { OrderTimeline } from '@/components/admin/order-timeline'
import { OrderWhy } from '@/components/admin/order-why'
import { Panel } from '@/components/admin/panel'
import { RefundList } from '@/components/admin/refund-list'
import { RefundPanel } from '@/components/admin/refund-panel'
import { may } from '@/lib/auth/model'
import { requireMerchant } from '@/lib/auth/require-merchant'
import type { OrderDetail } from '@/lib/back-office/model'
import { findNotice } from '@/lib/back-office/notice'
import { findOrderDetail } from '@/lib/orders/merchant-order'
import { canMove } from '@/lib/orders/transitions'
import { providerName } from '@/lib/payments/providers'
import { canBeAsked } from '@/lib/payments/registry'
import { whyOrder } from '@/lib/proof/why-order'
import { findRefundPanel } from '@/lib/refunds/merchant-queries'
import { newToken } from '@/lib/shared/token'
import { findSubscriptionOfOrder } from '@/lib/subscriptions/merchant-queries'
import { wallClock } from '../../wall-clock'
import { cancelOrderAction, fulfilOrderAction, markPaidAction, recheckOrderAction } from './actions'
import { refundAction } from './refund-action'

export const instant = false

type OrderPageProps = {
  params: Promise<{ number: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export async function generateMetadata({ params }: OrderPageProps): Promise<Metadata> {
  await requireMerchant()
  return { title: `Order ${(await params).number.slice(0, 20)}` }
}

export default async function OrderPage({ params, searchParams }: OrderPageProps) {
  const merchant = await requireMerchant()
  const order = await findOrderDetail((await params).number)
  if (!order) notFound()
  const refunds = await findRefundPanel(order.id)
  const subscription = await findSubscriptionOfOrder(order.id)
  const notice = await findNotice((await searchParams).notice)
  const wall = wallClock()
  return (
    <>
      <div className="grid gap-3">
        <Link href="/admin/orders" prefetch={false} className="flex items-center gap-1 justify-self-start text-muted">
          <ChevronLeft aria-hidden strokeWidth={1.5} className="size-4" />
          Orders
        </Link>
        <OrderHeading order={order} wall={wall} />
        <NoticeRegion notice={notice} />
        <OrderWhy
          {...whyOrder({ order, refunds: refunds.refunds, timeZone: wall.timeZone, unaskable: unaskableNames(order) })}
        />
      </div>
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-6 lg:grid-cols-[minmax(0,1fr)_20rem] lg:grid-rows-[auto_1fr] xl:grid-cols-[minmax(0,1fr)_24rem]">
        <div className="lg:col-start-2">
          <Panel id="actions" title="What you can do">
            <OrderActions
              orderNumber={order.number}
              providerName={providerNames(order)}
              {...possibleActions(order, may(merchant, 'mark_paid'))}
            />
          </Panel>
        </div>
        <div className="grid min-w-0 gap-6 lg:col-start-1 lg:row-span-2 lg:row-start-1">
          <Panel id="lines" title="Lines">
            <OrderLines order={order} />
          </Panel>
          <Panel id="payments" title="Payments">
            <OrderPayments payments={order.payments} wall={wall} />
          </Panel>
          {order.payments.length > 0 && (
            <Panel id="refunds" title="Refunds">
              <RefundPanel orderNumber={order.number} panel={refunds} requestKey={newToken()} action={refundAction} />
              <RefundList refunds={refunds.refunds} wall={wall} />
            </Panel>
          )}
          <Panel id="attempts" title="Attempts">
            <OrderAttempts attempts={order.attempts} wall={wall} />
          </Panel>
          <Panel id="events" title="Webhooks">
            <OrderEvents orderNumber={order.number} events={order.events} wall={wall} />
          </Panel>
          <Panel id="mails" title="Mails">
            <OrderMails mails={order.mails} wall={wall} />
          </Panel>
        </div>
        <div className="grid min-w-0 gap-6 lg:col-start-2 lg:row-start-2">
          {subscription && (
            <Panel id="subscription" title="Subscription">
              <Link href={`/admin/subscriptions/${subscription.id}`} prefetch={false} className="quiet-link">
                The subscription that this order belongs to
              </Link>
            </Panel>
          )}
          <Panel id="customer" title="Customer">
            <OrderPeople order={order} />
          </Panel>
          <Panel id="timeline" title="Timeline">
            <OrderTimeline entries={order.timeline} wall={wall} />
          </Panel>
        </div>
      </div>
    </>
  )
}

const unaskableNames = ({ attempts }: OrderDetail): string[] => {
  const lost = attempts.filter((one) => one.providerSessionId !== null && !canBeAsked(one.provider, one.mode))
  return [...new Set(lost.map(({ provider }) => providerName(provider)))]
}

const providerNames = ({ attempts }: OrderDetail) =>
  new Intl.ListFormat('en').format(new Set(attempts.map(({ provider }) => providerName(provider))))

function possibleActions(order: OrderDetail, mayMarkPaid: boolean) {
  const isPaid = order.status === 'paid' || order.status === 'partially_refunded'
  return {
    fulfil: isPaid && order.fulfilment !== 'fulfilled' ? fulfilOrderAction : null,
    recheck: order.attempts.length > 0 ? recheckOrderAction : null,
    cancel: canMove(order.status, 'cancelled') ? cancelOrderAction : null,
    markPaid: mayMarkPaid && canMove(order.status, 'paid') ? markPaidAction : null,
  }
}
