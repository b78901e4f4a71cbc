import 'server-only'
import { inTransaction, rows, sql } from '@/lib/db'
import type { PaymentGateway } from '@/lib/payments/gateway'

/** `window`: the newest orders, every minute. `aged`: paid orders of half a year, once a day. */
export type SweepKind = 'window' | 'aged'

/** What came of a sweep. */
export type SweepResult = {
  calls: number
  /** Payments that the provider showed. */
  seen: number
  /** Payments and refunds that were news. */
  settled: number
  /** Why not everything was looked at; null when it was. */
  problem: string | null
}

const keptMs = 2 * 86_400_000
const keptBudgetsMs = 3_600_000

/** Notes that a sweep began. */
export async function beginRun({ id, mode }: PaymentGateway, kind: SweepKind, at: Date): Promise<number> {
  const [run] = await rows<{ id: number }>(sql`
    insert into sweep_runs (provider, mode, kind, started_at)
    values (${id}::provider, ${mode}::payment_mode, ${kind}, ${at}) returning id`)
  if (!run) throw new Error('the sweep was not written down')
  return run.id
}

/** When the last sweep that looked at everything began; null before the first one. */
export async function findLastComplete({ id, mode }: PaymentGateway, kind: SweepKind): Promise<Date | null> {
  const [run] = await rows<{ startedAt: Date }>(sql`
    select started_at as "startedAt" from sweep_runs where provider = ${id}::provider and mode = ${mode}::payment_mode
      and kind = ${kind} and complete order by started_at desc limit 1`)
  return run?.startedAt ?? null
}

/**
 * Notes what came of a sweep, and how far it is behind: the seconds since the last moment at which a complete one began.
 * Notes older than two days go, but not that one. @returns that lag.
 */
export async function endRun(runId: number, { calls, seen, settled, problem }: SweepResult, at: Date): Promise<number> {
  return inTransaction(async (tx) => {
    await tx.rows(sql`delete from sweep_runs where started_at < ${new Date(at.getTime() - keptMs)}
      and id not in (select max(id) from sweep_runs where complete group by provider, mode, kind)`)
    await tx.rows(sql`delete from call_budgets where minute < ${new Date(at.getTime() - keptBudgetsMs)}
      and coalesce(paused_until, minute) < ${at}`)
    const isComplete = problem === null
    const [run] = await tx.rows<{ lagSeconds: number }>(sql`
      update sweep_runs r set ended_at = ${at}, calls = ${calls}, seen = ${seen}, settled = ${settled},
        complete = ${isComplete}, problem = ${problem},
        lag_seconds = extract(epoch from ${at}::timestamptz - case when ${isComplete} then r.started_at else coalesce(
          (select max(c.started_at) from sweep_runs c where c.provider = r.provider and c.mode = r.mode and c.kind = r.kind and c.complete),
          (select min(f.started_at) from sweep_runs f where f.provider = r.provider and f.mode = r.mode and f.kind = r.kind)) end)::int
      where r.id = ${runId} returning lag_seconds as "lagSeconds"`)
    return run?.lagSeconds ?? 0
  })
}
