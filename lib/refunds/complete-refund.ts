import 'server-only'
import { returnStock, returnUnits } from '@/lib/catalog/stock'
import { sql, type Tx } from '@/lib/db'
import { postRefund } from '@/lib/ledger/post-refund'
import { enqueueMail } from '@/lib/mail/outbox'
import { endPages, tidyProducts } from '@/lib/orders/close-pages'
import type { OrderStatus } from '@/lib/orders/model'
import { writeTimeline } from '@/lib/orders/timeline'
import { canMove } from '@/lib/orders/transitions'
import { formatMoney } from '@/lib/shared/money'
import type { RefundRow } from './find-refund-row'
import { refundExtent } from './plan-refund'
import {
  type RefundCase,
  type RefundedOrder,
  type RefundSubject,
  readRefundCase,
  type StatePayment,
} from './refund-case'
import type { ApplyRefund } from './told-refund'

type Completed = { subject: RefundSubject; payment: StatePayment; row: RefundRow; input: ApplyRefund }

/** Gives units back to the shelf, once, and only what the order had taken from it. */
async function restock(tx: Tx, refundId: number): Promise<void> {
  const lines = await tx.rows<{ id: number; lineId: number; quantity: number }>(sql`
    select rl.id, rl.order_line_id as "lineId", rl.quantity from refund_lines rl
    where rl.refund_id = ${refundId} and rl.restocked = 0`)
  const returned = await returnUnits(tx, lines)
  for (const line of lines) {
    const units = returned.get(line.lineId) ?? 0
    if (units > 0) await tx.rows(sql`update refund_lines set restocked = ${units} where id = ${line.id}`)
  }
}

/** Nothing of an order whose money went back is for sale or held any more. */
async function closeOrder(tx: Tx, order: RefundedOrder, isRestocked: boolean, at: Date): Promise<void> {
  if (order.stockState === 'held') await returnStock(tx, order.id)
  const isFree = order.stockState === 'held' || isRestocked
  await tx.rows(sql`
    with closed as (${endPages(order.id, null)}), tidied as (${tidyProducts(order.id, at)})
    update orders set open_key = null, review_reason = null,
      stock_state = case when ${isFree} then 'released'::stock_state else stock_state end where id = ${order.id}`)
}

/** What stays owed whatever happens to this payment: further payments that pay for nothing. */
function owedBeside({ isPaid, payments }: Pick<RefundCase, 'isPaid' | 'payments'>, payment: StatePayment): number {
  const isOwed = ({ verdict, isEarned }: StatePayment) => verdict === 'duplicate' || (isPaid && !isEarned)
  const others = payments.filter((one) => one.id !== payment.id && isOwed(one))
  return others.reduce((sum, { grossMinor, refundedMinor }) => sum + Math.max(0, grossMinor - refundedMinor), 0)
}

type Lowering = { refundedMinor: number; othersMinor: number }

const lowerRefundDue = (tx: Tx, orderId: number, { refundedMinor, othersMinor }: Lowering) =>
  tx.rows(sql`
    update orders set refund_due_minor = greatest(0, refund_due_minor - ${refundedMinor}::int,
      least(refund_due_minor, ${othersMinor}::int)) where id = ${orderId}`)

type Move = { from: OrderStatus; to: OrderStatus; isPossible: boolean }

/** Where the order belongs by the money that is left; null where it stays. */
function moveOf(order: RefundedOrder, extent: 'none' | 'part' | 'all', isPaid: boolean): Move | null {
  if (extent === 'none') return null
  if (extent === 'part' && !isPaid) return null
  const to = extent === 'all' ? 'refunded' : 'partially_refunded'
  if (order.status === to || order.status === 'refunded') return null
  return { from: order.status, to, isPossible: canMove(order.status, to) }
}

async function tell(tx: Tx, { payment, row, input }: Completed, order: RefundedOrder, move: Move | null) {
  const amount = formatMoney({ amountMinor: row.amountMinor, currency: payment.currency })
  const where = row.fromShop ? '' : ' It was made at the provider.'
  const kept = move && !move.isPossible ? ` The order stays ${move.from}: from there it cannot become ${move.to}.` : ''
  await writeTimeline(tx, {
    orderId: order.id,
    at: input.at,
    actor: 'provider',
    kind: 'refunded',
    ...(move?.isPossible && { fromStatus: move.from, toStatus: move.to }),
    text: `${amount} of payment ${payment.providerOrderId} went back to the buyer.${where}${kept}`,
    data: { refundId: row.id, providerRefundId: input.told.providerRefundId, seenBy: input.seenBy },
  })
}

/** All that follows when money went back; the row is `completed` already and everything is locked. Once per refund. */
export async function completeRefund(tx: Tx, completed: Completed): Promise<void> {
  const { subject, payment, row, input } = completed
  await tx.rows(sql`update payments set refunded_minor = refunded_minor + ${row.amountMinor} where id = ${payment.id}`)
  await postRefund(tx, { refundId: row.id, at: input.at })
  const { order, ...state } = await readRefundCase(tx, subject)
  if (!order) return
  if (row.restock) await restock(tx, row.id)
  if (!payment.isEarned)
    await lowerRefundDue(tx, order.id, { refundedMinor: row.amountMinor, othersMinor: owedBeside(state, payment) })
  const move = moveOf(order, refundExtent(state), state.isPaid)
  if (move?.isPossible) {
    await tx.rows(sql`update orders set status = ${move.to}::order_status where id = ${order.id}`)
    if (move.to === 'refunded') await closeOrder(tx, order, row.restock, input.at)
  }
  await tell(tx, completed, order, move)
  await enqueueMail(tx, {
    orderId: order.id,
    kind: 'order_refunded',
    sequence: row.id,
    toAddress: order.email,
    at: input.at,
  })
}
