import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { Failure } from '../processes/failure'
import {
  type ClusterOptions,
  clusterDir,
  ensureCluster,
  readPassword,
  readServerLog,
  startFailure,
  startServer,
} from './cluster'
import { findPostmaster, isPostgres } from './postmaster'

const LEASE_KEY = 7_403_118
const DATABASE = 'pocketshop'
const START_DEADLINE_MS = 60_000
const STOP_DEADLINE_MS = 30_000

export type EmbeddedDatabase = {
  url: string
  /** Says that this command no longer needs the database; the last one to say so stops the server. */
  release(): Promise<void>
}

const isLost = (error: unknown) => {
  const { code = '' } = error as { code?: string }
  return ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', '57P01', '57P02', '57P03'].includes(code) || isClosed(error)
}
const isClosed = (error: unknown) =>
  error instanceof Error && /terminated|closed|ended|not queryable/i.test(error.message)

const urlOf = (port: number, password: string, database: string) =>
  `postgresql://postgres:${password}@127.0.0.1:${port}/${database}`

/** Connects and holds the shared lock that stands for "in use"; null when the server went away meanwhile. */
async function tryLease(home: string, port: number): Promise<pg.Client | null> {
  const client = new pg.Client({
    connectionString: urlOf(port, await readPassword(home), 'postgres'),
    application_name: 'pocketshop lease',
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
  })
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.query('select pg_advisory_lock_shared($1)', [LEASE_KEY])
    return client
  } catch (error) {
    await client.end().catch(() => undefined)
    if (isLost(error)) return null
    const reason = error instanceof Error ? error.message : String(error)
    throw new Failure(`The embedded database in ${home} does not let us in: ${reason}`)
  }
}

/** Starts the server unless it runs. A second command that starts at the same moment loses quietly and attaches. */
async function startAndWait(options: ClusterOptions, deadline: number): Promise<void> {
  const server = await startServer(options)
  let ended = false
  server.once('exit', () => {
    ended = true
  })
  server.once('error', () => {
    ended = true
  })
  while (!ended && Date.now() < deadline) {
    if ((await findPostmaster(clusterDir(options.home)))?.ready) return
    await sleep(50)
  }
  const said = await readServerLog(options.home)
  const passes = /lock file|pre-existing shared memory|Address already in use|could not create any TCP/.test(said)
  if (!passes) throw startFailure(options.home, 'does not start', said)
}

type Lease = { client: pg.Client; port: number }

async function lease(options: ClusterOptions): Promise<Lease> {
  const deadline = Date.now() + START_DEADLINE_MS
  while (Date.now() < deadline) {
    const running = await findPostmaster(clusterDir(options.home))
    const client = running?.ready ? await tryLease(options.home, running.port) : null
    if (running && client) return { client, port: running.port }
    if (!running) await startAndWait(options, deadline)
    else await sleep(100)
  }
  const said = await readServerLog(options.home)
  throw startFailure(options.home, `was not ready within ${START_DEADLINE_MS / 1000} s`, said)
}

async function createDatabase(client: pg.Client): Promise<void> {
  const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [DATABASE])
  if (rowCount) return
  await client.query(`create database ${DATABASE}`).catch((error: { code?: string }) => {
    if (error.code !== '42P04' && error.code !== '23505') throw error
  })
}

async function stopServer(home: string): Promise<void> {
  const running = await findPostmaster(clusterDir(home))
  if (!running) return
  process.kill(running.pid, 'SIGINT')
  const deadline = Date.now() + STOP_DEADLINE_MS
  while (Date.now() < deadline && (await isPostgres(running.pid))) await sleep(50)
}

/** Gives the lease back. Whoever can then lock alone is the last, and newcomers wait until the server is gone. */
async function leave(client: pg.Client, home: string): Promise<void> {
  try {
    await client.query('select pg_advisory_unlock_shared($1)', [LEASE_KEY])
    const { rows } = await client.query<{ alone: boolean }>('select pg_try_advisory_lock($1) as alone', [LEASE_KEY])
    if (rows[0]?.alone) await stopServer(home)
  } catch (error) {
    if (!isLost(error)) throw error
  } finally {
    await client.end().catch(() => undefined)
  }
}

/**
 * Attaches to the embedded PostgreSQL of a data folder and starts it when it does not run. The lease is a lock in the
 * database itself, so a killed command leaves nothing to tidy; a server that was killed is started again.
 */
export async function attachEmbedded(dataDir: string, { durable = true } = {}): Promise<EmbeddedDatabase> {
  const options = { home: path.resolve(dataDir, 'database'), durable }
  await ensureCluster(options)
  const first = await lease(options)
  await createDatabase(first.client)
  let current = Promise.resolve(first)
  let released = false
  const renewWhenLost = ({ client }: Lease) => {
    client.once('end', () => {
      if (released) return
      current = lease(options)
      current.then(renewWhenLost, (error: Error) => process.stderr.write(`${error.message}\n`))
    })
  }
  renewWhenLost(first)
  return {
    url: urlOf(first.port, await readPassword(options.home), DATABASE),
    release: async () => {
      if (released) return
      released = true
      await current.then(({ client }) => leave(client, options.home))
    },
  }
}
