import 'server-only'
import { setTimeout as sleep } from 'node:timers/promises'
import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { Prisma, PrismaClient } from '@/prisma/generated/client'
import { env } from './env'
import { log } from './log'
import { StatementBatch } from './statement-batch'
import { openStatementQueue } from './statement-queue'

export { Prisma } from '@/prisma/generated/client'

/** Safe SQL text with its values: sql`select ${id}`. */
export const sql = Prisma.sql

/** Whatever answers a statement: a transaction, or a connection for that one alone. */
export type Queries = { rows<Row>(query: Prisma.Sql): Promise<Row[]> }

/**
 * A connection inside a transaction. Statements run one after the other in the order they are given; those that are given
 * without waiting in between travel together.
 */
export type Tx = Queries & {
  /** A statement that nobody waits for: it travels with the next one, or with the COMMIT, and fails there if it fails. */
  send(query: Prisma.Sql): void
}

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
  // The pool listens to its idle connections only: one that breaks while it is lent out would end the process.
  pool.on('connect', (client) => {
    client.on('error', (error) => log().warn({ err: error }, 'a database connection broke'))
  })
  pool.on('error', (error) => log().debug({ err: error }, 'an idle database connection was given up'))
  return pool
}

function pools(): Pools {
  if (globalPools.pocketshopPools) return globalPools.pocketshopPools
  const general = openPool(10, 2_000)
  globalPools.pocketshopPools = {
    general,
    webhook: openPool(8, 2_500),
    prisma: new PrismaClient({ adapter: new PrismaPg(general) }),
  }
  return globalPools.pocketshopPools
}

/** Prisma, for reads and for the catalogue; what locks rows or moves money is SQL through `inTransaction`. */
export const prisma = (): PrismaClient => pools().prisma

/** A separate small pool for webhooks, so that nothing else can starve them. */
export type PoolName = 'general' | 'webhook'
export type TransactionOptions = { pool?: PoolName; timeoutMs?: number }

/** `isPrepared`: for a text that stays the same and is run often, as every statement of a transaction is taken to be. */
export type StatementOptions = TransactionOptions & { isPrepared?: boolean }

/** BEGIN travels with the first batch, COMMIT with the last. */
async function commit<Value>(client: pg.PoolClient, work: (tx: Tx) => Promise<Value>): Promise<Value> {
  const { send, ask } = openStatementQueue(client)
  send({ text: 'BEGIN', values: [] })
  const rows = async <Row>({ text, values }: Prisma.Sql) => (await ask({ text, values })) as Row[]
  const value = await work({ rows, send: ({ text, values }) => send({ text, values }) })
  await ask({ text: 'COMMIT', values: [] })
  return value
}

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
  try {
    const value = await withDeadline(commit(client, work), timeoutMs)
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

/** What a statement gets although the wait for its connection took all of its time. */
const leastMs = 100

/** One statement outside a transaction. @throws DatabaseDeadlineError after `timeoutMs`, the wait for a connection included. */
export async function rows<Row>({ text, values }: Prisma.Sql, options: StatementOptions = {}): Promise<Row[]> {
  const { pool = 'general', timeoutMs = 10_000, isPrepared = false } = options
  const startedMs = performance.now()
  const client = await pools()[pool].connect()
  try {
    const batch = new StatementBatch([{ text, values, wantsRows: true, isPrepared }])
    const leftMs = Math.max(leastMs, timeoutMs - (performance.now() - startedMs))
    const [found] = await withDeadline(client.query(batch).results, leftMs)
    client.release()
    return found as Row[]
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
