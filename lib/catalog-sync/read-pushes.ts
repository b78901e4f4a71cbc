import 'server-only'
import { isOnSaleAtAPrice } from '@/lib/catalog/compare-mapping'
import { rows, sql } from '@/lib/db'
import type { CatalogueEntry } from '@/lib/payments/contract/catalogue'
import type { Mode } from '@/lib/payments/contract/provider-id'
import type { Verdict } from './model'
import type { StepInput, StepResult } from './steps'

type Unread = {
  id: number
  providerProductId: string | null
  name: string
  priceMinor: number
  currency: string
}

type Found = { verdict: Verdict; reason: string | null }

function judgePush(row: Unread, entry: CatalogueEntry | null, mode: Mode): Found {
  if (!row.providerProductId) return { verdict: 'create_there', reason: null }
  if (!entry) return { verdict: 'create_there', reason: 'Its product is gone there, so it gets a new one.' }
  if (entry.mode !== mode) return { verdict: 'skipped', reason: `Its product there is in ${entry.mode} mode.` }
  if (entry.sale !== 'one_time')
    return { verdict: 'skipped', reason: 'Its product there is not bought once at a price.' }
  const isNamed = entry.name === '' || entry.name === row.name
  const isSame = isNamed && entry.priceMinor === row.priceMinor && entry.currency === row.currency
  return { verdict: isSame && isOnSaleAtAPrice(entry) ? 'same' : 'update_there', reason: null }
}

/** Looks at one variant's product as it is at the provider, so that the merchant sees what a push would change. */
export async function readPush({ run, catalogue }: StepInput): Promise<StepResult> {
  const [row] = await rows<Unread>(sql`
    select id, provider_product_id as "providerProductId", name, price_minor as "priceMinor", currency
    from catalogue_rows where run_id = ${run.id} and verdict = 'unread' order by id limit 1`)
  if (!row) return 'over'
  const answer = row.providerProductId ? await catalogue.readEntry(row.providerProductId) : null
  if (answer && !answer.ok) return answer.error
  const entry = answer?.value ?? null
  const { verdict, reason } = judgePush(row, entry, run.mode)
  await rows(sql`
    update catalogue_rows set verdict = ${verdict}, reason = ${reason}, other_name = ${entry?.name ?? null},
      other_price_minor = ${entry?.priceMinor ?? null}
    where id = ${row.id} and verdict = 'unread'`)
  return 'more'
}
