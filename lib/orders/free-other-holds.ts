import 'server-only'
import { lockVariants, returnStock } from '@/lib/catalog/stock'
import { sql, type Tx } from '@/lib/db'
import { writeTimeline } from './timeline'

export type FreeOtherHolds = {
  cartId: number
  /** The order that needs the stock; null while it is still to be made. */
  keepOrderId: number | null
  /** What it needs: locked together with what is given back. */
  variantIds: number[]
  at: Date
  /** For the timeline of the orders that wait without stock from now on. */
  text: string
}

/**
 * Frees what other unpaid orders of the same cart hold, so that one of them takes it over; they stay payable. Runs behind
 * the cart's lock and leaves the variants locked.
 */
export async function freeOtherHolds(tx: Tx, input: FreeOtherHolds): Promise<void> {
  const others = await tx.rows<{ id: number }>(sql`
    select id from orders where cart_id = ${input.cartId} and stock_state = 'held' and status in ('awaiting_payment', 'failed')
      and id is distinct from ${input.keepOrderId}::int order by id for update`)
  const orderIds = others.map((other) => other.id)
  const held = await tx.rows<{ variantId: number }>(sql`
    select variant_id as "variantId" from order_lines where order_id = any(${orderIds}) and variant_id is not null`)
  await lockVariants(tx, [...input.variantIds, ...held.map((line) => line.variantId)])
  for (const orderId of orderIds) {
    await returnStock(tx, orderId)
    await tx.rows(sql`update orders set stock_state = 'released' where id = ${orderId}`)
    await writeTimeline(tx, { orderId, at: input.at, actor: 'shopper', kind: 'hold_released', text: input.text })
  }
}
