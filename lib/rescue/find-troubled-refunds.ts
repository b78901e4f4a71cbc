import 'server-only'
import { rows, sql } from '@/lib/db'
import { claimSql } from '@/lib/ledger/read-standing'
import type { Mode } from '@/lib/payments/contract/provider-id'
import type { RescueItem } from './model'
import { modeMark, ofMode } from './shown-modes'

type Troubled = {
  id: number
  mode: Mode
  state: 'failed' | 'unknown' | 'completed'
  amountMinor: number
  currency: string
  failure: string | null
  since: Date
  providerOrderId: string
  orderNumber: number | null
}

const isUnseen = sql`not exists (select from timeline t where t.order_id = r.order_id and t.kind = 'looked_at'
  and t.data->>'rescue' = 'refund_failed:' || r.id)`

/**
 * A failed refund of money that is owed shows as that money; any is over once a later one of the same payment did not fail, or a
 * merchant has looked at it. One that failed after it was done shows until then.
 */
const readTroubled = () =>
  rows<Troubled>(sql`
    select r.id, r.mode, r.state, r.amount_minor as "amountMinor", r.currency, r.failure,
      coalesce(r.settled_at, r.sent_at, r.created_at) as since, p.provider_order_id as "providerOrderId",
      o.number as "orderNumber"
    from refunds r join payments p on p.id = r.payment_id left join orders o on o.id = r.order_id
    where ${ofMode(sql`r.mode`)} and (r.state = 'unknown' or r.state = 'completed' and r.failure is not null and ${isUnseen}
      or r.state = 'failed' and r.from_shop and (${claimSql}) = 'earned' and p.gross_minor > p.refunded_minor
      and not exists (select from refunds n where n.payment_id = r.payment_id and n.id > r.id)
      and ${isUnseen})
    order by r.id`)

function toItem(refund: Troubled): RescueItem {
  const { id, state, orderNumber, providerOrderId, amountMinor, currency, since } = refund
  const isFailed = state !== 'unknown'
  const kind = isFailed ? 'refund_failed' : 'refund_unknown'
  const place = orderNumber === null ? '' : ` of order ${orderNumber}`
  return {
    key: `${kind}:${id}`,
    kind,
    subject: `Refund of payment ${providerOrderId}${place}${modeMark(refund.mode)}`,
    orderNumber,
    since,
    atRisk: { amountMinor, currency },
    sentence: isFailed
      ? sentenceOf(refund)
      : 'It was sent and its answer was lost. The shop looks for it in the provider’s list and does not send it again.',
    action: actionOf(refund),
    attachable: null,
  }
}

const sentenceOf = ({ state, failure }: Troubled): string =>
  state === 'completed' ? (failure ?? '') : `It failed: ${failure ?? 'the provider did not say why'}`

function actionOf({ state, orderNumber }: Troubled): RescueItem['action'] {
  if (state === 'unknown' || orderNumber === null) return { do: 'check_refunds' }
  if (state === 'completed') return { do: 'looked_at' }
  return { do: 'open', path: `/admin/orders/${orderNumber}#refunds`, text: 'Refund again' }
}

/** Refunds that failed or whose answer was lost. Reads only. */
export async function findTroubledRefunds(): Promise<RescueItem[]> {
  return (await readTroubled()).map(toItem)
}
