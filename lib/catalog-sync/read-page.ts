import 'server-only'
import { inTransaction, sql, type Tx } from '@/lib/db'
import { env } from '@/lib/env'
import type { CatalogueEntry, CataloguePage } from '@/lib/payments/contract/catalogue'
import { orderNumberInName } from '@/lib/shared/order-product-name'
import { type Judged, judgeMapped, judgeUnmapped, maxPriceMinor, type ShopSide } from './judge-entry'
import { noteComparison } from './note-comparison'
import { plainText } from './plain-text'
import type { StepInput, StepResult, WorkedRun } from './steps'

const longestName = 200
const longestDescription = 5_000
const rowsPerStatement = 500
/** More than this counts as this: a merchant's form takes no more. */
const mostStock = 1_000_000

/** Reads one page of the provider's catalogue into rows, each with its verdict; page and place are written in one commit. */
export async function readPage({ run, catalogue, at }: StepInput): Promise<StepResult> {
  const answer = await catalogue.listPage(run.cursor)
  if (!answer.ok) return answer.error
  const page = answer.value
  await inTransaction((tx) => writePage(tx, run, page, at), { timeoutMs: 30_000 })
  return 'more'
}

type Mapping = {
  variantId: number
  providerProductId: string
  priceMinor: number
  currency: string
  knownName: string | null
}

async function writePage(tx: Tx, run: WorkedRun, page: CataloguePage, at: Date): Promise<void> {
  // Whoever read the same page meanwhile was first: nothing counts twice.
  const [turn] = await tx.rows(sql`
    update catalogue_runs set cursor = ${page.next}, pages_read = pages_read + 1, is_list_read = ${page.next === null},
      unreadable = unreadable + ${page.unreadableCount}, total_count = ${page.totalCount},
      calls_left = ${page.callsLeft ?? null}
    where id = ${run.id} and pages_read = ${run.pagesRead} and phase = 'reading' returning id`)
  if (!turn) return
  const entries = [...new Map(page.entries.map((entry) => [entry.providerProductId, entry])).values()]
  for (let start = 0; start < entries.length; start += rowsPerStatement) {
    await writeEntries(tx, run, entries.slice(start, start + rowsPerStatement), at)
  }
}

async function writeEntries(tx: Tx, run: WorkedRun, entries: CatalogueEntry[], at: Date): Promise<void> {
  const ids = entries.map(({ providerProductId }) => providerProductId)
  const mappings = new Map((await findMappings(tx, run, ids)).map((one) => [one.providerProductId, one]))
  const shop = await shopSide(tx, run, ids)
  const judged = entries.map((entry) => {
    const mapping = mappings.get(entry.providerProductId) ?? null
    return { entry, mapping, ...(mapping ? judgeMapped(mapping, entry, run.mode) : judgeUnmapped(entry, shop)) }
  })
  await insertRows(tx, run.id, judged)
  const compared = judged.flatMap(({ entry, mapping }) => (mapping ? [{ here: mapping, entry }] : []))
  await noteComparison(tx, run, compared, at)
}

async function findMappings(tx: Tx, { provider, mode }: WorkedRun, ids: string[]): Promise<Mapping[]> {
  return tx.rows<Mapping>(sql`
    select m.variant_id as "variantId", m.provider_product_id as "providerProductId", v.price_minor as "priceMinor",
      v.currency, m.known_name as "knownName"
    from variant_mappings m join variants v on v.id = m.variant_id
    where m.provider = ${provider}::provider and m.mode = ${mode}::payment_mode and m.provider_product_id = any(${ids})`)
}

/** Order products go by their id where it is known, else by the name that only the shop gives. */
async function shopSide(tx: Tx, { provider, mode }: WorkedRun, ids: string[]): Promise<ShopSide> {
  const { SHOP_NAME, SHOP_CURRENCY } = env()
  const known = await tx.rows<{ id: string }>(sql`
    select provider_product_id as id from order_products
    where provider = ${provider}::provider and provider_product_id = any(${ids})
    union select provider_product_id from attempts
    where provider = ${provider}::provider and product_is_ours and provider_product_id = any(${ids})`)
  const made = new Set(known.map(({ id }) => id))
  const isOrderProduct = ({ providerProductId, name }: CatalogueEntry) =>
    made.has(providerProductId) || orderNumberInName(SHOP_NAME, name) !== null
  return { mode, currency: SHOP_CURRENCY, isOrderProduct }
}

type JudgedEntry = Judged & { entry: CatalogueEntry; mapping: Mapping | null }

const storable = (amountMinor: number | null) =>
  amountMinor !== null && amountMinor >= 0 && amountMinor <= maxPriceMinor ? amountMinor : null

function rowOf({ entry, mapping, verdict, reason }: JudgedEntry) {
  return {
    id: entry.providerProductId,
    variant: mapping?.variantId ?? null,
    verdict,
    reason,
    name: plainText(entry.name, longestName),
    // Only what becomes a product here needs its text.
    description: verdict === 'new' ? plainText(entry.description, longestDescription) : '',
    price: storable(entry.priceMinor),
    currency: entry.currency,
    kind: entry.kind,
    stock: entry.stock === null ? null : Math.min(entry.stock, mostStock),
    other_name: mapping?.knownName ?? null,
    other_price: mapping?.priceMinor ?? null,
  }
}

async function insertRows(tx: Tx, runId: number, judged: JudgedEntry[]): Promise<void> {
  await tx.rows(sql`
    insert into catalogue_rows (run_id, provider_product_id, variant_id, verdict, reason, name, description, price_minor,
      currency, kind, stock, other_name, other_price_minor)
    select ${runId}, id, variant, verdict, reason, name, description, price, currency, kind::product_kind, stock, other_name,
      other_price
    from jsonb_to_recordset(${JSON.stringify(judged.map(rowOf))}::jsonb) as r (id text, variant int, verdict text,
      reason text, name text, description text, price int, currency text, kind text, stock int,
      other_name text, other_price int)
    on conflict do nothing`)
}
