import 'server-only'
import { requireMerchant } from '@/lib/auth/require-merchant'
import { prisma, rows, sql } from '@/lib/db'
import { backgroundCallsPerMinute } from '@/lib/payments/call-budget'
import type { Mode, ProviderId } from '@/lib/payments/contract/provider-id'
import { findGateway, listProviders } from '@/lib/payments/registry'
import type { CatalogueOverview, DriftRow, ImportFacts, RowView, RunView, Verdict } from './model'

const mostDrifts = 200
const rowsPerPage = 100

/** Providers that are configured and have a catalogue that can be compared, in the mode of their keys. Merchants only. */
export async function listCatalogueProviders(): Promise<{ provider: ProviderId; name: string; mode: Mode }[]> {
  await requireMerchant()
  const listed = await listProviders()
  return listed.flatMap(({ id, name }) => {
    const gateway = findGateway(id)
    return gateway?.catalogue ? [{ provider: id, name, mode: gateway.mode }] : []
  })
}

/** How each provider's catalogue stands to ours. Merchants only. */
export async function readCatalogues(): Promise<CatalogueOverview[]> {
  const providers = await listCatalogueProviders()
  return Promise.all(providers.map((one) => readCatalogue(one)))
}

type Counts = Pick<CatalogueOverview, 'mapped' | 'drifted' | 'missing' | 'unmapped' | 'checkedAt' | 'liveRunId'>

async function readCatalogue(one: { provider: ProviderId; name: string; mode: Mode }): Promise<CatalogueOverview> {
  const { provider, mode } = one
  const [counts] = await rows<Counts>(sql`
    with mapped as (
      select * from variant_mappings where provider = ${provider}::provider and mode = ${mode}::payment_mode),
    runs as (select * from catalogue_runs where provider = ${provider}::provider and mode = ${mode}::payment_mode)
    select (select count(*)::int from mapped) as mapped,
      (select count(*)::int from mapped where state = 'drifted') as drifted,
      (select count(*)::int from mapped where state = 'missing') as missing,
      (select count(*)::int from variants v join products p on p.id = v.product_id and p.status = 'published'
        where not exists (select from mapped m where m.variant_id = v.id)
          and not exists (select from variant_plans pl where pl.variant_id = v.id)) as unmapped,
      (select max(started_at) from runs where is_list_read) as "checkedAt",
      (select max(id) from runs where live_key is not null) as "liveRunId"`)
  if (!counts) throw new Error('the catalogue was not counted')
  return { ...one, ...counts }
}

/** Mapped variants that disagree with their provider, or whose product has a new name there. Merchants only. */
export async function listDrifts(): Promise<DriftRow[]> {
  const providers = await listCatalogueProviders()
  const found = await rows<DriftRow & { mode: Mode }>(sql`
    select m.variant_id as "variantId", m.provider, m.mode, m.state, m.problem, m.provider_product_id as "providerProductId",
      p.name, v.sku, v.price_minor as "priceMinor", v.currency, m.checked_at as "checkedAt",
      case when m.state = 'drifted' and m.checked_currency = v.currency and m.checked_price_minor > 0
        and m.checked_price_minor <> v.price_minor then m.checked_price_minor end as "theirPriceMinor",
      case when m.known_name <> m.checked_name then m.checked_name end as "newName"
    from variant_mappings m join variants v on v.id = m.variant_id join products p on p.id = v.product_id
    where m.state in ('drifted', 'missing') or m.known_name <> m.checked_name
    order by m.state = 'ok', p.name, v.position limit ${mostDrifts}`)
  return found.flatMap(({ mode, ...row }) => {
    const provider = providers.find((one) => one.provider === row.provider && one.mode === mode)
    return provider ? [{ ...row, providerName: provider.name }] : []
  })
}

type RunRecord = Omit<RunView, 'counts' | 'progress'> & {
  counts: RunView['counts'] | null
  totalCount: number | null
  callsLeft: number | null
  rowCount: number
  chosen: number
  done: number
}

