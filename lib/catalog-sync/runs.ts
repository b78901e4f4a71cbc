import 'server-only'
import type { Clock } from '@/lib/clock'
import { inTransaction, rows, sql, type Tx } from '@/lib/db'
import type { Mode, ProviderId } from '@/lib/payments/contract/provider-id'
import { err, ok, type Result } from '@/lib/shared/result'
import { appliedByKind, type ImportAs, type RunKind, type Verdict } from './model'

/** One provider's catalogue in one mode. */
export type CatalogueOf = { provider: ProviderId; mode: Mode }

export type StartRun = CatalogueOf & { kind: RunKind; merchantId: number | null; clock: Clock }

/** `busy`: another run of this provider is under way. */
export type RunError = { code: 'busy' | 'unknown_run' | 'nothing_chosen' }

const liveKeyOf = ({ provider, mode }: CatalogueOf) => `${provider}:${mode}`

const replaced = 'A newer look took its place.'

/**
 * Begins a run; the worker does the rest. A look that waited for a decision, or was stopped, gives way to a new one of its
 * kind. @returns the run's id.
 */
export async function startRun(start: StartRun): Promise<Result<number, RunError>> {
  return inTransaction(async (tx) => insertRun(tx, start))
}

async function insertRun(tx: Tx, start: StartRun): Promise<Result<number, RunError>> {
  const at = start.clock.now()
  const [run] = await tx.rows<{ id: number }>(sql`
    insert into catalogue_runs (kind, provider, mode, live_key, merchant_id, started_at, next_step_at)
    values (${start.kind}, ${start.provider}::provider, ${start.mode}::payment_mode, ${liveKeyOf(start)},
      ${start.merchantId}, ${at}, ${at})
    on conflict (live_key) do nothing returning id`)
  if (!run) return err({ code: 'busy' })
  tx.send(sql`
    update catalogue_runs set phase = 'done', ended_at = ${at}, stopped_at = null, problem = ${replaced}
    where provider = ${start.provider}::provider and mode = ${start.mode}::payment_mode and kind = ${start.kind}
      and id <> ${run.id} and phase <> 'done' and live_key is null`)
  return ok(run.id)
}

/**
 * Begins to take variants to the provider: each is looked at there first, then the merchant decides. Unknown variants and
 * subscriptions are left out. @returns the run's id.
 */
export async function startPush(
  start: Omit<StartRun, 'kind'> & { variantIds: number[] },
): Promise<Result<number, RunError>> {
  return inTransaction(async (tx) => {
    const run = await insertRun(tx, { ...start, kind: 'push' })
    if (!run.ok) return run
    await tx.rows(sql`
      insert into catalogue_rows (run_id, provider_product_id, variant_id, verdict, name, description, price_minor, currency)
      select ${run.value}, m.provider_product_id, v.id, 'unread',
        p.name || coalesce((select ' (' || string_agg(o->>'value', ', ') || ')' from jsonb_array_elements(v.options) o), ''),
        p.description, v.price_minor, v.currency
      from variants v join products p on p.id = v.product_id
      left join variant_mappings m on m.variant_id = v.id and m.provider = ${start.provider}::provider
        and m.mode = ${start.mode}::payment_mode
      where v.id = any(${start.variantIds}) and not exists (select from variant_plans pl where pl.variant_id = v.id)
      order by v.id`)
    return run
  })
}

/** Every published variant that is bought once and that the provider has no product for. */
export async function listUnmappedVariantIds({ provider, mode }: CatalogueOf): Promise<number[]> {
  const found = await rows<{ id: number }>(sql`
    select v.id from variants v join products p on p.id = v.product_id
    where p.status = 'published' and not exists (select from variant_plans pl where pl.variant_id = v.id)
      and not exists (select from variant_mappings m
      where m.variant_id = v.id and m.provider = ${provider}::provider and m.mode = ${mode}::payment_mode)
    order by v.id`)
  return found.map(({ id }) => id)
}

export type Decision = {
  runId: number
  verdicts: readonly Verdict[]
  categoryId: number | null
  /** Both as told where it is absent. */
  importAs?: ImportAs
  clock: Clock
}

