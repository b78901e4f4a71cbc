import 'server-only'
import { createHash } from 'node:crypto'
import { sql, type Tx } from '@/lib/db'

export type PricedLine = {
  variantId: number
  quantity: number
  productSlug: string
  productName: string
  optionsText: string
  sku: string
  kind: 'physical' | 'digital'
  imageSrc: string | null
  unitPriceMinor: number
  currency: string
  published: boolean
}

/** A cart's lines at today's prices, in the order they were added. Prices come from nowhere but the database. */
export async function priceCart(tx: Tx, cartId: number): Promise<PricedLine[]> {
  return tx.rows<PricedLine>(sql`
    select v.id as "variantId", c.quantity, p.slug as "productSlug", p.name as "productName", v.sku, p.kind,
      v.price_minor as "unitPriceMinor", v.currency, p.status = 'published' as published,
      coalesce((select string_agg(o->>'value', ', ') from jsonb_array_elements(v.options) o), '') as "optionsText",
      (select i.src from product_images i where i.product_id = p.id order by i.position limit 1) as "imageSrc"
    from cart_lines c join variants v on v.id = c.variant_id join products p on p.id = v.product_id
    where c.cart_id = ${cartId} order by c.id`)
}

/** What makes two checkouts of a cart the same order: lines, prices, quantities and the discount. Not who pays or where to. */
export function cartFingerprint(
  lines: readonly PricedLine[],
  discount: { code: string; totalMinor: number } | null,
): Buffer {
  const parts = lines
    .map((line) => [line.variantId, line.quantity, line.unitPriceMinor, line.currency])
    .sort(([a], [b]) => Number(a) - Number(b))
  return createHash('sha256')
    .update(JSON.stringify([parts, discount]))
    .digest()
}
