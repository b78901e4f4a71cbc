import 'server-only'
import { optionsText } from '@/lib/catalog/model'
import { optionsSchema } from '@/lib/catalog/stored-json'
import { rows, sql } from '@/lib/db'
import { env } from '@/lib/env'
import { hashToken } from '@/lib/shared/token'
import { firstPriceMinor, type Plan, withPlanText } from '@/lib/subscriptions/model'
import { type Cart, type CartLine, cartTotals, type LineProblem, markMixedPlans } from './model'

type LineRow = {
  cartId: number
  variantId: number | null
  productSlug: string
  productName: string
  options: unknown
  sku: string
  kind: 'physical' | 'digital'
  published: boolean
  imageSrc: string | null
  unitPriceMinor: number
  seenPriceMinor: number
  currency: string
  quantity: number
  stock: number | null
  plan: Plan | null
}

function problemOf(row: LineRow, currency: string): LineProblem | undefined {
  if (!row.published || row.currency !== currency) return 'unavailable'
  if (row.stock === null || row.stock >= row.quantity) return undefined
  return row.stock <= 0 ? 'sold_out' : 'not_enough'
}

function wordsOf({ options, plan, unitPriceMinor, currency }: LineRow): string {
  const text = optionsText(optionsSchema.parse(options))
  return plan ? withPlanText(text, plan, { amountMinor: unitPriceMinor, currency }) : text
}

function toLine(row: LineRow & { variantId: number }, currency: string): CartLine {
  const todayMinor = firstPriceMinor(row.unitPriceMinor, row.plan)
  return {
    variantId: row.variantId,
    productSlug: row.productSlug,
    productName: row.productName,
    optionsText: wordsOf(row),
    sku: row.sku,
    kind: row.kind,
    imageSrc: row.imageSrc,
    unitPriceMinor: todayMinor,
    quantity: row.quantity,
    totalMinor: todayMinor * row.quantity,
    stock: row.stock,
    problem: problemOf(row, currency),
    earlierPriceMinor: row.seenPriceMinor === row.unitPriceMinor ? undefined : row.seenPriceMinor,
    plan: row.plan && { ...row.plan, priceMinor: row.unitPriceMinor },
  }
}

const hasVariant = (row: LineRow): row is LineRow & { variantId: number } => row.variantId !== null

/**
 * The cart behind a token with today's prices and stock, in one statement; null when there is none. What this cart's own
 * unpaid orders hold counts as available to it, because a new order of the same cart takes that hold over.
 */
export async function findCart(token: string): Promise<Cart | null> {
  const found = await rows<LineRow>(sql`
    select cart.id as "cartId", l.variant_id as "variantId", p.slug as "productSlug", p.name as "productName", v.options,
      v.sku, p.kind, p.status = 'published' as published, image.src as "imageSrc", v.price_minor as "unitPriceMinor",
      case when pl.variant_id is not null then json_build_object('interval', pl.interval, 'trialDays', pl.trial_days) end as plan,
      l.seen_price_minor as "seenPriceMinor", v.currency, l.quantity, v.stock + coalesce(held.units, 0)::int as stock
    from carts cart
    left join cart_lines l on l.cart_id = cart.id
    left join variants v on v.id = l.variant_id
    left join products p on p.id = v.product_id
    left join variant_plans pl on pl.variant_id = v.id
    left join lateral (
      select i.src from product_images i where i.product_id = p.id order by i.position limit 1
    ) image on true
    left join lateral (
      select sum(ol.stock_taken) as units from orders o join order_lines ol on ol.order_id = o.id
      where o.cart_id = cart.id and o.stock_state = 'held' and ol.variant_id = v.id
    ) held on true
    where cart.token_hash = ${hashToken(token)}
    order by l.added_at, l.id`)
  const [first] = found
  if (!first) return null
  const currency = env().SHOP_CURRENCY
  const lines = markMixedPlans(found.filter(hasVariant).map((row) => toLine(row, currency)))
  return { id: first.cartId, currency, lines, ...cartTotals(lines) }
}

/** How many items the cart behind a token holds; 0 when there is none. */
export async function countCartItems(token: string): Promise<number> {
  const [found] = await rows<{ count: number }>(sql`
    select coalesce(sum(l.quantity), 0)::int as count from carts c join cart_lines l on l.cart_id = c.id
    where c.token_hash = ${hashToken(token)}`)
  return found?.count ?? 0
}
