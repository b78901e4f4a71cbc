import 'server-only'
import { sql, type Tx } from '@/lib/db'

/**
 * How many units of a published variant this cart can have, what its own unpaid orders hold included; null = unlimited,
 * 'unknown' when there is no such variant or it is not for sale. A promise only until somebody else buys.
 */
export async function availableUnits(
  tx: Tx,
  { cartId, variantId }: { cartId: number; variantId: number },
): Promise<number | null | 'unknown'> {
  const [found] = await tx.rows<{ stock: number | null }>(sql`
    select v.stock + coalesce((
      select sum(l.stock_taken) from orders o join order_lines l on l.order_id = o.id
      where o.cart_id = ${cartId} and o.stock_state = 'held' and l.variant_id = v.id), 0)::int as stock
    from variants v join products p on p.id = v.product_id
    where v.id = ${variantId} and p.status = 'published'`)
  return found ? found.stock : 'unknown'
}

/** Whether a variant is sold as a subscription: then a cart holds one of it. */
export async function isPlan(tx: Tx, variantId: number): Promise<boolean> {
  const [plan] = await tx.rows(sql`select 1 from variant_plans where variant_id = ${variantId}`)
  return plan !== undefined
}
