import type { Pocketsflow } from 'pocketsflow'
import { inTransaction, prisma, sql } from '@/lib/db'
import { toMajor } from '@/lib/shared/money'

const frequencies = { week: 'weekly', month: 'monthly', year: 'yearly' } as const

const listPlans = () =>
  prisma().variantPlan.findMany({
    where: { variant: { product: { seeded: true } } },
    include: {
      variant: { include: { product: { select: { name: true } } } },
      offers: { where: { provider: 'pocketsflow', mode: 'test' } },
    },
  })

type Plan = Awaited<ReturnType<typeof listPlans>>[number]

async function makeOffer(account: Pocketsflow, { variant, interval, trialDays }: Plan): Promise<string> {
  const { priceMinor, currency, product } = variant
  const made = await account.subscriptionOffers.create({
    name: product.name,
    price: toMajor({ amountMinor: priceMinor, currency }),
    frequency: frequencies[interval],
    trialPeriod: trialDays,
    published: true,
  })
  return made._id
}

/** Sells the seed's plans by subscription offers at the sandbox, and notes which; safe to repeat. */
export async function mapPlans(account: Pocketsflow): Promise<void> {
  const known = new Set((await account.subscriptionOffers.list()).map(({ _id }) => _id))
  for (const plan of await listPlans()) {
    const [offer] = plan.offers
    if (offer && known.has(offer.providerOfferId)) continue
    const offerId = await makeOffer(account, plan)
    await inTransaction((tx) =>
      tx.rows(sql`
        insert into plan_offers (variant_id, provider, mode, provider_offer_id)
        values (${plan.variantId}, 'pocketsflow', 'test', ${offerId})
        on conflict (variant_id, provider, mode) do update set provider_offer_id = excluded.provider_offer_id`),
    )
  }
}
