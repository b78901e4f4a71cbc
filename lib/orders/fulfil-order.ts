import 'server-only'
import { type Clock, systemClock } from '@/lib/clock'
import { inTransaction, sql } from '@/lib/db'
import { err, ok, type Result } from '@/lib/shared/result'
import type { OrderStatus } from './model'
import { lockOrder } from './order-state'
import { writeTimeline } from './timeline'

export type FulfilError = { code: 'unknown_order' } | { code: 'not_paid'; status: OrderStatus }

export type FulfilInput = { orderId: number; merchantId: number; clock?: Clock }

/**
 * Marks everything in a paid order as sent. Safe to repeat: an order that is fulfilled already stays as it is, and
 * `changed` is false.
 */
export async function fulfilOrder(input: FulfilInput): Promise<Result<{ changed: boolean }, FulfilError>> {
  const { orderId, merchantId } = input
  const at = (input.clock ?? systemClock).now()
  return inTransaction(async (tx) => {
    if ((await lockOrder(tx, orderId)) === null) return err({ code: 'unknown_order' })
    const [order] = await tx.rows<{ status: OrderStatus; fulfilment: string }>(
      sql`select status, fulfilment from orders where id = ${orderId}`,
    )
    if (!order) return err({ code: 'unknown_order' })
    if (order.fulfilment === 'fulfilled') return ok({ changed: false })
    if (order.status !== 'paid' && order.status !== 'partially_refunded') {
      return err({ code: 'not_paid', status: order.status })
    }
    await tx.rows(sql`update order_lines set fulfilled_at = ${at} where order_id = ${orderId} and fulfilled_at is null`)
    await tx.rows(sql`update orders set fulfilment = 'fulfilled' where id = ${orderId}`)
    await writeTimeline(tx, {
      orderId,
      at,
      actor: 'merchant',
      merchantId,
      kind: 'fulfilled',
      text: 'Marked as fulfilled.',
    })
    return ok({ changed: true })
  })
}
