import 'server-only'
import { announceCatalogChange } from '@/lib/catalog/announce'
import { inTransaction, sql, type Tx } from '@/lib/db'
import type { Mode, ProviderId } from '@/lib/payments/contract/provider-id'
import type { PlanInterval } from '@/lib/payments/contract/subscriptions'
import { err, ok, type Result } from '@/lib/shared/result'

/** A plan as a merchant wants it. */
export type PlanWish = {
  sku: string
  /** Null: sold once again, like any other thing. */
  plan: { interval: PlanInterval; trialDays: number } | null
  /** What sells it at each provider that needs an offer; blank = not sold there. */
  offers: { provider: ProviderId; offerId: string }[]
  mode: Mode
}

/** Why it was not saved. */
export type PlanError = { code: 'unknown_sku' | 'offer_taken' }

async function writeOffers(tx: Tx, variantId: number, { offers, mode }: PlanWish): Promise<boolean> {
  await tx.rows(sql`
    delete from plan_offers where variant_id = ${variantId} and mode = ${mode}::payment_mode`)
  for (const { provider, offerId } of offers.filter(({ offerId }) => offerId !== '')) {
    const [written] = await tx.rows(sql`
      insert into plan_offers (variant_id, provider, mode, provider_offer_id)
      values (${variantId}, ${provider}::provider, ${mode}::payment_mode, ${offerId})
      on conflict do nothing returning id`)
    if (!written) return false
  }
  return true
}

/** Thrown to roll back: an offer sells one plan only. */
class OfferTakenError extends Error {}

/**
 * Makes a variant a subscription, changes how it is one, or ends that. What was bought before stays as it was bought. Shop
 * pages are refreshed when it commits. Safe to repeat. @returns the product's slug.
 */
export async function savePlan(wish: PlanWish): Promise<Result<{ slug: string }, PlanError>> {
  const save = async (tx: Tx): Promise<Result<{ slug: string }, PlanError>> => {
    const [variant] = await tx.rows<{ id: number; slug: string }>(sql`
      select v.id, p.slug from variants v join products p on p.id = v.product_id where v.sku = ${wish.sku} for update of v`)
    if (!variant) return err({ code: 'unknown_sku' })
    if (wish.plan === null) await tx.rows(sql`delete from variant_plans where variant_id = ${variant.id}`)
    else {
      const { interval, trialDays } = wish.plan
      await tx.rows(sql`
        insert into variant_plans (variant_id, interval, trial_days) values (${variant.id}, ${interval}::plan_interval, ${trialDays})
        on conflict (variant_id) do update set interval = excluded.interval, trial_days = excluded.trial_days`)
      if (!(await writeOffers(tx, variant.id, wish))) throw new OfferTakenError()
    }
    await announceCatalogChange(tx, [variant.slug])
    return ok({ slug: variant.slug })
  }
  try {
    return await inTransaction(save)
  } catch (error) {
    if (error instanceof OfferTakenError) return err({ code: 'offer_taken' })
    throw error
  }
}
