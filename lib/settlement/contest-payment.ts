import 'server-only'
import { sql, type Tx } from '@/lib/db'
import type { OrderState } from '@/lib/orders/order-state'
import { writeTimeline } from '@/lib/orders/timeline'
import { canMove } from '@/lib/orders/transitions'
import { reviewOrder } from './review-order'
import type { Settlement } from './settlement'

/**
 * A payment whose nonce is one of this locked order's, but which stands at another: it was linked, or given there by hand,
 * before anybody told whose it is. The money stays where it is, and a person is called to this order. Safe to repeat.
 */
export async function contestPayment(
  tx: Tx,
  order: OrderState,
  { proof, at }: Settlement,
  heldByOrderId: number,
): Promise<void> {
  const isItsOwn = order.attempts.some(({ provider, nonce }) => provider === proof.provider && nonce === proof.nonce)
  if (order.id === heldByOrderId || !isItsOwn || !canMove(order.status, 'needs_review')) return
  const [holder] = await tx.rows<{ number: number }>(sql`select number from orders where id = ${heldByOrderId}`)
  const { providerOrderId } = proof
  const reason = `Payment ${providerOrderId} was made for this order, but stands at order ${holder?.number}, where it was put before anybody told whose it is. When order ${holder?.number} turns out to be paid twice, its second payment is this order’s: mark this one paid by hand, and send nothing back there.`
  await reviewOrder(tx, order, reason, at)
  const text = `Payment ${providerOrderId}, which stands here, was made for order ${order.number}: look there before anything is sent back.`
  await writeTimeline(tx, { orderId: heldByOrderId, at, actor: 'provider', kind: 'refused', text })
}
