import 'server-only'
import { type Clock, systemClock } from '@/lib/clock'
import { inTransaction, sql } from '@/lib/db'
import { err, ok, type Result } from '@/lib/shared/result'
import { hashToken } from '@/lib/shared/token'
import { availableUnits, isPlan } from './available-units'
import type { CartError } from './model'

type SetQuantityInput = { token: string; variantId: number; quantity: number; clock?: Clock }

/**
 * Sets how many of a variant the cart holds. Safe to repeat; today's price counts as seen. A line never comes back that was
 * removed meanwhile, and a lower quantity is accepted even when there are fewer left.
 */
export async function setQuantity({
  token,
  variantId,
  quantity,
  clock = systemClock,
}: SetQuantityInput): Promise<Result<null, CartError>> {
  return inTransaction(async (tx) => {
    const [line] = await tx.rows<{ id: number; cartId: number; quantity: number }>(sql`
      select l.id, l.cart_id as "cartId", l.quantity from carts c join cart_lines l on l.cart_id = c.id
      where c.token_hash = ${hashToken(token)} and l.variant_id = ${variantId} for update of c`)
    if (!line) return err({ code: 'not_in_cart' })
    if (quantity > 1 && (await isPlan(tx, variantId))) return err({ code: 'plan_once' })
    if (quantity > line.quantity) {
      const available = await availableUnits(tx, { cartId: line.cartId, variantId })
      if (available === 'unknown') return err({ code: 'unknown_variant' })
      if (available !== null && available <= 0) return err({ code: 'sold_out' })
      if (available !== null && available < quantity) return err({ code: 'not_enough', left: available })
    }
    await tx.rows(sql`
      update cart_lines l set quantity = ${quantity}, seen_price_minor = v.price_minor
      from variants v where l.id = ${line.id} and v.id = l.variant_id`)
    await tx.rows(sql`update carts set updated_at = ${clock.now()} where id = ${line.cartId}`)
    return ok(null)
  })
}
