import Link from 'next/link'
import { Money } from '@/components/ui/money'
import { Table, TableCell, TableHeadCell, TableRow } from '@/components/ui/table'
import type { OrderRow, WallClock } from '@/lib/back-office/model'
import { Moment } from './moment'
import { FlagPills, FulfilmentPill, ModePill, StatusPill } from './order-pills'

const wide = 'hidden lg:table-cell'
const fixed = 'sticky left-0 bg-surface'

type OrdersTableProps = {
  rows: OrderRow[]
  wall: WallClock
  /** The mode in which the shop takes orders now; those of the other one are marked. */
  mode: 'test' | 'live'
}

export function OrdersTable({ rows, wall, mode }: OrdersTableProps) {
  return (
    <Table label="Orders" className="text-xs">
      <thead>
        <tr>
          <TableHeadCell className={fixed}>Number</TableHeadCell>
          <TableHeadCell className={wide}>Placed</TableHeadCell>
          <TableHeadCell className={wide}>Paid</TableHeadCell>
          <TableHeadCell>Customer</TableHeadCell>
          <TableHeadCell className={wide}>Items</TableHeadCell>
          <TableHeadCell className="text-right">Total</TableHeadCell>
          <TableHeadCell className={wide}>Status</TableHeadCell>
          <TableHeadCell className={wide}>Fulfilment</TableHeadCell>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Row key={row.id} row={row} wall={wall} isOtherMode={row.mode !== mode} />
        ))}
      </tbody>
    </Table>
  )
}

const isToSend = (row: OrderRow) => row.status === 'paid' || row.status === 'partially_refunded'

function Row({ row, wall, isOtherMode }: { row: OrderRow; wall: WallClock; isOtherMode: boolean }) {
  return (
    <TableRow className="hover:bg-sunken">
      <TableCell className={fixed}>
        <Link href={`/admin/orders/${row.number}`} prefetch={false} className="quiet-link font-semibold">
          {row.number}
        </Link>
        {isOtherMode && <ModePill mode={row.mode} />}
        <div className="text-muted lg:hidden">
          <Moment at={row.placedAt} wall={wall} />
        </div>
      </TableCell>
      <TableCell className={wide}>
        <Moment at={row.placedAt} wall={wall} />
      </TableCell>
      <TableCell className={wide}>
        {row.paidAt ? <Moment at={row.paidAt} wall={wall} /> : <span className="text-muted">–</span>}
      </TableCell>
      <TableCell className="w-full max-w-0 lg:w-auto lg:max-w-72">
        <div className="truncate">{row.name}</div>
        <div className="truncate text-muted">{row.email}</div>
        <div className="mt-1 flex flex-wrap gap-1 lg:hidden">
          <StatusPill status={row.status} />
          <FlagPills flags={row} currency={row.currency} />
          {isToSend(row) && row.fulfilment !== 'fulfilled' && <FulfilmentPill fulfilment={row.fulfilment} />}
        </div>
      </TableCell>
      <TableCell className={`${wide} max-w-64`}>
        <div className="truncate">
          {row.itemCount} <span className="text-muted">· {row.firstItem}</span>
        </div>
      </TableCell>
      <TableCell className="text-right font-medium">
        <Money amountMinor={row.totalMinor} currency={row.currency} />
      </TableCell>
      <TableCell className={wide}>
        <div className="flex flex-wrap gap-1">
          <StatusPill status={row.status} />
          <FlagPills flags={row} currency={row.currency} />
        </div>
      </TableCell>
      <TableCell className={wide}>
        {isToSend(row) ? <FulfilmentPill fulfilment={row.fulfilment} /> : <span className="text-muted">–</span>}
      </TableCell>
    </TableRow>
  )
}