/** The merchant's word on what a run found; the worker then applies it. `categoryId` null = one named “Imported”. */
export async function decideRun(decision: Decision): Promise<Result<void, RunError>> {
  const at = decision.clock.now()
  return inTransaction<Result<void, RunError>>(async (tx) => {
    const [run] = await tx.rows<{ kind: RunKind }>(sql`
      select kind from catalogue_runs where id = ${decision.runId} and phase = 'deciding' for update`)
    if (!run) return err({ code: 'unknown_run' })
    const wanted = decision.verdicts.filter((verdict) => appliedByKind[run.kind].includes(verdict))
    const chosen = await tx.rows(sql`
      update catalogue_rows set chosen = true where run_id = ${decision.runId} and verdict = any(${wanted}) returning id`)
    if (chosen.length === 0) return err({ code: 'nothing_chosen' })
    const categoryId = wanted.includes('new') ? await categoryOf(tx, decision.categoryId) : null
    const { kind, stock } = decision.importAs ?? { kind: 'told', stock: 'told' }
    await tx.rows(sql`
      update catalogue_runs set phase = 'applying', category_id = ${categoryId},
        new_kind = ${kind === 'told' ? null : kind}::product_kind, stock_as_told = ${stock === 'told'},
        new_stock = ${typeof stock === 'number' ? stock : null}
      where id = ${decision.runId}`)
    return goLive(tx, decision.runId, at)
  }).catch(busyOr)
}

/** Thrown to roll back. */
class BusyError extends Error {}

function busyOr(error: unknown): Result<never, RunError> {
  if (error instanceof BusyError) return err({ code: 'busy' })
  throw error
}

async function goLive(tx: Tx, runId: number, at: Date): Promise<Result<void, RunError>> {
  const [other] = await tx.rows(sql`
    select 1 from catalogue_runs r join catalogue_runs o on o.live_key = r.provider || ':' || r.mode and o.id <> r.id
    where r.id = ${runId}`)
  if (other) throw new BusyError()
  const [run] = await tx.rows(sql`
    update catalogue_runs set live_key = provider || ':' || mode, stopped_at = null, tries = 0, problem = null,
      -- A step under way when it was stopped is waited for.
      next_step_at = greatest(next_step_at, ${at})
    where id = ${runId} and phase in ('reading', 'applying') returning id`)
  return run ? ok(undefined) : err({ code: 'unknown_run' })
}

const importedCategory = { slug: 'imported', name: 'Imported', intro: 'New here.' }

async function categoryOf(tx: Tx, chosenId: number | null): Promise<number | null> {
  if (chosenId !== null) {
    const [chosen] = await tx.rows<{ id: number }>(sql`select id from categories where id = ${chosenId}`)
    if (chosen) return chosen.id
  }
  const { slug, name, intro } = importedCategory
  const [category] = await tx.rows<{ id: number }>(sql`
    insert into categories (slug, name, intro, ground, position)
    select ${slug}, ${name}, ${intro}, 'paper', coalesce(max(position), 0) + 1 from categories
    on conflict (slug) do update set slug = excluded.slug returning id`)
  return category?.id ?? null
}

/** Stops a run after the step under way; what was done stays done. Safe to repeat. */
export async function stopRun(runId: number, clock: Clock): Promise<void> {
  await rows(sql`
    update catalogue_runs set live_key = null, stopped_at = ${clock.now()}
    where id = ${runId} and live_key is not null`)
}

/** Takes a stopped run up where it was. Safe to repeat. */
export async function resumeRun(runId: number, clock: Clock): Promise<Result<void, RunError>> {
  return inTransaction((tx) => goLive(tx, runId, clock.now())).catch(busyOr)
}

/** Ends a run that nobody wants to go on with; what was applied stays. Safe to repeat. */
export async function dropRun(runId: number, clock: Clock): Promise<void> {
  await rows(sql`
    update catalogue_runs set phase = 'done', ended_at = ${clock.now()}, live_key = null, stopped_at = null
    where id = ${runId} and phase <> 'done'`)
}
