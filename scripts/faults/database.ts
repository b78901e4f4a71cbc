import { type ChildProcess, spawnSync } from 'node:child_process'
import { cp, readlink, rename, rm, stat, symlink } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { clusterDir, ensureCluster, readPassword, startServer } from '../database/cluster'
import { findPostmaster, type Postmaster } from '../database/postmaster'
import { Failure } from '../processes/failure'
import { signalTree } from './process-tree'

const START_DEADLINE_MS = 30_000
const WAITING_DEADLINE_MS = 10_000
const DATABASE = 'pocketshop'

/** Those of the faults themselves. */
export const OWN_CONNECTIONS = 'pocketshop faults'

/** What was committed stays committed, as on a real server; connections are few enough to be used up, and the log to fit. */
const SETTINGS = [
  'fsync=on',
  'full_page_writes=on',
  'synchronous_commit=on',
  'max_connections=80',
  'min_wal_size=32MB',
  'max_wal_size=96MB',
]

async function untilReady(home: string): Promise<Postmaster> {
  const deadline = Date.now() + START_DEADLINE_MS
  while (Date.now() < deadline) {
    const running = await findPostmaster(clusterDir(home))
    if (running?.ready) return running
    await sleep(30)
  }
  throw new Failure('The database under test did not start.')
}

const logDir = (home: string) => path.join(clusterDir(home), 'pg_wal')

async function moveLog(home: string, folder: string): Promise<void> {
  const { uid, gid } = await stat(clusterDir(home))
  await cp(logDir(home), path.join(folder, 'log'), { recursive: true })
  spawnSync('chown', ['-R', `${uid}:${gid}`, path.join(folder, 'log')])
  await rename(logDir(home), `${logDir(home)}.empty`)
  await symlink(path.join(folder, 'log'), logDir(home))
}

async function moveLogBack(home: string): Promise<void> {
  const { uid, gid } = await stat(clusterDir(home))
  const moved = await readlink(logDir(home))
  await rm(logDir(home))
  await rm(`${logDir(home)}.empty`, { recursive: true })
  await cp(moved, logDir(home), { recursive: true })
  spawnSync('chown', ['-R', `${uid}:${gid}`, logDir(home)])
}

/** The server as a process: it can be ended without warning, frozen, and started again. */
async function runServer(home: string) {
  const options = { home, durable: false, settings: SETTINGS }
  await ensureCluster(options)
  let pipe: ChildProcess = await startServer(options)
  const { port } = await untilReady(home)

  async function stop(signal: 'SIGQUIT' | 'SIGINT'): Promise<void> {
    const running = await findPostmaster(clusterDir(home))
    if (!running) return
    process.kill(running.pid, signal)
    while (await findPostmaster(clusterDir(home))) await sleep(20)
  }

  return {
    port,
    freeze: async () => signalTree((await untilReady(home)).pid, 'SIGSTOP'),
    thaw: async () => signalTree((await untilReady(home)).pid, 'SIGCONT'),
    stop: () => stop('SIGINT'),
    /** As a power cut: nothing is written down on the way. */
    stopAtOnce: () => stop('SIGQUIT'),
    /** Moves the write-ahead log of the stopped server into another folder, and back. */
    moveLog: (folder: string) => moveLog(home, folder),
    moveLogBack: () => moveLogBack(home),
    /** Starts it unless it runs. */
    start: async () => {
      if (await findPostmaster(clusterDir(home))) return
      pipe = await startServer(options)
      await untilReady(home)
    },
    end: async () => {
      await stop('SIGINT')
      pipe.stdin?.destroy()
    },
  }
}

/** Connections of the faults' own, for looking and for locking. */
function openQueries(url: (database: string) => string) {
  async function connect(database = DATABASE): Promise<pg.Client> {
    const client = new pg.Client({ connectionString: url(database), application_name: OWN_CONNECTIONS })
    // A connection that the fault itself cuts is no news.
    client.on('error', () => undefined)
    await client.connect()
    return client
  }

  async function query<Row extends pg.QueryResultRow>(text: string, values: unknown[] = [], database = DATABASE) {
    const client = await connect(database)
    try {
      return (await client.query<Row>(text, values)).rows
    } finally {
      await client.end()
    }
  }

  return { connect, query }
}

type Queries = ReturnType<typeof openQueries>

const waiting = `from pg_stat_activity where datname = '${DATABASE}' and wait_event_type = 'Lock' and query ~* $1`

/** Places at which the shop comes to stand. */
function openLocks({ connect, query }: Queries) {
  return {
    /** Holds what the statement locks in a connection of its own: whoever needs it stands there until `release`. */
    hold: async (statement: string, values: unknown[] = []) => {
      const holder = await connect()
      await holder.query('begin')
      await holder.query(statement, values)
      return {
        release: async () => {
          await holder.query('rollback')
          await holder.end()
        },
      }
    },
    /** Resolves when somebody stands at a lock with a statement that matches. */
    untilWaiting: async (pattern: string) => {
      const deadline = Date.now() + WAITING_DEADLINE_MS
      while (Date.now() < deadline) {
        if ((await query(`select 1 ${waiting}`, [pattern])).length > 0) return
        await sleep(20)
      }
      throw new Failure(`Nobody came to stand at “${pattern}”.`)
    },
    /** Ends whoever stands at a lock with such a statement. */
    endWaiting: (pattern: string) => query(`select pg_terminate_backend(pid) ${waiting}`, [pattern]),
  }
}

const BACKUP = `${DATABASE}_backup`

/** A copy of the database as a backup is one, and the copy in its place. */
function openBackup({ query }: Queries) {
  const maintain = (statement: string) => query(statement, [], 'postgres')

  async function copy(from: string, to: string): Promise<void> {
    // A database is copied only while nobody uses it: the shop is without it for as long.
    await maintain(`alter database ${from} allow_connections false`)
    await maintain(`select pg_terminate_backend(pid) from pg_stat_activity where datname = '${from}'`)
    await maintain(`create database ${to} template ${from}`)
    await maintain(`alter database ${from} allow_connections true`)
  }

  return {
    backUp: async () => {
      await maintain(`drop database if exists ${BACKUP}`)
      await copy(DATABASE, BACKUP)
    },
    restore: async () => {
      await maintain(`drop database ${DATABASE} with (force)`)
      await copy(BACKUP, DATABASE)
    },
  }
}

/** A PostgreSQL server of its own that can be frozen, stopped without warning, and have its rows held. */
export async function openDatabase(home: string) {
  const server = await runServer(home)
  const password = await readPassword(home)
  const urlAt = (port: number, database = DATABASE) => `postgresql://postgres:${password}@127.0.0.1:${port}/${database}`
  const queries = openQueries((database) => urlAt(server.port, database))
  await queries.query(`create database ${DATABASE}`, [], 'postgres')
  const isUp = () =>
    queries.query('select 1').then(
      () => true,
      () => false,
    )
  return { ...server, ...queries, isUp, ...openLocks(queries), ...openBackup(queries), urlAt }
}

export type Database = Awaited<ReturnType<typeof openDatabase>>
