import { connection } from 'next/server'
import { systemClock } from '@/lib/clock'
import { log } from '@/lib/log'
import { readSweepHealth, type SweepHealth } from '@/lib/reconciliation/sweep-health'

const DEADLINE_MS = 1_500

type SweepReport = Pick<SweepHealth, 'provider' | 'mode' | 'completeAt' | 'lagSeconds' | 'isLagging'>

const reportOf = ({ provider, mode, completeAt, lagSeconds, isLagging }: SweepHealth): SweepReport => ({
  provider,
  mode,
  completeAt,
  lagSeconds,
  isLagging,
})

/**
 * 200 once the shop is ready to serve, 503 while the database cannot be reached; within 2 s either way. Beside it stands
 * how far the search for payments that nobody told us of is behind: that is no reason to take a shop off the net.
 */
export async function GET(): Promise<Response> {
  await connection()
  try {
    const sweeps = await withinDeadline(readSweepHealth(systemClock))
    return answer(200, { status: 'ok', database: 'ok', sweeps: sweeps.map(reportOf) })
  } catch (error) {
    log().warn({ err: error }, 'the health check could not reach the database')
    return answer(503, { status: 'unavailable', database: 'unreachable' })
  }
}

function answer(status: number, body: { status: string; database: string; sweeps?: SweepReport[] }): Response {
  return Response.json(body, { status, headers: { 'Cache-Control': 'no-store' } })
}

/** Waiting for a connection counts too; the pool's own patience is longer. */
function withinDeadline<Value>(work: Promise<Value>): Promise<Value> {
  const { promise, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new Error(`no answer within ${DEADLINE_MS} ms`)), DEADLINE_MS)
  return Promise.race([work, promise]).finally(() => clearTimeout(timer))
}
