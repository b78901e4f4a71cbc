import 'server-only'
import { rows, sql } from '@/lib/db'
import type { Mode, ProviderId } from '@/lib/payments/contract/provider-id'
import { providerName } from '@/lib/payments/providers'
import { formatMoney } from '@/lib/shared/money'
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
  knownMinor: number
  since: Date
}

const readUntold = () =>
  rows<Untold>(sql`
    select p.id, p.mode, p.provider, p.provider_order_id as "providerOrderId", o.number as "orderNumber", p.currency,
      p.gross_minor - p.refunded_minor as "leftMinor", p.refunded_minor as "knownMinor", p.part_refund_told_at as since
    from payments p left join orders o on o.id = p.order_id
    where p.part_refund_told_at is not null and ${ofMode(sql`p.mode`)} order by p.id`)

function sentenceOf({ provider, knownMinor, currency }: Untold): string {
  if (knownMinor === 0) {
    return `A part of it went back, and ${providerName(provider)} does not tell how much. Its dashboard shows the amount; until it is entered here, the books still count all of it.`
  }
  const known = formatMoney({ amountMinor: knownMinor, currency })
  return `${providerName(provider)} tells of a part that went back, and not how much; ${known} of it is known here. Its dashboard shows whether more went back: enter how much more, or 0.`
}

function toItem(untold: Untold): RescueItem {
  const { id, mode, providerOrderId, orderNumber, currency, leftMinor, since } = untold
  const place = orderNumber === null ? '' : ` of order ${orderNumber}`
  return {
    key: `refund_amount:${id}`,
    kind: 'refund_amount',
    subject: `Payment ${providerOrderId}${place}${modeMark(mode)}`,
    orderNumber,
    since,
    atRisk: { amountMinor: leftMinor, currency },
    sentence: sentenceOf(untold),
    action: { do: 'enter_refund', paymentId: id, currency },
    attachable: null,
  }
}

/** Payments of which a part went back while nobody knows how much. Reads only. */
export async function findPartRefunds(): Promise<RescueItem[]> {
  return (await readUntold()).map(toItem)
}
