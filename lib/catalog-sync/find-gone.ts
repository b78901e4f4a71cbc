import 'server-only'
import { inTransaction, rows, sql } from '@/lib/db'
import type { CatalogueEntry } from '@/lib/payments/contract/catalogue'
import { judgeMapped } from './judge-entry'
import { noteComparison } from './note-comparison'
import type { StepInput, StepResult } from './steps'

type Unseen = {
  variantId: number
  providerProductId: string
  priceMinor: number
  currency: string
  knownName: string | null
  name: string
}

/** One mapped variant whose product was on no page: a list that shifts may skip it, so it is asked about by itself. */
async function findUnseen({ run }: StepInput): Promise<Unseen | null> {
  const [unseen] = await rows<Unseen>(sql`
    select m.variant_id as "variantId", m.provider_product_id as "providerProductId", v.price_minor as "priceMinor",
      v.currency, m.known_name as "knownName", p.name
    from variant_mappings m join variants v on v.id = m.variant_id join products p on p.id = v.product_id
    where m.provider = ${run.provider}::provider and m.mode = ${run.mode}::payment_mode
      and not exists (select from catalogue_rows r where r.run_id = ${run.id}
        and (r.provider_product_id = m.provider_product_id or r.variant_id = m.variant_id))
    order by m.id limit 1`)
  return unseen ?? null
}

async function writeFound({ run, at }: StepInput, here: Unseen, entry: CatalogueEntry | null): Promise<void> {
  const { verdict, reason } = judgeMapped(here, entry, run.mode)
  await inTransaction(async (tx) => {
    await tx.rows(sql`
      insert into catalogue_rows (run_id, provider_product_id, variant_id, verdict, reason, name, price_minor, currency,
        other_name, other_price_minor)
      values (${run.id}, ${here.providerProductId}, ${here.variantId}, ${verdict}, ${reason}, ${entry?.name ?? here.name},
        ${entry?.priceMinor ?? null}, ${entry?.currency ?? null}, ${here.knownName}, ${here.priceMinor})
      on conflict do nothing`)
    await noteComparison(tx, run, [{ here, entry }], at)
  })
}

/** Asks about one mapped product that the list did not show. */
export async function findGone(input: StepInput): Promise<StepResult> {
  const unseen = await findUnseen(input)
  if (!unseen) return 'over'
  const answer = await input.catalogue.readEntry(unseen.providerProductId)
  if (!answer.ok) return answer.error
  await writeFound(input, unseen, answer.value)
  return 'more'
}
