import Link from 'next/link'
import { Table, TableCell, TableHeadCell, TableRow } from '@/components/ui/table'
import type { WallClock } from '@/lib/back-office/model'
import type { DeliveryRow } from '@/lib/webhooks/model'
import { EventPill } from './event-pill'
import { Identifier } from './facts'
import { Moment } from './moment'

const wide = 'hidden md:table-cell'
const number = `${wide} text-right`

/** A wait in the unit that fits it: 84 ms, 2.5 s, 11 min. */
export function latencyText(tookMs: number | null): string {
  if (tookMs === null) return '–'
  if (tookMs < 1_000) return `${tookMs} ms`
  return tookMs < 120_000 ? `${(tookMs / 1_000).toFixed(1)} s` : `${Math.round(tookMs / 60_000)} min`
}

export function DeliveriesTable({ rows, wall }: { rows: DeliveryRow[]; wall: WallClock }) {
  return (
    <Table label="Webhook deliveries" className="text-xs">
      <thead>
        <tr>
          <TableHeadCell>Delivery</TableHeadCell>
          <TableHeadCell>Verdict</TableHeadCell>
          <TableHeadCell>Order</TableHeadCell>
          <TableHeadCell className={wide}>Provider’s order</TableHeadCell>
          <TableHeadCell className={wide}>Received</TableHeadCell>
          <TableHeadCell className={number}>Decided after</TableHeadCell>
          <TableHeadCell className={number}>Tries</TableHeadCell>
        </tr>
      </thead>
      <tbody>
        {rows.map((delivery) => (
          <Row key={delivery.id} delivery={delivery} wall={wall} />
        ))}
      </tbody>
    </Table>
  )
}

function Row({ delivery, wall }: { delivery: DeliveryRow; wall: WallClock }) {
  const { id, providerName, eventName, state, reason, orderNumber, providerOrderId, receivedAt, tookMs, tries } =
    delivery
  return (
    <TableRow className="hover:bg-sunken">
      <TableCell>
        <Link href={`/admin/webhooks/${id}`} prefetch={false} className="quiet-link font-semibold">
          {eventName ?? 'no event name'}
        </Link>
        <div className="text-muted">
          {providerName}, no. {id}
        </div>
        <div className="text-muted md:hidden">
          <Moment at={receivedAt} wall={wall} />
        </div>
      </TableCell>
      <TableCell>
        <EventPill state={state} />
        {reason && <div className="mt-1 max-w-72 break-words text-muted">{reason}</div>}
      </TableCell>
      <TableCell>
        {orderNumber === null ? (
          '–'
        ) : (
          <Link href={`/admin/orders/${orderNumber}`} prefetch={false} className="quiet-link">
            {orderNumber}
          </Link>
        )}
      </TableCell>
      <TableCell className={wide}>{providerOrderId ? <Identifier>{providerOrderId}</Identifier> : '–'}</TableCell>
      <TableCell className={wide}>
        <Moment at={receivedAt} wall={wall} />
      </TableCell>
      <TableCell className={number}>{latencyText(tookMs)}</TableCell>
      <TableCell className={number}>{tries}</TableCell>
    </TableRow>
  )
}
