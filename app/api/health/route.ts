import { connection } from 'next/server'
import { rows, sql } from '@/lib/db'
import { log } from '@/lib/log'

const DEADLINE_MS = 1_500

/** 200 once the shop is ready to serve, 503 while the database cannot be reached; within 2 s either way. */
export async function GET(): Promise<Response> {
  await connection()
  try {
    await withinDeadline(rows(sql`select 1`, { timeoutMs: DEADLINE_MS }))
    return answer(200, { status: 'ok', database: 'ok' })
  } catch (error) {
    log().warn({ err: error }, 'the health check could not reach the database')
    return answer(503, { status: 'unavailable', database: 'unreachable' })
  }
}

function answer(status: number, body: { status: string; database: string }): Response {
  return Response.json(body, { status, headers: { 'Cache-Control': 'no-store' } })
}

/** Waiting for a connection counts too; the pool's own patience is longer. */
function withinDeadline<Value>(work: Promise<Value>): Promise<Value> {
  const { promise, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new Error(`no answer within ${DEADLINE_MS} ms`)), DEADLINE_MS)
  return Promise.race([work, promise]).finally(() => clearTimeout(timer))
}
