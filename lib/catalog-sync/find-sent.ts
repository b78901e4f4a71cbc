import 'server-only'
import { rows, sql } from '@/lib/db'
import type { CatalogueEntry } from '@/lib/payments/contract/catalogue'
import type { GatewayError } from '@/lib/payments/contract/gateway-error'
import { err, ok, type Result } from '@/lib/shared/result'
import type { StepInput } from './steps'

export type SentEntry = { reference: string; name: string; priceMinor: number; currency: string; sentAt: Date }

/** Clocks differ. */
const toleranceMs = 5 * 60_000
const mostPages = 200

const looksSent = (sent: SentEntry, entry: CatalogueEntry) =>
  entry.name === sent.name &&
  entry.priceMinor === sent.priceMinor &&
  entry.currency === sent.currency &&
  entry.createdAt !== null &&
  entry.createdAt.getTime() >= sent.sentAt.getTime() - toleranceMs

/**
 * An entry whose creation was never answered, found by our reference, or else as the only unmapped one of this name and
 * price that was made since. Null when the whole list shows none. `refused` when several could be it: a person decides.
 */
export async function findSent(
  { run, catalogue }: StepInput,
  sent: SentEntry,
): Promise<Result<CatalogueEntry | null, GatewayError>> {
  const candidates: CatalogueEntry[] = []
  let cursor: string | null = null
  for (let page = 0; page < mostPages; page += 1) {
    const answer: Awaited<ReturnType<typeof catalogue.listPage>> = await catalogue.listPage(cursor)
    if (!answer.ok) return answer
    const referred = answer.value.entries.find(({ reference }) => reference === sent.reference)
    if (referred) return ok(referred)
    candidates.push(...answer.value.entries.filter((entry) => looksSent(sent, entry)))
    cursor = answer.value.next
    if (cursor === null) return onlyUnmapped(run, candidates)
  }
  return err({ code: 'unreadable', detail: 'The provider’s list does not end.' })
}

async function onlyUnmapped(
  { provider, mode }: StepInput['run'],
  candidates: CatalogueEntry[],
): Promise<Result<CatalogueEntry | null, GatewayError>> {
  const ids = candidates.map(({ providerProductId }) => providerProductId)
  const mapped = await rows<{ id: string }>(sql`
    select provider_product_id as id from variant_mappings where provider = ${provider}::provider
      and mode = ${mode}::payment_mode and provider_product_id = any(${ids})`)
  const taken = new Set(mapped.map(({ id }) => id))
  const free = candidates.filter(({ providerProductId }) => !taken.has(providerProductId))
  if (free.length <= 1) return ok(free[0] ?? null)
  return err({
    code: 'refused',
    detail: 'Several products there could be it. Put the right id on the variant by hand.',
  })
}
