import Link from 'next/link'
import { Money } from '@/components/ui/money'
import { Pill, type PillShape, type PillTone } from '@/components/ui/pill'
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
  unmatched_subscription: { tone: 'bad', shape: 'cross' },
  refund_failed: { tone: 'bad', shape: 'cross' },
  refund_unknown: { tone: 'warn', shape: 'ring' },
  refund_amount: { tone: 'warn', shape: 'half' },
  disputed: { tone: 'bad', shape: 'triangle' },
  part_paid: { tone: 'warn', shape: 'half' },
  unasked: { tone: 'warn', shape: 'ring' },
  paid_late: { tone: 'warn', shape: 'triangle' },
  webhooks: { tone: 'bad', shape: 'square' },
  sweep: { tone: 'warn', shape: 'square' },
  drift: { tone: 'warn', shape: 'cross' },
}

type RescueListProps = { items: RescueItem[]; wall: WallClock; requestKey: string; forms: RescueForms }

/** All that needs a person, each with what to do about it; works before JavaScript. */
export function RescueList({ items, wall, requestKey, forms }: RescueListProps) {
  return (
    <ul aria-label="What needs you" className="rounded-md border border-line bg-surface">
      {items.map((item) => (
        <li
          key={item.key}
          className="grid gap-x-6 gap-y-3 border-line border-b p-4 last:border-b-0 md:grid-cols-[minmax(0,1fr)_8rem_16rem]"
        >
          <div className="grid content-start gap-1">
            <Subject item={item} />
            <p className="wrap-anywhere max-w-prose">{item.sentence}</p>
          </div>
          <div className="flex flex-wrap items-baseline gap-x-3 md:grid md:content-start md:justify-items-end">
            {item.atRisk && (
              <span className="font-semibold tabular-nums">
                <Money {...item.atRisk} />
                <span className="sr-only"> at risk,</span>
              </span>
            )}
            <span className="text-muted text-xs">
              <Moment at={item.since} wall={wall} />
            </span>
          </div>
          <div className="grid content-start justify-items-start gap-2">
            <RescueButton item={item} requestKey={requestKey} forms={forms} />
            {item.attachable !== null && forms.attach && (
              <RescueAttach paymentId={item.attachable} action={forms.attach} />
            )}
          </div>
        </li>
      ))}
    </ul>
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
