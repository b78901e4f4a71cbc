import 'server-only'
import { announceCatalogChange } from '@/lib/catalog/announce'
import { inTransaction, sql, type Tx } from '@/lib/db'
import { makeDraft } from './make-draft'
import type { ImportRow, StepInput, StepResult, WorkedRun } from './steps'

const rowsPerCommit = 50

/**
 * Applies the next chosen rows and notes what came of each in the same commit: after a stop or a kill nothing is done
 * twice. Nobody is called.
 */
export async function applyImport({ run, at }: StepInput): Promise<StepResult> {
  const applied = await inTransaction((tx) => applyBatch(tx, run, at), { timeoutMs: 30_000 })
  return applied === 0 ? 'over' : 'more'
}

async function applyBatch(tx: Tx, run: WorkedRun, at: Date): Promise<number> {
  const batch = await tx.rows<ImportRow>(sql`
    select id, verdict, provider_product_id as "providerProductId", variant_id as "variantId", name, description,
      price_minor as "priceMinor", currency, kind, stock, other_price_minor as "otherPriceMinor"
    from catalogue_rows where run_id = ${run.id} and chosen and done_at is null order by id limit ${rowsPerCommit}
    for update skip locked`)
  for (const row of batch) {
    const outcome = await applyRow(tx, run, row, at)
    tx.send(sql`update catalogue_rows set outcome = ${outcome}, done_at = ${at} where id = ${row.id}`)
  }
  return batch.length
}

async function applyRow(tx: Tx, run: WorkedRun, row: ImportRow, at: Date): Promise<string> {
  if (row.verdict === 'new') return makeDraft(tx, run, row, at)
  if (row.verdict === 'price') return takePrice(tx, run, row, at)
  await tx.rows(sql`
    update variant_mappings set known_name = checked_name
    where provider = ${run.provider}::provider and mode = ${run.mode}::payment_mode
      and provider_product_id = ${row.providerProductId}`)
  return 'name_noted'
}

/** Only while the price here is still the one that the merchant saw beside it. */
async function takePrice(tx: Tx, run: WorkedRun, row: ImportRow, at: Date): Promise<string> {
  const [changed] = await tx.rows<{ slug: string }>(sql`
    update variants v set price_minor = ${row.priceMinor}
    from products p where p.id = v.product_id and v.id = ${row.variantId} and v.price_minor = ${row.otherPriceMinor}
      and v.currency = ${row.currency} returning p.slug`)
  if (!changed) return 'changed_meanwhile'
  await tx.rows(sql`
    update variant_mappings set state = case when provider = ${run.provider}::provider
        and mode = ${run.mode}::payment_mode and checked_price_minor = ${row.priceMinor} then 'ok' else 'unchecked' end::mapping_state,
      problem = null, checked_at = case when provider = ${run.provider}::provider and mode = ${run.mode}::payment_mode
        then checked_at end
    where variant_id = ${row.variantId}`)
  await tx.rows(sql`
    update products set updated_at = ${at} where id = (select product_id from variants where id = ${row.variantId})`)
  await announceCatalogChange(tx, [changed.slug])
  return 'price_taken'
}
