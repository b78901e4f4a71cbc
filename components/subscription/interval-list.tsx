import type { ReactNode } from 'react'
import { OrderStatusBadge } from '@/components/order/order-status-badge'
import { Money } from '@/components/ui/money'
import type { IntervalOrder } from '@/lib/subscriptions/model'

type IntervalListProps = { orders: IntervalOrder[]; currency: string; day: (moment: Date) => ReactNode }

/** Every interval so far, the newest first. */
export function IntervalList({ orders, currency, day }: IntervalListProps) {
  return (
    <section aria-labelledby="intervals" className="grid gap-2">
      <h2 id="intervals" className="text-xl">
        So far
      </h2>
      <ul className="border-line border-t">
        {orders.map((order) => (
          <li
            key={order.number}
            className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 border-line border-b py-3"
          >
            <span className="grid">
              <span className="font-medium">{order.periodStart ? <>From {day(order.periodStart)}</> : 'Begin'}</span>
              <span className="text-muted text-sm">Order {order.number}</span>
            </span>
            <span className="flex items-center gap-3">
              <OrderStatusBadge status={order.status} />
              <Money amountMinor={order.totalMinor} currency={currency} className="font-semibold" />
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
