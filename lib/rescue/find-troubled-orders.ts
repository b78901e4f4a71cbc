import 'server-only'
import { rows, sql } from '@/lib/db'
import type { Mode } from '@/lib/payments/contract/provider-id'
import type { RescueItem, RescueKind } from './model'
import { modeMark, ofMode } from './shown-modes'

type Kind = Extract<RescueKind, 'disputed' | 'part_paid' | 'paid_late' | 'mismatch'>

type Troubled = {
  kind: Kind
  mode: Mode
  orderId: number
  orderNumber: number
  currency: string
  amountMinor: number
  since: Date
  reason: string | null
}

/** A look at an order counts until the same trouble shows again. */
const isUnseen = (kind: Kind) => sql`
  not exists (select from timeline t where t.order_id = o.id and t.kind = 'looked_at'
    and t.data->>'rescue' = ${`${kind}:`}::text || o.id
    and t.id > (select coalesce(max(d.id), 0) from timeline d where d.order_id = o.id and d.kind = 'disputed'))`

const paidMinor = sql`
  (select coalesce(sum(p.gross_minor - p.refunded_minor), 0)::int from payments p where p.order_id = o.id)`

const disputed = sql`
  select 'disputed' as kind, o.id as "orderId", o.number as "orderNumber", max(p.currency) as currency,
    sum(p.gross_minor - p.refunded_minor)::int as "amountMinor", null as reason,
    coalesce((select max(t.at) from timeline t where t.order_id = o.id and t.kind = 'disputed'), max(p.recorded_at)) as since
  from payments p join orders o on o.id = p.order_id
  where p.is_disputed and p.gross_minor > p.refunded_minor and ${isUnseen('disputed')} group by o.id`

const partPaid = (at: Date) => sql`
  select 'part_paid', o.id, o.number, o.currency, ${paidMinor}, null, o.expires_at
  from orders o where o.status = 'partly_paid' and o.expires_at <= ${at}`

const paidLate = sql`
  select 'paid_late', o.id, o.number, o.currency, ${paidMinor}, null, o.paid_at
  from orders o where o.paid_late and o.fulfilment <> 'fulfilled' and o.status in ('paid', 'partially_refunded')
    and ${isUnseen('paid_late')}`

/** In review although no money waits at it: whatever sent it there, only a person ends it. */
const inReview = sql`
  select 'mismatch', o.id, o.number, o.currency, 0, o.review_reason, o.placed_at
  from orders o where o.status = 'needs_review'
    and not exists (select from payments p where p.order_id = o.id and p.gross_minor > p.refunded_minor)`

/** One statement for all kinds: every page of the back office asks. */
const readTroubled = (at: Date) =>
  rows<Troubled>(sql`
    select t.*, o.mode from (${disputed} union all ${partPaid(at)} union all ${paidLate} union all ${inReview}) t
      join orders o on o.id = t."orderId"
    where ${ofMode(sql`o.mode`)} order by "orderId"`)

const sentences: Record<Kind, string> = {
  disputed: 'The buyer disputes the payment at the provider. Answer in the provider’s dashboard, then say so here.',
  part_paid: 'Some of its items are paid and its time is over. Refund those, or mark the order as paid.',
  paid_late:
    'The money came after the order had ended, and its goods were taken from stock again. Look before you send.',
  mismatch: 'This order needs a look.',
}

function toItem({ kind, mode, orderId, orderNumber, currency, amountMinor, since, reason }: Troubled): RescueItem {
  const isLook = kind === 'disputed' || kind === 'paid_late'
  return {
    key: kind === 'mismatch' ? `review:${orderId}` : `${kind}:${orderId}`,
    kind,
    subject: `Order ${orderNumber}${modeMark(mode)}`,
    orderNumber,
    since,
    atRisk: amountMinor > 0 ? { amountMinor, currency } : null,
    sentence: reason ?? sentences[kind],
    action: isLook
      ? { do: 'looked_at' }
      : { do: 'open', path: `/admin/orders/${orderNumber}`, text: 'Decide at the order' },
    attachable: null,
  }
}

/** Orders that wait for a merchant: disputed, paid in part and over, paid late and not sent, in review. Reads only. */
export const findTroubledOrders = async (at: Date): Promise<RescueItem[]> => (await readTroubled(at)).map(toItem)
