import 'server-only'
import { rows, sql } from '@/lib/db'
import type { Mode, ProviderId } from '@/lib/payments/contract/provider-id'
import type { RescueItem } from './model'
import { modeMark, ofMode } from './shown-modes'

type Untold = {
  id: number
  mode: Mode
  provider: ProviderId
  providerOrderId: string
  orderNumber: number | null
  currency: string
  leftMinor: number
  since: Date
}

const readUntold = () =>
  rows<Untold>(sql`
    select p.id, p.mode, p.provider, p.provider_order_id as "providerOrderId", o.number as "orderNumber", p.currency,
      p.gross_minor - p.refunded_minor as "leftMinor", p.part_refund_told_at as since
    from payments p left join orders o on o.id = p.order_id
    where p.part_refund_told_at is not null and ${ofMode(sql`p.mode`)} order by p.id`)

function toItem({ id, mode, provider, providerOrderId, orderNumber, currency, leftMinor, since }: Untold): RescueItem {
  const place = orderNumber === null ? '' : ` of order ${orderNumber}`
  return {
    key: `refund_amount:${id}`,
    kind: 'refund_amount',
    subject: `Payment ${providerOrderId}${place}${modeMark(mode)}`,
    orderNumber,
    since,
    atRisk: { amountMinor: leftMinor, currency },
    sentence: `A part of it went back, and ${provider} does not tell how much. Its dashboard shows the amount; until it is entered here, the books still count all of it.`,
    action: { do: 'enter_refund', paymentId: id, currency },
    attachable: null,
  }
}

/** Payments of which a part went back while nobody knows how much. Reads only. */
export async function findPartRefunds(): Promise<RescueItem[]> {
  return (await readUntold()).map(toItem)
}
