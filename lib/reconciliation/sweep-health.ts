import 'server-only'
import type { Clock } from '@/lib/clock'
import { rows, sql } from '@/lib/db'
import { env } from '@/lib/env'
import type { Mode, ProviderId } from '@/lib/payments/contract/provider-id'

/** How far behind the sweep of a provider is. */
export type SweepHealth = {
  provider: ProviderId
  mode: Mode
  /** The newest sweep, ended or not. */
  startedAt: Date
  /** When the newest sweep that looked at everything began; null before the first one. */
  completeAt: Date | null
  /** Since that moment, or since the first sweep while there was none. */
  lagSeconds: number
  isLagging: boolean
  /** Why the newest sweep that ended was not complete. */
  problem: string | null
}

const leastLagSeconds = 180

/** Behind by more than three sweeps, or three minutes: then a lost payment waits for longer than it should. */
export const isLagging = (lagSeconds: number): boolean =>
  lagSeconds > Math.max(leastLagSeconds, 3 * env().SWEEP_EVERY_SECONDS)

type Row = Omit<SweepHealth, 'lagSeconds' | 'isLagging'> & { firstAt: Date }

/** How far behind the sweeps of each provider are; no row for a provider that was never swept. Reads only. */
export async function readSweepHealth(clock: Clock): Promise<SweepHealth[]> {
  const found = await rows<Row>(sql`
    select provider, mode, max(started_at) as "startedAt", min(started_at) as "firstAt",
      max(started_at) filter (where complete) as "completeAt",
      (array_agg(problem order by started_at desc, id desc) filter (where ended_at is not null))[1] as problem
    from sweep_runs where kind = 'window' group by provider, mode order by provider, mode`)
  return found.map(({ firstAt, ...row }) => {
    const sinceMs = (row.completeAt ?? firstAt).getTime()
    const lagSeconds = Math.max(0, Math.round((clock.now().getTime() - sinceMs) / 1_000))
    return { ...row, lagSeconds, isLagging: isLagging(lagSeconds) }
  })
}
