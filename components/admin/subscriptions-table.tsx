import Link from 'next/link'
import { SubscriptionPill } from '@/components/subscription/subscription-pill'
import { Money } from '@/components/ui/money'
import { Table, TableCell, TableHeadCell, TableRow } from '@/components/ui/table'
import type { WallClock } from '@/lib/back-office/model'
import { everyText, type SubscriptionRow } from '@/lib/subscriptions/model'
import { Moment } from './moment'

const wide = 'hidden md:table-cell'

export function SubscriptionsTable({ rows, wall }: { rows: SubscriptionRow[]; wall: WallClock }) {
  return (
    <Table label="Subscriptions" className="text-xs">
      <thead>
        <tr>
          <TableHeadCell>Subscription</TableHeadCell>
          <TableHeadCell>Subscriber</TableHeadCell>
          <TableHeadCell className={wide}>State</TableHeadCell>
          <TableHeadCell className={`${wide} text-right`}>Price</TableHeadCell>
          <TableHeadCell className={wide}>Began</TableHeadCell>
          <TableHeadCell className={wide}>Interval ends</TableHeadCell>
          <TableHeadCell className={`${wide} text-right`}>Orders paid</TableHeadCell>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Row key={row.id} row={row} wall={wall} />
        ))}
      </tbody>
    </Table>
  )
}

function Row({ row, wall }: { row: SubscriptionRow; wall: WallClock }) {
  return (
    <TableRow className="hover:bg-sunken">
      <TableCell>
        <Link href={`/admin/subscriptions/${row.id}`} prefetch={false} className="quiet-link font-semibold">
          {row.productName}
        </Link>
        <div className="text-muted">
          {row.provider}
          {row.mode === 'test' && ', test'}
        </div>
        <div className="mt-1 md:hidden">
          <SubscriptionPill {...row} />
        </div>
      </TableCell>
      <TableCell>
        <div className="max-w-40 truncate md:max-w-60">{row.name}</div>
        <div className="max-w-40 truncate text-muted md:max-w-60">{row.email}</div>
      </TableCell>
      <TableCell className={wide}>
        <SubscriptionPill {...row} />
      </TableCell>
      <TableCell className={`${wide} whitespace-nowrap text-right`}>
        <Money amountMinor={row.priceMinor} currency={row.currency} /> {everyText(row.interval)}
      </TableCell>
      <TableCell className={wide}>
        <Moment at={row.startedAt} wall={wall} />
      </TableCell>
      <TableCell className={wide}>{row.currentPeriodEnd && <Moment at={row.currentPeriodEnd} wall={wall} />}</TableCell>
      <TableCell className={`${wide} text-right tabular-nums`}>{row.paidCount}</TableCell>
    </TableRow>
  )
}
