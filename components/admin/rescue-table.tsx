import Link from 'next/link'
import { Money } from '@/components/ui/money'
import { Pill, type PillShape, type PillTone } from '@/components/ui/pill'
import { Table, TableCell, TableHeadCell, TableRow } from '@/components/ui/table'
import type { WallClock } from '@/lib/back-office/model'
import { type RescueItem, type RescueKind, rescueKindTexts } from '@/lib/rescue/model'
import { Moment } from './moment'
import { RescueAttach } from './rescue-attach'
import { RescueButton, type RescueForms } from './rescue-button'

const looks: Record<RescueKind, { tone: PillTone; shape: PillShape }> = {
  mismatch: { tone: 'bad', shape: 'cross' },
  sold_out: { tone: 'bad', shape: 'triangle' },
  paid_twice: { tone: 'warn', shape: 'triangle' },
  unmatched: { tone: 'bad', shape: 'cross' },
  refund_failed: { tone: 'bad', shape: 'cross' },
  refund_unknown: { tone: 'warn', shape: 'ring' },
  disputed: { tone: 'bad', shape: 'triangle' },
  part_paid: { tone: 'warn', shape: 'half' },
  paid_late: { tone: 'warn', shape: 'triangle' },
  webhooks: { tone: 'bad', shape: 'square' },
  sweep: { tone: 'warn', shape: 'square' },
}

type RescueTableProps = { items: RescueItem[]; wall: WallClock; requestKey: string; forms: RescueForms }

/** All that needs a person, each row with what to do about it; works before JavaScript. */
export function RescueTable({ items, wall, requestKey, forms }: RescueTableProps) {
  return (
    <Table label="What needs you" className="text-xs">
      <thead>
        <tr>
          <TableHeadCell>What</TableHeadCell>
          <TableHeadCell className="text-right">Money at risk</TableHeadCell>
          <TableHeadCell>Since</TableHeadCell>
          <TableHeadCell>What to do</TableHeadCell>
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <TableRow key={item.key}>
            <TableCell className="grid min-w-56 gap-1">
              <Subject item={item} />
              <p className="wrap-anywhere max-w-prose">{item.sentence}</p>
            </TableCell>
            <TableCell className="text-right font-semibold">{item.atRisk ? <Money {...item.atRisk} /> : '–'}</TableCell>
            <TableCell>
              <Moment at={item.since} wall={wall} />
            </TableCell>
            <TableCell className="min-w-40">
              <div className="grid justify-items-start gap-2">
                <RescueButton item={item} requestKey={requestKey} forms={forms} />
                {item.attachable !== null && forms.attach && (
                  <RescueAttach paymentId={item.attachable} action={forms.attach} />
                )}
              </div>
            </TableCell>
          </TableRow>
        ))}
      </tbody>
    </Table>
  )
}

function Subject({ item }: { item: RescueItem }) {
  return (
    <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
      <Pill {...looks[item.kind]}>{rescueKindTexts[item.kind]}</Pill>
      {item.orderNumber !== null && (
        <Link href={`/admin/orders/${item.orderNumber}`} prefetch={false} className="quiet-link font-semibold">
          Order {item.orderNumber}
        </Link>
      )}
      {item.subject !== `Order ${item.orderNumber}` && <span className="wrap-anywhere text-muted">{item.subject}</span>}
    </div>
  )
}
