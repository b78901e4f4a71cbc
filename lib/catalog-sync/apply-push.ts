import 'server-only'
import { compareMapping } from '@/lib/catalog/compare-mapping'
import { inTransaction, rows, sql } from '@/lib/db'
import type { CatalogueEntry } from '@/lib/payments/contract/catalogue'
import type { GatewayError } from '@/lib/payments/contract/gateway-error'
import { failureText } from '@/lib/payments/failure-text'
import { err, ok, type Result } from '@/lib/shared/result'
import { findSent } from './find-sent'
import type { Verdict } from './model'
import type { StepInput, StepResult, WorkedRun } from './steps'

export type PushRow = {
  id: number
  verdict: Verdict
  variantId: number
  providerProductId: string | null
  name: string
  description: string
  priceMinor: number
  currency: string
  /** When its creation was sent and not answered, and by which row. */
  sentAt: Date | null
  originId: number
}

type Answer = Promise<Result<CatalogueEntry, GatewayError>>

/** Faults of the provider or of the way there: the same call may work later. Everything else fails this row alone. */
const passing: readonly GatewayError['code'][] = [
  'unreachable',
  'timeout',
  'rate_limited',
  'over_budget',
  'provider_error',
]

/**
 * Takes the next chosen variant to the provider. It is noted before it is sent: where the answer was lost, the provider's
 * list is searched for it before anything is created again.
 */
export async function applyPush(input: StepInput): Promise<StepResult> {
  const row = await findNext(input.run)
  if (!row) return 'over'
  const answer = await (row.verdict === 'create_there' ? createThere(input, row) : updateThere(input, row))
  if (answer.ok) {
    await keep(input, row, answer.value.entry, answer.value.outcome)
    return 'more'
  }
  if (!answer.error.ambiguous) await rows(sql`update catalogue_rows set sent_at = null where id = ${row.id}`)
  if (passing.includes(answer.error.code) || answer.error.ambiguous) return answer.error
  await fail(row, answer.error, input.at)
  return 'more'
}

/** With the first creation of this variant that was never answered, whichever run sent it. */
async function findNext({ id, provider, mode }: WorkedRun): Promise<PushRow | null> {
  const [row] = await rows<PushRow>(sql`
    select r.id, r.verdict, r.variant_id as "variantId", r.provider_product_id as "providerProductId", r.name,
      r.description, r.price_minor as "priceMinor", r.currency, sent.at as "sentAt", coalesce(sent.id, r.id) as "originId"
    from catalogue_rows r
    left join lateral (
      select o.id, o.sent_at as at from catalogue_rows o join catalogue_runs u on u.id = o.run_id
      where o.variant_id = r.variant_id and o.verdict = 'create_there' and o.sent_at is not null and o.done_at is null
        and u.provider = ${provider}::provider and u.mode = ${mode}::payment_mode
      order by o.id limit 1) sent on true
    where r.run_id = ${id} and r.chosen and r.done_at is null and r.variant_id is not null
    order by r.id limit 1`)
  return row ?? null
}

type Pushed = { entry: CatalogueEntry; outcome: string }

/** Ours on the entry there: the same for each try of this row, and no other's. */
const referenceOf = ({ originId, variantId }: PushRow) => `v${variantId}-${originId}`

async function createThere(input: StepInput, row: PushRow): Promise<Result<Pushed, GatewayError>> {
  if (row.sentAt) {
    const found = await findSent(input, { ...row, sentAt: row.sentAt, reference: referenceOf(row) })
    // Nothing was sent by looking, but what was sent before stays in doubt.
    if (!found.ok) return found.error.code === 'refused' ? found : err({ ...found.error, ambiguous: true })
    if (found.value) return ok({ entry: found.value, outcome: 'found_there' })
  }
  await rows(sql`update catalogue_rows set sent_at = ${input.at} where id = ${row.id}`)
  const { name, description, priceMinor, currency } = row
  return named(
    input.catalogue.create({ reference: referenceOf(row), name, description, priceMinor, currency }),
    'created_there',
  )
}

async function updateThere(input: StepInput, row: PushRow): Promise<Result<Pushed, GatewayError>> {
  await rows(sql`update catalogue_rows set sent_at = ${input.at} where id = ${row.id}`)
  const { name, priceMinor, currency } = row
  return named(input.catalogue.update(row.providerProductId ?? '', { name, priceMinor, currency }), 'updated_there')
}

async function named(answer: Answer, outcome: string): Promise<Result<Pushed, GatewayError>> {
  const got = await answer
  return got.ok ? ok({ entry: got.value, outcome }) : got
}

/** The mapping goes by what the provider reads back, never by what was sent. */
async function keep({ run, at }: StepInput, row: PushRow, entry: CatalogueEntry, outcome: string): Promise<void> {
  await inTransaction(async (tx) => {
    const [variant] = await tx.rows<{ priceMinor: number; currency: string }>(sql`
      select price_minor as "priceMinor", currency from variants where id = ${row.variantId} for update`)
    if (!variant) return
    const asSent = compareMapping({ ...row, knownName: row.name }, entry, run.mode)
    const now = compareMapping({ ...variant, knownName: null }, entry, run.mode)
    tx.send(sql`
      insert into variant_mappings as m (variant_id, provider, mode, provider_product_id, state, problem, checked_at,
        checked_price_minor, checked_currency, checked_name, known_name)
      values (${row.variantId}, ${run.provider}::provider, ${run.mode}::payment_mode, ${entry.providerProductId},
        ${now.state}::mapping_state, ${now.problem}, ${at}, ${entry.priceMinor}, ${entry.currency}, ${entry.name || row.name}, ${entry.name || row.name})
      on conflict (variant_id, provider, mode) do update set provider_product_id = excluded.provider_product_id,
        state = excluded.state, problem = excluded.problem, checked_at = excluded.checked_at,
        checked_price_minor = excluded.checked_price_minor, checked_currency = excluded.checked_currency,
        checked_name = excluded.checked_name, known_name = excluded.known_name`)
    const problem = asSent.problem ?? (asSent.newName ? `It is called “${asSent.newName}” there.` : null)
    tx.send(sql`
      update catalogue_rows set outcome = ${problem ? 'differs_there' : outcome}, problem = ${problem}, done_at = ${at},
        provider_product_id = ${entry.providerProductId} where id = ${row.id}`)
    tx.send(sql`
      update catalogue_rows set done_at = ${at} where id = ${row.originId} and done_at is null`)
  })
}

async function fail(row: PushRow, error: GatewayError, at: Date): Promise<void> {
  await rows(sql`
    update catalogue_rows set outcome = 'failed', problem = ${failureText(error)}, done_at = ${at}
    where id = ${row.id}`)
}
