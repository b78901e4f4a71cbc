import 'server-only'
import { type Clock, systemClock } from '@/lib/clock'
import { inTransaction, sql } from '@/lib/db'
import { hashToken } from '@/lib/shared/token'

/** Takes a variant out of the cart behind `token`. Safe to repeat; nothing happens when it is not in there. */
export async function removeLine({
  token,
  variantId,
  clock = systemClock,
}: {
  token: string
  variantId: number
  clock?: Clock
}): Promise<void> {
  await inTransaction(async (tx) => {
    await tx.rows(sql`
      delete from cart_lines l using carts c
      where c.id = l.cart_id and c.token_hash = ${hashToken(token)} and l.variant_id = ${variantId}`)
    await tx.rows(sql`update carts set updated_at = ${clock.now()} where token_hash = ${hashToken(token)}`)
  })
}
