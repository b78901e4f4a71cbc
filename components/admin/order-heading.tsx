import { Alert } from '@/components/ui/alert'
import { Money } from '@/components/ui/money'
import type { OrderDetail, WallClock } from '@/lib/back-office/model'
import { formatMoney } from '@/lib/shared/money'
import { FactStrip } from './facts'
import { Moment } from './moment'
import { confirmedText } from './order-payments'
import { FlagPills, FulfilmentPill, ModePill, StatusPill } from './order-pills'

const stockTexts = { held: 'Held for this order', released: 'Given back', sold: 'Sold' } as const

export function OrderHeading({ order, wall }: { order: OrderDetail; wall: WallClock }) {
  return (
    <header className="grid gap-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <h1 className="text-2xl">Order {order.number}</h1>
        <Money amountMinor={order.totalMinor} currency={order.currency} className="font-semibold text-xl" />
        <div className="flex flex-wrap gap-1.5">
          <StatusPill status={order.status} />
          {order.paidAt && <FulfilmentPill fulfilment={order.fulfilment} />}
          <FlagPills flags={order} currency={order.currency} />
          {order.mode === 'test' && <ModePill mode={order.mode} />}
        </div>
      </div>
      <OrderAlerts order={order} />
      <FactStrip facts={facts(order, wall)} />
    </header>
  )
}

function facts(order: OrderDetail, wall: WallClock) {
  const isOpen = order.status === 'awaiting_payment' || order.status === 'failed'
  return [
    { name: 'Placed', value: <Moment at={order.placedAt} wall={wall} /> },
    { name: 'Paid', value: order.paidAt && <Moment at={order.paidAt} wall={wall} /> },
    { name: 'Learned from', value: order.confirmedBy && confirmedText(order.confirmedBy) },
    { name: 'Receipt', value: order.receiptNumber },
    { name: 'Payable until', value: isOpen ? <Moment at={order.expiresAt} wall={wall} /> : null },
    {
      name: 'Stock',
      value: (
        <>
          {stockTexts[order.stockState]}
          {order.stockState === 'held' && (
            <>
              {order.holdExpiresAt > wall.now ? ', until ' : '; its time ran out '}
              <Moment at={order.holdExpiresAt} wall={wall} />
            </>
          )}
        </>
      ),
    },
    { name: 'Last checked', value: order.checkedAt && <Moment at={order.checkedAt} wall={wall} /> },
    { name: 'Mode', value: order.mode === 'test' ? 'Test: no real money' : null },
  ]
}

function OrderAlerts({ order }: { order: OrderDetail }) {
  const refund = formatMoney({ amountMinor: order.refundDueMinor, currency: order.currency })
  const alerts = [
    order.status === 'needs_review' && {
      title: 'This order needs a look',
      text: order.reviewReason ?? 'A payment came that does not fit this order.',
    },
    order.refundDueMinor > 0 && {
      title: `${refund} are to be refunded`,
      text: 'Under “Refunds” below, one click sends it back.',
    },
    order.disputed && { title: 'The buyer disputes this payment', text: 'Answer in the provider’s dashboard.' },
  ].filter((alert) => alert !== false)
  return alerts.map((alert) => (
    <Alert key={alert.title} tone="warn" title={alert.title} className="p-3">
      {alert.text}
    </Alert>
  ))
}
