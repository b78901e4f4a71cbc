import { connection } from 'next/server'
import { systemClock } from '@/lib/clock'
import { env } from '@/lib/env'
import { sameBytes } from '@/lib/keyed-hash'
import { readMetrics } from '@/lib/rescue/metrics'

/** Metrics for whoever knows METRICS_TOKEN; without that variable there is no such page. */
export async function GET(request: Request): Promise<Response> {
  await connection()
  const { METRICS_TOKEN } = env()
  if (!METRICS_TOKEN) return new Response(null, { status: 404 })
  const bearer = request.headers.get('authorization') ?? ''
  if (!sameBytes(Buffer.from(bearer), Buffer.from(`Bearer ${METRICS_TOKEN}`)))
    return new Response(null, { status: 401 })
  const headers = { 'Content-Type': 'text/plain; version=0.0.4; charset=utf-8', 'Cache-Control': 'no-store' }
  return new Response(await readMetrics(systemClock), { headers })
}
