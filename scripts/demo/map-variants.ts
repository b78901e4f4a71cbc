import type { Pocketsflow } from 'pocketsflow'
import { inTransaction, prisma, sql } from '@/lib/db'
import { toMajor } from '@/lib/shared/money'
import { products } from '@/prisma/seed-data/catalogue'
import { ensureProducts } from './provider-account'

const MAPPED_SKUS = products.flatMap(({ variants }) => variants.filter(({ mapped }) => mapped).map(({ sku }) => sku))

async function listMappedVariants() {
  const variants = await prisma().variant.findMany({
    where: { sku: { in: MAPPED_SKUS } },
    select: {
      id: true,
      priceMinor: true,
      currency: true,
      product: { select: { name: true } },
      mappings: { where: { provider: 'pocketsflow', mode: 'test' }, select: { providerProductId: true } },
    },
  })
  return variants.map(({ id, priceMinor, currency, product, mappings: [mapping] }) => ({
    id,
    name: product.name,
    price: toMajor({ amountMinor: priceMinor, currency }),
    providerProductId: mapping?.providerProductId ?? null,
  }))
}

/** Sells some variants by products of their own at the sandbox, and notes which; safe to repeat. */
export async function mapVariants(account: Pocketsflow): Promise<void> {
  const ids = await ensureProducts(account, await listMappedVariants())
  await inTransaction(async (tx) => {
    for (const [variantId, providerProductId] of ids) {
      await tx.rows(sql`
        insert into variant_mappings (variant_id, provider, mode, provider_product_id)
        values (${variantId}, 'pocketsflow', 'test', ${providerProductId})
        on conflict (variant_id, provider, mode) do update
          set provider_product_id = excluded.provider_product_id, state = 'unchecked', checked_at = null
          where variant_mappings.provider_product_id <> excluded.provider_product_id`)
    }
  })
}
