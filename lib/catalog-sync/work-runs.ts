import 'server-only'
import type { Clock } from '@/lib/clock'
import { inTransaction, rows, sql, type Tx } from '@/lib/db'
import { log } from '@/lib/log'
import type { GatewayError } from '@/lib/payments/contract/gateway-error'
import type { Mode, ProviderId } from '@/lib/payments/contract/provider-id'
import type { PaymentGateway } from '@/lib/payments/gateway'
import { findBackgroundGateway } from '@/lib/payments/registry'
import { applyImport } from './apply-import'
import { applyPush } from './apply-push'
import { findGone } from './find-gone'
import { readPage } from './read-page'
import { readPush } from './read-pushes'
import type { StepInput, StepResult, WorkedRun } from './steps'

export type CatalogueDeps = {
  clock: Clock
  gateway?: (id: ProviderId, mode: Mode) => Pick<PaymentGateway, 'catalogue'> | null
  /** How long one call goes on; what is left is done by the next one. */
  longestMs?: number
}

/** Whoever was killed at a run loses it after this long; whoever lives extends it. */
const leaseMs = 60_000
const turnMs = 4_000
const mostTries = 6
const unnamedWaitMs = 30_000

/**
 * Goes on with the run that is due, step by step, for a few seconds. Each step commits what it did together with how far
 * it is, so that a stop or a kill costs at most the step under way. @returns how many steps were done.
 */
export async function workCatalogue({
  clock,
  gateway = findBackgroundGateway,
  longestMs = turnMs,
}: CatalogueDeps): Promise<number> {
  const claimed = await claimRun(clock.now())
  if (!claimed) return 0
  const catalogue = gateway(claimed.provider, claimed.mode)?.catalogue
  if (!catalogue) {
    await stopWith(claimed, 'The provider is not configured for this mode.', clock.now())
    return 0
  }
  const heartbeat = setInterval(() => void extendLease(claimed.id, clock), leaseMs / 3)
  try {
    return await workOn(claimed, { catalogue, clock, endsAt: performance.now() + longestMs })
  } finally {
    clearInterval(heartbeat)
  }
}

type Turn = { catalogue: StepInput['catalogue']; clock: Clock; endsAt: number }

async function workOn(claimed: WorkedRun, { catalogue, clock, endsAt }: Turn): Promise<number> {
  let steps = 0
  for (let run: WorkedRun | null = claimed; run; run = await readLive(run.id)) {
    const input = { run, catalogue, at: clock.now() }
    const result = await doStep(input).catch(brokenStep(run))
    if (result === 'over') await endPhase(input)
    if (typeof result === 'object') {
      await waitAfter(run, result, { at: clock.now(), isFirst: steps === 0 })
      return steps
    }
    steps += 1
    if (performance.now() >= endsAt) break
  }
  await release(claimed.id, clock.now())
  return steps
}

const columns = sql`
  id, kind, provider, mode, phase, cursor, pages_read as "pagesRead", is_list_read as "isListRead",
  category_id as "categoryId", new_kind as "newKind", new_stock as "newStock", stock_as_told as "stockAsTold",
  started_at as "startedAt"`

async function claimRun(at: Date): Promise<WorkedRun | null> {
  const [run] = await rows<WorkedRun>(sql`
    update catalogue_runs set next_step_at = ${new Date(at.getTime() + leaseMs)}
    where id = (select id from catalogue_runs where live_key is not null and next_step_at <= ${at} order by next_step_at
      limit 1 for update skip locked)
    returning ${columns}`)
  return run ?? null
}

async function readLive(runId: number): Promise<WorkedRun | null> {
  const [run] = await rows<WorkedRun>(sql`
    select ${columns} from catalogue_runs where id = ${runId} and live_key is not null`)
  return run ?? null
}

async function extendLease(runId: number, clock: Clock): Promise<void> {
  const until = new Date(clock.now().getTime() + leaseMs)
  await rows(sql`update catalogue_runs set next_step_at = ${until} where id = ${runId}`).catch((error: unknown) =>
    log().warn({ err: error, runId }, 'the lease of a catalogue run could not be extended'),
  )
}

