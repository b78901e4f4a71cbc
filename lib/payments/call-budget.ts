import 'server-only'
import { type Clock, systemClock } from '@/lib/clock'
import { rows, sql } from '@/lib/db'
import { log } from '@/lib/log'
import { err, ok, type Result } from '@/lib/shared/result'
import type { GatewayError } from './contract/gateway-error'
import type { Mode, ProviderId } from './contract/provider-id'
import type { CallMeter } from './contract/surroundings'

/** Who calls: what a person waits for always passes, sweeps keep to a budget, the background takes what those leave. */
export type CallPurpose = 'checkout' | 'sweep' | 'background'

/** Whose calls are counted. */
export type MeteredCaller = { purpose: CallPurpose; provider: ProviderId; mode: Mode }

/** What Pocketsflow allows a key in a minute (docs/providers.md), and what sweeps take of it at most and at least. */
const providerLimit = 100
const mostSweeps = 60
const fewestSweeps = 10
/** What a minute may have more checkouts than the one before it. */
const keptForMoreCheckouts = 10
/** What the background leaves to sweeps in every minute. */
const keptForSweeps = 30

/** Calls a minute that the background has while nobody else needs more than usual. */
export const backgroundCallsPerMinute = mostSweeps - keptForSweeps

const minuteMs = 60_000
/** After a 429 that does not say how long to wait. */
const unnamedPauseMs = 30_000
const shortestPauseMs = 1_000
/** A pause that ends later than this was made by a clock which has been set back since. */
const longestPauseMs = 120_000
const databaseTimeoutMs = 1_000

const minuteOf = (at: Date) => new Date(Math.floor(at.getTime() / minuteMs) * minuteMs)

const rowsOf = ({ provider, mode }: MeteredCaller) =>
  sql`from call_budgets where provider = ${provider}::provider and mode = ${mode}::payment_mode`

const isPaused = (at: Date) => sql`paused_until > ${at} and paused_until <= ${new Date(at.getTime() + longestPauseMs)}`

/**
 * One statement: counts the call where there is room for it, over all processes. The last minute's checkouts stand for those
 * still to come.
 */
async function takePermission(caller: MeteredCaller, at: Date): Promise<boolean> {
  const minute = minuteOf(at)
  const before = sql`coalesce((select checkouts ${rowsOf(caller)} and minute = ${new Date(minute.getTime() - minuteMs)}), 0)`
  const kept = caller.purpose === 'background' ? keptForSweeps : 0
  const roomFor = (checkouts: ReturnType<typeof sql>) =>
    sql`greatest(${fewestSweeps}::int, least(${mostSweeps}::int, ${providerLimit - keptForMoreCheckouts}::int - ${checkouts})) - ${kept}::int`
  const [taken] = await rows(
    sql`insert into call_budgets as b (provider, mode, minute, sweeps)
      select ${caller.provider}::provider, ${caller.mode}::payment_mode, ${minute}, 1
      where ${roomFor(before)} > 0 and not exists (select ${rowsOf(caller)} and ${isPaused(at)})
      on conflict (provider, mode, minute) do update set sweeps = b.sweeps + 1
        where b.sweeps < ${roomFor(sql`greatest(b.checkouts, ${before})`)}
      returning sweeps`,
    { timeoutMs: databaseTimeoutMs },
  )
  return taken !== undefined
}

/** How long nobody but checkouts should ask again: to the end of a pause, or of this minute. */
async function waitAfterRefusalMs(caller: MeteredCaller, at: Date): Promise<number> {
  const [pause] = await rows<{ until: Date | null }>(
    sql`select max(paused_until) as until ${rowsOf(caller)} and ${isPaused(at)}`,
    { timeoutMs: databaseTimeoutMs },
  )
  const until = pause?.until?.getTime() ?? minuteOf(at).getTime() + minuteMs
  return Math.max(until - at.getTime(), 0)
}

async function admitSweep(caller: MeteredCaller, at: Date): Promise<Result<void, GatewayError>> {
  const refused = (retryAfterMs: number) =>
    err({ code: 'over_budget' as const, detail: 'The calls of this minute are used up.', retryAfterMs })
  try {
    if (await takePermission(caller, at)) return ok(undefined)
    return refused(await waitAfterRefusalMs(caller, at))
  } catch (error) {
    log().warn({ err: error, provider: caller.provider }, 'no permission to call could be had from the database')
    return refused(minuteMs)
  }
}

async function written(statement: ReturnType<typeof sql>, { provider }: MeteredCaller): Promise<void> {
  try {
    await rows(statement, { timeoutMs: databaseTimeoutMs })
  } catch (error) {
    log().warn({ err: error, provider }, 'calls to a payment provider could not be counted')
  }
}

const countCheckout = (caller: MeteredCaller, at: Date) =>
  written(
    sql`insert into call_budgets as b (provider, mode, minute, checkouts)
      values (${caller.provider}::provider, ${caller.mode}::payment_mode, ${minuteOf(at)}, 1)
      on conflict (provider, mode, minute) do update set checkouts = b.checkouts + 1`,
    caller,
  )

const pauseOthers = (caller: MeteredCaller, at: Date, pauseMs: number) =>
  written(
    sql`insert into call_budgets as b (provider, mode, minute, paused_until)
      values (${caller.provider}::provider, ${caller.mode}::payment_mode, ${minuteOf(at)}, ${new Date(at.getTime() + pauseMs)})
      on conflict (provider, mode, minute) do update set paused_until = greatest(b.paused_until, excluded.paused_until)`,
    caller,
  )

/**
 * Counts calls to a provider by the minute, all processes together. Checkouts always pass and are never held up by it;
 * sweeps get at most 60 and what checkouts leave of 90 (the provider allows 100), but never less than 10; the background gets what
 * is left of that. A 429 stops all but checkouts for as long as the provider says.
 */
export function callMeter(caller: MeteredCaller, clock: Clock = systemClock): CallMeter {
  return {
    admit: async () => {
      if (caller.purpose !== 'checkout') return admitSweep(caller, clock.now())
      void countCheckout(caller, clock.now())
      return ok(undefined)
    },
    slowDown: (retryAfterMs = unnamedPauseMs) =>
      pauseOthers(caller, clock.now(), Math.max(retryAfterMs, shortestPauseMs)),
  }
}
