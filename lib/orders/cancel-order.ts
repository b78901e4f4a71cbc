import 'server-only'
import { returnStock } from '@/lib/catalog/stock'
import type { Clock } from '@/lib/clock'
import { inTransaction, sql } from '@/lib/db'
import { err, ok, type Result } from '@/lib/shared/result'
import { closePages, tidyProducts } from './close-pages'
import type { OrderStatus } from './model'
import { noSuchMove, noteRefusedMove } from './note-refused-move'
import { lockOrder, readOrderState } from './order-state'
import { writeTimeline } from './timeline'
import { canMove } from './transitions'

export type CancelOrderInput = { orderId: number; merchantId: number; reason: string; clock: Clock }

export type CancelOrderError = { code: 'unknown_order' } | { code: 'not_possible'; status: OrderStatus }

/**
 * Cancels an unpaid order and frees its stock; its own product at the provider is tidied away by the worker, and a page that is
 * just being opened is not used. Money that still comes is taken as paid late. Safe to repeat: a cancelled order answers
 * `not_possible` and stays as it is.
 */
export async function cancelOrder(input: CancelOrderInput): Promise<Result<{ number: number }, CancelOrderError>> {
  return inTransaction(async (tx) => {
    if ((await lockOrder(tx, input.orderId)) === null) return err({ code: 'unknown_order' })
    const order = await readOrderState(tx, input.orderId)
    const at = input.clock.now()
    if (!canMove(order.status, 'cancelled')) {
      const text = `Not cancelled: ${noSuchMove(order.status, 'cancelled')}.`
      if (order.status !== 'cancelled') await noteRefusedMove(tx, { ...input, at, text })
      return err({ code: 'not_possible', status: order.status })
    }
    await returnStock(tx, order.id)
    await tx.rows(sql`
      with closed as (${closePages(order.id)}),
        tidied as (${tidyProducts(order.id, at)})
      update orders set status = 'cancelled', stock_state = 'released', open_key = null where id = ${order.id}`)
    await writeTimeline(tx, {
      orderId: order.id,
      at,
      actor: 'merchant',
      merchantId: input.merchantId,
      kind: 'cancelled',
      fromStatus: order.status,
      toStatus: 'cancelled',
      text: `Cancelled: ${input.reason}`,
    })
    return ok({ number: order.number })
  })
}
