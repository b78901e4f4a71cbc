import 'server-only'
import { compareMapping, type MappedHere } from '@/lib/catalog/compare-mapping'
import { type Queries, sql } from '@/lib/db'
import type { CatalogueEntry } from '@/lib/payments/contract/catalogue'
import type { CatalogueOf } from './runs'

export type Compared = { here: MappedHere & { providerProductId: string }; entry: CatalogueEntry | null }

/**
 * Keeps what a look at mapped products said, as the checkout reads it. A price that changed here since `here` was read
 * leaves the mapping unchecked. The first name that is seen becomes the one that the merchant knows. Safe to repeat.
 */
export async function noteComparison(
  tx: Queries,
  { provider, mode }: CatalogueOf,
  compared: Compared[],
  at: Date,
): Promise<void> {
  if (compared.length === 0) return
  const found = compared.map(({ here, entry }) => {
    const { state, problem } = compareMapping(here, entry, mode)
    const { priceMinor = null, currency = null, name = null } = entry ?? {}
    const price = priceMinor !== null && priceMinor <= 2_147_483_647 ? priceMinor : null
    return { id: here.providerProductId, state, problem, ours: here.priceMinor, price, currency, name: name || null }
  })
  await tx.rows(sql`
    update variant_mappings m set state = r.state::mapping_state, problem = r.problem, checked_at = ${at},
      checked_price_minor = r.price, checked_currency = r.currency, checked_name = coalesce(r.name, m.checked_name),
      known_name = coalesce(m.known_name, r.name)
    from jsonb_to_recordset(${JSON.stringify(found)}::jsonb) as r (id text, state text, problem text, ours int, price int,
      currency text, name text), variants v
    where m.provider = ${provider}::provider and m.mode = ${mode}::payment_mode and m.provider_product_id = r.id
      and v.id = m.variant_id and v.price_minor = r.ours`)
}
