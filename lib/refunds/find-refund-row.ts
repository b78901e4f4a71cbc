import 'server-only'
import { sql, type Tx } from '@/lib/db'
import type { RefundState } from './model'
import { refundIdInReason } from './refund-tag'
import type { ToldRefund } from './told-refund'

/** A refund of ours as its row has it; minor units. */
export type RefundRow = {
  id: number
  state: RefundState
  amountMinor: number
  providerRefundId: string | null
  fromShop: boolean
  restock: boolean
}

/** The id of a refund that the provider shows only by its order's flag, until its list names it. Pure. */
export const flagRefundId = (providerOrderId: string): string => `order:${providerOrderId}`

const columns = sql`id, state, amount_minor as "amountMinor", provider_refund_id as "providerRefundId",
  from_shop as "fromShop", restock`

const read = async (tx: Tx, condition: ReturnType<typeof sql>) =>
  (await tx.rows<RefundRow>(sql`select ${columns} from refunds where ${condition} limit 1`))[0] ?? null

/** What a refund that the provider tells of is here. */
export type Match =
  | { kind: 'row'; row: RefundRow }
  | { kind: 'new' }
  /** A part of what is counted: of a refund of all that the order's flag told, or of one that names it beside others. */
  | { kind: 'covered' }

/**
 * Which refund of ours the provider tells of: by its id; by our number in its reason; else, where it names none, one of
 * the same amount that was sent and never answered.
 */
export async function matchRefund(
  tx: Tx,
  payment: { id: number; providerOrderId: string },
  told: ToldRefund,
): Promise<Match> {
  const ofPayment = sql`payment_id = ${payment.id}`
  const byId = await read(tx, sql`${ofPayment} and provider_refund_id = ${told.providerRefundId}`)
  if (byId) return { kind: 'row', row: byId }
  const several = await read(
    tx,
    sql`${ofPayment} and state = 'completed' and ${told.providerRefundId} = any(string_to_array(provider_refund_id, '+'))`,
  )
  if (several) return { kind: 'covered' }
  const tag = refundIdInReason(told.reason)
  const waiting = sql`${ofPayment} and provider_refund_id is null and amount_minor = ${told.amountMinor}`
  const answered = await read(
    tx,
    tag === null
      ? sql`${waiting} and sent_at is not null and state in ('unknown', 'requested') order by state = 'requested', id`
      : sql`${waiting} and id = ${tag}`,
  )
  if (answered) return { kind: 'row', row: answered }
  const flagged = await read(tx, sql`${ofPayment} and provider_refund_id = ${flagRefundId(payment.providerOrderId)}`)
  if (!flagged) return { kind: 'new' }
  return flagged.amountMinor === told.amountMinor ? { kind: 'row', row: flagged } : { kind: 'covered' }
}
