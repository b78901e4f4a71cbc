import 'server-only'
import { sql, type Tx } from '@/lib/db'
import { enqueueMail } from '@/lib/mail/outbox'
import type { OrderState } from '@/lib/orders/order-state'
import { writeTimeline } from '@/lib/orders/timeline'
import { canMove } from '@/lib/orders/transitions'

type Reviewed = Pick<OrderState, 'id' | 'email' | 'status'>

/** Calls a person to a locked order, with the reason; nothing happens to one that cannot move there. Safe to repeat. */
export async function reviewOrder(tx: Tx, order: Reviewed, reason: string, at: Date): Promise<void> {
  if (!canMove(order.status, 'needs_review')) return
  await tx.rows(sql`
    update orders set status = 'needs_review', review_reason = ${reason}, open_key = null where id = ${order.id}`)
  await writeTimeline(tx, {
    orderId: order.id,
    at,
    actor: 'system',
    kind: 'needs_review',
    fromStatus: order.status,
    toStatus: 'needs_review',
    text: reason,
  })
  await enqueueMail(tx, { orderId: order.id, kind: 'order_review', toAddress: order.email, at })
}
