import 'server-only'
import { announceCatalogChange } from '@/lib/catalog/announce'
import type { Clock } from '@/lib/clock'
import { inTransaction, rows, sql } from '@/lib/db'
import type { CatalogueOf } from './runs'

/** One variant's product at one provider. */
export type MappedVariant = CatalogueOf & { variantId: number }

/**
 * Takes the price that the provider was last seen to ask, if that is still the one that the merchant read. Safe to repeat.
 * @returns the product's slug; null when something changed meanwhile and nothing was done.
 */
export async function takeTheirPrice(
  { provider, mode, variantId }: MappedVariant,
  seenPriceMinor: number,
  clock: Clock,
): Promise<string | null> {
  return inTransaction(async (tx) => {
    const [taken] = await tx.rows<{ slug: string }>(sql`
      update variants v set price_minor = m.checked_price_minor
      from variant_mappings m, products p
      where v.id = ${variantId} and p.id = v.product_id and m.variant_id = v.id and m.provider = ${provider}::provider
        and m.mode = ${mode}::payment_mode and m.state = 'drifted' and m.checked_price_minor = ${seenPriceMinor}
        and m.checked_price_minor > 0 and m.checked_currency = v.currency
      returning p.slug`)
    if (!taken) return null
    // Looked at anew by the next checkout: the price may not be all that differs.
    tx.send(sql`
      update variant_mappings set state = 'unchecked', checked_at = null, problem = null where variant_id = ${variantId}`)
    tx.send(sql`
      update products set updated_at = ${clock.now()}
      where id = (select product_id from variants where id = ${variantId})`)
    await announceCatalogChange(tx, [taken.slug])
    return taken.slug
  })
}

/** The merchant knows of the name there; it is told again only when it changes again. Safe to repeat. */
export async function noteTheirName({ provider, mode, variantId }: MappedVariant): Promise<void> {
  await rows(sql`
    update variant_mappings set known_name = checked_name
    where variant_id = ${variantId} and provider = ${provider}::provider and mode = ${mode}::payment_mode`)
}

/** Sells a variant without a product of its own there; the product stays as it is. Safe to repeat. */
export async function removeMapping({ provider, mode, variantId }: MappedVariant): Promise<void> {
  await rows(sql`
    delete from variant_mappings
    where variant_id = ${variantId} and provider = ${provider}::provider and mode = ${mode}::payment_mode`)
}
