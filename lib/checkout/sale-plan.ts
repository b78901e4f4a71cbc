import 'server-only'
import { rows, sql } from '@/lib/db'
import type { PlacedOrder } from '@/lib/orders/place-order'
import type { SoldPlan } from '@/lib/payments/contract/checkout'
import type { PaymentGateway } from '@/lib/payments/gateway'

/** A plan with the variant it belongs to. */
export type SalePlan = SoldPlan & { variantId: number }

/** The plan of a cart that is one subscription; null for any other cart. Read only. */
export async function findSalePlan(
  cartTokenHash: Buffer,
  { id, mode }: Pick<PaymentGateway, 'id' | 'mode'>,
): Promise<SalePlan | null> {
  const found = await rows<SalePlan & { isPlan: boolean }>(sql`
    select l.variant_id as "variantId", p.name, pl.interval, pl.trial_days as "trialDays", v.price_minor as "priceMinor",
      o.provider_offer_id as "providerOfferId", pl.variant_id is not null as "isPlan"
    from carts c join cart_lines l on l.cart_id = c.id join variants v on v.id = l.variant_id
    join products p on p.id = v.product_id
    left join variant_plans pl on pl.variant_id = v.id
    left join plan_offers o on o.variant_id = v.id and o.provider = ${id}::provider and o.mode = ${mode}::payment_mode
    where c.token_hash = ${cartTokenHash}`)
  const [line] = found
  if (found.length !== 1 || !line?.isPlan) return null
  const { isPlan: _, ...plan } = line
  return plan
}

/** Whether a provider can sell this plan as things stand. */
export const isOffered = (plan: SoldPlan, { subscriptions }: PaymentGateway): boolean =>
  subscriptions !== undefined && (plan.providerOfferId !== null || !subscriptions.needsOffer)

/** The plan of an order that is this very subscription, at the price that was prepared; null otherwise. */
export function planOf(plan: SalePlan | null, { lines }: PlacedOrder): SoldPlan | null {
  const frozen = lines[0]?.plan
  if (!plan || !frozen || lines[0]?.variantId !== plan.variantId) return null
  const isSame =
    frozen.interval === plan.interval && frozen.trialDays === plan.trialDays && frozen.priceMinor === plan.priceMinor
  return isSame ? plan : null
}
