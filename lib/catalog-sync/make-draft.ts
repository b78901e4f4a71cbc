import 'server-only'
import { sql, type Tx } from '@/lib/db'
import { firstSentence, slugOf } from './plain-text'
import type { ImportRow, WorkedRun } from './steps'

/** Stands for a product that nobody has drawn yet. */
const plainPicture = { src: '/pictures/plain-parcel.svg', alt: '' }

const summaryLength = 160
/** Asks for an address, which can be left out later; without one nothing could be sent. */
const untoldKind = 'physical'

/**
 * A provider's entry as a draft of ours, with its mapping. Whatever has the mapping already keeps it: an entry is one
 * product here, however often it is imported. @returns the outcome.
 */
export async function makeDraft(tx: Tx, run: WorkedRun, row: ImportRow, at: Date): Promise<string> {
  // Held to the end of the transaction: two imports of one entry take turns.
  await tx.rows(sql`select pg_advisory_xact_lock(hashtextextended(${`${run.provider}:${row.providerProductId}`}, 0))`)
  const [mapped] = await tx.rows(sql`
    select id from variant_mappings where provider = ${run.provider}::provider and mode = ${run.mode}::payment_mode
      and provider_product_id = ${row.providerProductId}`)
  if (mapped) return 'already_mapped'
  const productId = await insertProduct(tx, run, row, at)
  const [variant] = await tx.rows<{ id: number }>(sql`
    insert into variants (product_id, sku, price_minor, currency, stock, position)
    values (${productId}, ${await freeSku(tx, run, row)}, ${row.priceMinor}, ${row.currency},
      ${run.stockAsTold ? row.stock : run.newStock}, 0) returning id`)
  await tx.rows(sql`
    insert into product_images (product_id, src, alt, position)
    values (${productId}, ${plainPicture.src}, ${plainPicture.alt}, 0)`)
  await tx.rows(sql`
    insert into variant_mappings (variant_id, provider, mode, provider_product_id, state, checked_at, checked_price_minor,
      checked_currency, checked_name, known_name)
    values (${variant?.id ?? null}, ${run.provider}::provider, ${run.mode}::payment_mode, ${row.providerProductId}, 'ok',
      ${run.startedAt}, ${row.priceMinor}, ${row.currency}, ${row.name}, ${row.name})`)
  await tx.rows(sql`update catalogue_rows set variant_id = ${variant?.id ?? null} where id = ${row.id}`)
  return 'created'
}

async function insertProduct(tx: Tx, run: WorkedRun, row: ImportRow, at: Date): Promise<number> {
  const { name, description } = row
  const kind = run.newKind ?? row.kind ?? untoldKind
  const summary = firstSentence(description || name, summaryLength)
  const base = slugOf(name)
  const tail = slugOf(row.providerProductId)
  for (const slug of [base, `${base}-${tail.slice(-6)}`, `${base}-${tail}`, `${base}-${tail}-${row.id}`]) {
    const [product] = await tx.rows<{ id: number }>(sql`
      insert into products (slug, name, summary, description, kind, status, category_id, position, created_at, updated_at)
      values (${slug}, ${name}, ${summary}, ${description}, ${kind}::product_kind, 'draft', ${run.categoryId}, 0, ${at}, ${at})
      on conflict (slug) do nothing returning id`)
    if (product) return product.id
  }
  throw new Error(`no address is free for the imported product ${row.providerProductId}`)
}

async function freeSku(tx: Tx, run: WorkedRun, row: ImportRow): Promise<string> {
  const sku = `${run.provider.slice(0, 2).toUpperCase()}-${row.providerProductId}`
  const [taken] = await tx.rows(sql`select id from variants where sku = ${sku}`)
  return taken ? `${sku}-${row.id}` : sku
}