/** The next turn may begin at once, by whoever is free; also of a run that was stopped meanwhile and is taken up again. */
async function release(runId: number, at: Date): Promise<void> {
  await rows(sql`
    update catalogue_runs set next_step_at = ${at}, tries = 0, problem = case when live_key is null then problem end
    where id = ${runId}`)
}

/** What broke on our side is tried again like a failure of the provider's, and then stops the run, so that it is seen. */
const brokenStep =
  (run: WorkedRun) =>
  (error: unknown): GatewayError => {
    log().error({ err: error, runId: run.id }, 'a step of a catalogue run broke')
    return { code: 'unreadable', detail: 'Something broke on the shop’s side. The log tells what.' }
  }

async function doStep(input: StepInput): Promise<StepResult> {
  const { kind, phase, isListRead } = input.run
  if (phase === 'applying') return kind === 'push' ? applyPush(input) : applyImport(input)
  if (kind === 'push') return readPush(input)
  return isListRead ? findGone(input) : readPage(input)
}

/** After reading the merchant decides, if there is anything to decide; a check never waits for anybody. */
async function endPhase({ run, at }: StepInput): Promise<void> {
  await inTransaction(async (tx) => {
    const [found] = await tx.rows(sql`
      select id from catalogue_rows where run_id = ${run.id}
        and verdict in ('new', 'price', 'renamed', 'create_there', 'update_there') limit 1`)
    const decides = run.phase === 'reading' && run.kind !== 'check' && found !== undefined
    await tx.rows(sql`
      update catalogue_runs set phase = ${decides ? 'deciding' : 'done'}::catalogue_phase, live_key = null, stopped_at = null,
        ended_at = ${decides ? null : at}, problem = null
      where id = ${run.id} and phase = ${run.phase}::catalogue_phase`)
    if (run.kind === 'check') tidyChecks(tx, run, at)
  })
}

const keptChecksMs = 2 * 86_400_000

/** Of an hourly check only what disagrees is kept. */
function tidyChecks(tx: Tx, run: WorkedRun, at: Date): void {
  tx.send(sql`delete from catalogue_rows where run_id = ${run.id} and verdict in ('same', 'skipped', 'new')`)
  tx.send(sql`
    delete from catalogue_runs where kind = 'check' and phase = 'done' and started_at < ${new Date(at.getTime() - keptChecksMs)}`)
}

/** Calls that are used up only cost time; anything else is tried a few times, further apart, and then stops the run. */
async function waitAfter(run: WorkedRun, error: GatewayError, now: { at: Date; isFirst: boolean }): Promise<void> {
  const { at, isFirst } = now
  const isBusy = error.code === 'over_budget' || error.code === 'rate_limited'
  const [state] = await rows<{ tries: number }>(sql`
    update catalogue_runs set tries = case when ${isFirst} then tries else 0 end + ${isBusy ? 0 : 1}::int
    where id = ${run.id} returning tries`)
  const tries = state?.tries ?? 0
  log().warn({ provider: run.provider, runId: run.id, code: error.code }, 'a catalogue run waits')
  if (tries >= mostTries) return stopWith(run, error.detail, at)
  const waitMs = error.retryAfterMs ?? (isBusy ? unnamedWaitMs : 1_000 * 2 ** tries)
  const problem = isBusy ? 'It waits for calls that nobody else needs.' : error.detail
  await rows(sql`
    update catalogue_runs set next_step_at = ${new Date(at.getTime() + waitMs)}, problem = ${problem}
    where id = ${run.id} and live_key is not null`)
}

async function stopWith(run: WorkedRun, problem: string, at: Date): Promise<void> {
  await rows(sql`
    update catalogue_runs set live_key = null, stopped_at = ${at}, next_step_at = ${at}, problem = ${problem}
    where id = ${run.id}`)
}
