import 'server-only'
import { setTimeout as sleep } from 'node:timers/promises'
import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { Prisma, PrismaClient } from '@/prisma/generated/client'
import { env } from './env'
import { log } from './log'

export { Prisma } from '@/prisma/generated/client'

/** Safe SQL text with its values: sql`select ${id}`. */
export const sql = Prisma.sql

/** A connection inside a transaction. */
export type Tx = { rows<Row>(query: Prisma.Sql): Promise<Row[]> }

/** The answer a caller gets when the database did not do its part in time. */
export class DatabaseDeadlineError extends Error {
  constructor(timeoutMs: number) {
    super(`the database did not answer within ${timeoutMs} ms`)
  }
}

type Pools = { general: pg.Pool; webhook: pg.Pool; prisma: PrismaClient }
const globalPools = globalThis as { pocketshopPools?: Pools }

function openPool(max: number, connectionTimeoutMillis: number): pg.Pool {
  const { DATABASE_URL } = env()
  if (!DATABASE_URL) throw new Error('DATABASE_URL is not set; `npm start` sets it for the embedded database')
  const pool = new pg.Pool({
    connectionString: DATABASE_URL,
    max,
    connectionTimeoutMillis,
    keepAlive: true,
    statement_timeout: 15_000,
    idle_in_transaction_session_timeout: 15_000,
  })
  pool.on('error', (error) => log().warn({ err: error }, 'an idle database connection broke'))
  return pool
}

function pools(): Pools {
  if (globalPools.pocketshopPools) return globalPools.pocketshopPools
  const general = openPool(10, 2_000)
  globalPools.pocketshopPools = {
    general,
    webhook: openPool(8, 1_000),
    prisma: new PrismaClient({ adapter: new PrismaPg(general) }),
  }
  return globalPools.pocketshopPools
}

/** Prisma, for reads and for the catalogue; what locks rows or moves money is SQL through `inTransaction`. */
export const prisma = (): PrismaClient => pools().prisma

/** A separate small pool for webhooks, so that nothing else can starve them. */
export type PoolName = 'general' | 'webhook'
export type TransactionOptions = { pool?: PoolName; timeoutMs?: number }

const asTx = (client: pg.PoolClient): Tx => ({
  rows: async <Row>(query: Prisma.Sql) => (await client.query(query.text, query.values)).rows as Row[],
})

async function withDeadline<Value>(work: Promise<Value>, timeoutMs: number): Promise<Value> {
  let timer: NodeJS.Timeout | undefined
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new DatabaseDeadlineError(timeoutMs)), timeoutMs)
  })
  return Promise.race([work, deadline]).finally(() => clearTimeout(timer))
}

const maxTries = 5

/** Serialization failures and deadlocks: PostgreSQL rolled the whole transaction back and asks to try again. */
const isRetryable = (error: unknown) =>
  error instanceof Error && 'code' in error && (error.code === '40001' || error.code === '40P01')

/**
 * Runs `work` in one transaction and commits it. Rolls back on any throw. Deadlocks and serialization failures are tried
 * again a few times, so `work` may run more than once and must do nothing but SQL. After `timeoutMs` the connection is closed,
 * so nothing that was begun can commit later unseen, and DatabaseDeadlineError is thrown; a COMMIT already under way may
 * still have happened, so callers must be safe to repeat.
 */
export async function inTransaction<Value>(
  work: (tx: Tx) => Promise<Value>,
  options: TransactionOptions = {},
): Promise<Value> {
  for (let tryNumber = 1; ; tryNumber += 1) {
    try {
      return await runOnce(work, options)
    } catch (error) {
      if (!isRetryable(error) || tryNumber >= maxTries) throw error
      await sleep(Math.random() * 20 * 2 ** tryNumber)
    }
  }
}

async function runOnce<Value>(work: (tx: Tx) => Promise<Value>, options: TransactionOptions): Promise<Value> {
  const { pool = 'general', timeoutMs = 10_000 } = options
  const client = await pools()[pool].connect()
  const run = async () => {
    await client.query('BEGIN')
    const value = await work(asTx(client))
    await client.query('COMMIT')
    return value
  }
  try {
    const value = await withDeadline(run(), timeoutMs)
    client.release()
    return value
  } catch (error) {
    await abandon(client, error)
    throw error
  }
}

async function abandon(client: pg.PoolClient, error: unknown): Promise<void> {
  if (error instanceof DatabaseDeadlineError) return client.release(true)
  try {
    await withDeadline(client.query('ROLLBACK'), 1_000)
    client.release()
  } catch {
    client.release(true)
  }
}

/** One statement outside a transaction. @throws DatabaseDeadlineError after `timeoutMs`. */
export async function rows<Row>(query: Prisma.Sql, options: TransactionOptions = {}): Promise<Row[]> {
  const { pool = 'general', timeoutMs = 10_000 } = options
  const client = await pools()[pool].connect()
  try {
    const result = await withDeadline(client.query(query.text, query.values), timeoutMs)
    client.release()
    return result.rows as Row[]
  } catch (error) {
    client.release(error instanceof DatabaseDeadlineError)
    throw error
  }
}

/** Closes every connection; for scripts and tests that must end. */
export async function closeDatabase(): Promise<void> {
  const open = globalPools.pocketshopPools
  if (!open) return
  globalPools.pocketshopPools = undefined
  await open.prisma.$disconnect()
  await Promise.all([open.general.end(), open.webhook.end()])
}
