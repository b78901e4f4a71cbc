import Link from 'next/link'
import { Money } from '@/components/ui/money'
import { Table, TableCell, TableHeadCell, TableRow } from '@/components/ui/table'
import type { WallClock } from '@/lib/back-office/model'
import type { IntervalOrder } from '@/lib/subscriptions/model'
import { Moment } from './moment'
import { StatusPill } from './order-pills'

type SubscriptionOrdersProps = { orders: IntervalOrder[]; currency: string; wall: WallClock }

/** One order for each interval, the newest first. */
export function SubscriptionOrders({ orders, currency, wall }: SubscriptionOrdersProps) {
  return (
    <Table label="Orders by interval" className="text-xs">
      <thead>
        <tr>
          <TableHeadCell>Interval from</TableHeadCell>
          <TableHeadCell>Order</TableHeadCell>
          <TableHeadCell>Status</TableHeadCell>
          <TableHeadCell className="text-right">Total</TableHeadCell>
        </tr>
      </thead>
      <tbody>
        {orders.map((order) => (
          <TableRow key={order.number}>
            <TableCell>{order.periodStart ? <Moment at={order.periodStart} wall={wall} /> : 'Not told'}</TableCell>
            <TableCell>
              <Link href={`/admin/orders/${order.number}`} prefetch={false} className="quiet-link">
                {order.number}
              </Link>
            </TableCell>
            <TableCell>
              <StatusPill status={order.status} />
            </TableCell>
            <TableCell className="text-right">
              <Money amountMinor={order.totalMinor} currency={currency} />
            </TableCell>
          </TableRow>
        ))}
      </tbody>
    </Table>
  )
}
