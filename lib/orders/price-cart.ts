import 'server-only'
import { createHash } from 'node:crypto'
import { sql, type Tx } from '@/lib/db'
import type { PlanInterval } from '@/lib/payments/contract/subscriptions'
import { withPlanText } from '@/lib/subscriptions/model'

/** A line of a cart as an order would freeze it; minor units. */
export type PricedLine = {
  variantId: number
  quantity: number
  productSlug: string
  productName: string
  optionsText: string
  sku: string
  kind: 'physical' | 'digital'
  imageSrc: string | null
  /** What is asked for today: nothing while a plan's trial runs. */
  unitPriceMinor: number
  currency: string
  published: boolean
  /** Set when it is a subscription; the price is that of each interval. */
  plan: { interval: PlanInterval; trialDays: number; priceMinor: number } | null
}

/** A line's name with its options: “Pocket notebook (dotted)”. Pure. */
export const lineName = ({ productName, optionsText }: PricedLine): string =>
  optionsText ? `${productName} (${optionsText})` : productName

/** A cart's lines at today's prices, in the order they were added. Prices come from nowhere but the database. */
export async function priceCart(tx: Tx, cartId: number): Promise<PricedLine[]> {
  const lines = await tx.rows<PricedLine>(sql`
    select v.id as "variantId", c.quantity, p.slug as "productSlug", p.name as "productName", v.sku, p.kind,
      case when pl.trial_days > 0 then 0 else v.price_minor end as "unitPriceMinor", v.currency,
      p.status = 'published' as published,
      case when pl.variant_id is not null then json_build_object('interval', pl.interval, 'trialDays', pl.trial_days,
        'priceMinor', v.price_minor) end as plan,
      coalesce((select string_agg(o->>'value', ', ') from jsonb_array_elements(v.options) o), '') as "optionsText",
      (select i.src from product_images i where i.product_id = p.id order by i.position limit 1) as "imageSrc"
    from cart_lines c join variants v on v.id = c.variant_id join products p on p.id = v.product_id
      left join variant_plans pl on pl.variant_id = v.id
    where c.cart_id = ${cartId} order by c.id`)
  return lines.map(withPlanTerms)
}

/** What a plan costs stands in the frozen line, beside its options. */
function withPlanTerms(line: PricedLine): PricedLine {
  const { plan, currency, optionsText } = line
  if (!plan) return line
  return { ...line, optionsText: withPlanText(optionsText, plan, { amountMinor: plan.priceMinor, currency }) }
}

/** What makes two checkouts of a cart the same order: lines, prices, quantities and the discount. Not who pays or where to. */
export function cartFingerprint(
  lines: readonly PricedLine[],
  discount: { code: string; totalMinor: number } | null,
): Buffer {
  const parts = lines
    .map(({ variantId, quantity, unitPriceMinor, currency, plan }) => [
      variantId,
      quantity,
      unitPriceMinor,
      currency,
      ...(plan ? [plan] : []),
    ])
    .sort(([a], [b]) => Number(a) - Number(b))
  return createHash('sha256')
    .update(JSON.stringify([parts, discount]))
    .digest()
}
