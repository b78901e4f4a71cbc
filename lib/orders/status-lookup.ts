import 'server-only'
import { DatabaseDeadlineError, rows, sql } from '@/lib/db'
import type { OrderStatus } from './model'

const deadlineMs = 1_800

/** An order's status beside the link that was asked about. */
export type StatusRow = { id: number; number: number; status: OrderStatus; paidAt: Date | null; expiresAt: Date }

type Lookup = { hash: string; resolve: (row: StatusRow | null) => void; reject: (error: unknown) => void }

let waiting: Lookup[] = []

/**
 * The order behind a token's hash; null when there is none. Whoever asks in the same turn of the event loop is answered
 * by one statement, so that a thousand waiting shoppers cost the database little. @throws DatabaseDeadlineError within
 * 1.8 s when it does not answer, waiting for a connection included.
 */
export function lookUpStatus(tokenHash: Buffer): Promise<StatusRow | null> {
  return new Promise((resolve, reject) => {
    if (waiting.length === 0) setImmediate(() => void answerAll())
    waiting.push({ hash: tokenHash.toString('hex'), resolve, reject })
  })
}

async function answerAll(): Promise<void> {
  const lookups = waiting
  waiting = []
  try {
    const found = await answeredInTime(findRows([...new Set(lookups.map(({ hash }) => hash))]))
    const byHash = new Map(found.map((row) => [row.hash, row]))
    for (const { hash, resolve } of lookups) resolve(byHash.get(hash) ?? null)
  } catch (error) {
    for (const { reject } of lookups) reject(error)
  }
}

function findRows(hashes: string[]): Promise<(StatusRow & { hash: string })[]> {
  return rows(
    sql`
    select encode(t.token_hash, 'hex') as hash, t.expires_at as "expiresAt", o.id, o.number, o.status, o.paid_at as "paidAt"
    from order_tokens t join orders o on o.id = t.order_id
    where t.token_hash = any(${hashes.map((hash) => Buffer.from(hash, 'hex'))}::bytea[])`,
    { timeoutMs: deadlineMs, isPrepared: true },
  )
}

async function answeredInTime<Value>(answer: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new DatabaseDeadlineError(deadlineMs)), deadlineMs)
  })
  return Promise.race([answer, deadline]).finally(() => clearTimeout(timer))
}