const readRuns = (where: ReturnType<typeof sql>, limit: number) =>
  rows<RunRecord>(sql`
    select r.id, r.kind, r.provider, r.mode, r.phase, r.live_key is not null as "isLive", r.stopped_at is not null as "isStopped",
      r.started_at as "startedAt", r.ended_at as "endedAt", r.problem, r.unreadable, r.total_count as "totalCount",
      r.calls_left as "callsLeft",
      (select jsonb_object_agg(verdict, n) from (
        select verdict, count(*)::int as n from catalogue_rows c where c.run_id = r.id group by verdict) counted) as counts,
      n.rows as "rowCount", n.chosen, n.done, n.applied, n.failed
    from catalogue_runs r cross join lateral (
      select count(*)::int as rows, count(*) filter (where chosen)::int as chosen,
        count(*) filter (where chosen and done_at is not null)::int as done,
        count(*) filter (where outcome not in ('failed', 'differs_there', 'changed_meanwhile'))::int as applied,
        count(*) filter (where outcome in ('failed', 'differs_there', 'changed_meanwhile'))::int as failed
      from catalogue_rows c where c.run_id = r.id) n
    where ${where} order by r.id desc limit ${limit}`)

function viewOf({ totalCount, callsLeft, rowCount, chosen, done, counts, ...run }: RunRecord): RunView {
  const isReading = run.phase === 'reading'
  const unread = counts?.unread ?? 0
  const minutesLeft = callsLeft === null ? null : Math.ceil(callsLeft / backgroundCallsPerMinute)
  const reading = { done: rowCount - unread, total: run.kind === 'push' ? rowCount : totalCount, minutesLeft }
  const applying = { done, total: chosen, minutesLeft: null }
  return { ...run, counts: counts ?? {}, progress: isReading ? reading : applying }
}

/** The newest runs; of the hourly checks the last one of each provider that found something. Merchants only. */
export async function listRuns(): Promise<RunView[]> {
  await requireMerchant()
  const telling = sql`
    (r.kind <> 'check' or r.phase <> 'done' or r.id = (
      select max(l.id) from catalogue_runs l where l.kind = 'check' and l.provider = r.provider and l.mode = r.mode
        and exists (select from catalogue_rows c where c.run_id = l.id)))`
  return (await readRuns(telling, 20)).map(viewOf)
}

/** Null when there is no such run. Merchants only. */
export async function findRun(runId: number): Promise<RunView | null> {
  await requireMerchant()
  const [run] = await readRuns(sql`r.id = ${runId}`, 1)
  return run ? viewOf(run) : null
}

/** A page of what a run found, in the order it was found. Merchants only. */
export async function listRunRows(query: {
  runId: number
  verdict: Verdict
  page: number
}): Promise<{ rows: RowView[]; hasMore: boolean }> {
  await requireMerchant()
  const found = await prisma().catalogueRow.findMany({
    where: { runId: query.runId, verdict: query.verdict },
    include: { variant: { select: { sku: true } } },
    orderBy: { id: 'asc' },
    skip: (query.page - 1) * rowsPerPage,
    take: rowsPerPage + 1,
  })
  const shown = found.slice(0, rowsPerPage).map(({ variant, verdict, ...row }) => ({
    ...row,
    verdict: verdict as Verdict,
    sku: variant?.sku ?? null,
  }))
  return { rows: shown, hasMore: found.length > rowsPerPage }
}

/** What the provider tells of the new products of a run. Merchants only. */
export async function readImportFacts(runId: number): Promise<ImportFacts> {
  await requireMerchant()
  const [facts] = await rows<ImportFacts>(sql`
    select count(*) filter (where kind = 'digital')::int as digital, count(*) filter (where kind = 'physical')::int as physical,
      count(*) filter (where kind is null)::int as untold, count(stock)::int as limited
    from catalogue_rows where run_id = ${runId} and verdict = 'new'`)
  return facts ?? { digital: 0, physical: 0, untold: 0, limited: 0 }
}

/** Where imported products can go. Merchants only. */
export async function listCategoryChoices(): Promise<{ id: number; name: string }[]> {
  await requireMerchant()
  return prisma().category.findMany({ select: { id: true, name: true }, orderBy: { position: 'asc' } })
}
