import 'server-only'
import { sql, type Tx } from '@/lib/db'
import { enqueueMail } from '@/lib/mail/outbox'
import { writeTimeline } from '@/lib/orders/timeline'
import { formatMoney } from '@/lib/shared/money'

type Adopting = { paymentId: number; order: { id: number; email: string }; at: Date }

type Adopted = { id: number; amountMinor: number; currency: string; isDone: boolean }

/**
 * Money that no order explained may have gone back before it is given to one: its refunds go along, and the order's story
 * and its buyer hear of what went back. Call it in the transaction that gives it its order. Safe to repeat.
 */
export async function adoptRefunds(tx: Tx, { paymentId, order, at }: Adopting): Promise<void> {
  const adopted = await tx.rows<Adopted>(sql`
    update refunds set order_id = ${order.id} where payment_id = ${paymentId} and order_id is null
    returning id, amount_minor as "amountMinor", currency, state = 'completed' as "isDone"`)
  for (const { id, isDone, ...amount } of adopted.toSorted((a, b) => a.id - b.id)) {
    if (!isDone) continue
    const text = `${formatMoney(amount)} of this money had gone back to the buyer before it was known to be for this order.`
    await writeTimeline(tx, {
      orderId: order.id,
      at,
      actor: 'provider',
      kind: 'refunded',
      text,
      data: { refundId: id },
    })
    await enqueueMail(tx, { orderId: order.id, kind: 'order_refunded', sequence: id, toAddress: order.email, at })
  }
}

/** An order that has just become paid, of whose money a part had gone back before: it is refunded in part at once. */
export async function tellRefundedPart(tx: Tx, { orderId, at }: { orderId: number; at: Date }): Promise<void> {
  await tx.rows(sql`update orders set status = 'partially_refunded' where id = ${orderId}`)
  await writeTimeline(tx, {
    orderId,
    at,
    actor: 'provider',
    kind: 'refunded',
    fromStatus: 'paid',
    toStatus: 'partially_refunded',
    text: 'Part of what was paid for it had gone back to the buyer before.',
  })
}
