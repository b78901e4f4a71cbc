import 'server-only'
import { type Clock, systemClock } from '@/lib/clock'
import { inTransaction, sql, type Tx } from '@/lib/db'
import { err, ok, type Result } from '@/lib/shared/result'
import { hashToken } from '@/lib/shared/token'
import { availableUnits, isPlan } from './available-units'
import { type CartError, maxLinesPerCart, maxQuantityPerLine } from './model'

type AddToCartInput = { token: string; variantId: number; quantity: number; clock?: Clock }

/**
 * Puts `quantity` more of a variant into the cart behind `token`, making the cart when there is none. Refuses unknown and
 * unpublished variants, more than there are, more than 99 of one and more than 50 lines; then the cart stays as it was.
 * Not idempotent: each call adds. @returns how many items the cart holds now.
 */
export async function addToCart({
  token,
  variantId,
  quantity,
  clock = systemClock,
}: AddToCartInput): Promise<Result<{ itemCount: number }, CartError>> {
  return inTransaction(async (tx) => {
    const cartId = await lockCart(tx, token, clock.now())
    const lines = await tx.rows<{ variantId: number; quantity: number }>(sql`
      select variant_id as "variantId", quantity from cart_lines where cart_id = ${cartId}`)
    const known = lines.find((line) => line.variantId === variantId)
    const wanted = (known?.quantity ?? 0) + quantity
    if (wanted > maxQuantityPerLine) return err({ code: 'too_many_of_one' })
    if (wanted > 1 && (await isPlan(tx, variantId))) return err({ code: 'plan_once' })
    const refused = await refusalFor(tx, { cartId, variantId, wanted })
    if (refused) return err(refused)
    if (!known && lines.length >= maxLinesPerCart) return err({ code: 'too_many_lines' })
    await tx.rows(sql`
      insert into cart_lines (cart_id, variant_id, quantity, seen_price_minor, added_at)
      select ${cartId}::int, v.id, ${wanted}::int, v.price_minor, ${clock.now()}::timestamptz from variants v where v.id = ${variantId}
      on conflict (cart_id, variant_id)
      do update set quantity = excluded.quantity, seen_price_minor = excluded.seen_price_minor`)
    return ok({ itemCount: lines.reduce((sum, line) => sum + line.quantity, quantity) })
  })
}

/** The row lock makes changes to one cart wait for each other, so that limits hold however fast someone clicks. */
async function lockCart(tx: Tx, token: string, now: Date): Promise<number> {
  const [cart] = await tx.rows<{ id: number }>(sql`
    insert into carts (token_hash, created_at, updated_at) values (${hashToken(token)}, ${now}, ${now})
    on conflict (token_hash) do update set updated_at = excluded.updated_at returning id`)
  if (!cart) throw new Error('the cart row was neither made nor found')
  return cart.id
}

async function refusalFor(
  tx: Tx,
  { cartId, variantId, wanted }: { cartId: number; variantId: number; wanted: number },
): Promise<CartError | null> {
  const available = await availableUnits(tx, { cartId, variantId })
  if (available === 'unknown') return { code: 'unknown_variant' }
  if (available === null || available >= wanted) return null
  return available <= 0 ? { code: 'sold_out' } : { code: 'not_enough', left: available }
}
