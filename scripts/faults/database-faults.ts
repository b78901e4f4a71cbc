import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { newToken } from '@/lib/shared/token'
import { OWN_CONNECTIONS } from './database'
import type { Scenario } from './scenario'
import { emptyDisk, keepFull, mountSmallDisk, NO_DISK } from './small-disk'
import type { Stage } from './stage'

/** What becomes of PostgreSQL while orders are being paid. */

type Fault = { payments: number; overMs: number; during: () => Promise<void>; after?: () => Promise<void> }

/** Pages are opened before the fault, and paid during it. */
async function payDuring(stage: Stage, { payments, overMs, during, after }: Fault) {
  const from = stage.deliveries.seen.length
  const pages = await stage.shoppers.openPages(payments)
  await Promise.all([stage.shoppers.payOver(pages, overMs), during()])
  await after?.()
  const answers = stage.deliveries.seen.slice(from)
  const missed = answers.filter(({ status }) => status !== 200).length
  const refused = answers.filter(({ status }) => status === 503).length
  return { missed, note: `${refused} of ${answers.length} deliveries were answered 503` }
}

/** A page that waits for its order is told so in time (contract: 503 within 2 s), and so is whoever asks for health. */
const STATUS_WITHIN_MS = 2_000

async function askWithoutDatabase({ web: [first] }: Stage): Promise<void> {
  for (const address of [`/api/orders/${newToken()}/status`, '/api/health']) {
    const startedAt = performance.now()
    const { status } = await fetch(`${first.origin}${address}`)
    const tookMs = Math.round(performance.now() - startedAt)
    if (status !== 503 || (address !== '/api/health' && tookMs > STATUS_WITHIN_MS))
      throw new Error(`${address.split('/')[2]} was answered ${status} after ${tookMs} ms.`)
  }
}

const frozen: Scenario = {
  name: 'database-frozen',
  what: 'SIGSTOP of PostgreSQL for 20 s',
  play: (stage) =>
    payDuring(stage, {
      payments: 30,
      overMs: 18_000,
      during: async () => {
        await stage.database.freeze()
        await Promise.all([sleep(20_000), askWithoutDatabase(stage)]).finally(stage.database.thaw)
      },
    }),
}

const stopped = (name: string, forMs: number, isShort: boolean): Scenario => ({
  name,
  what: `PostgreSQL ended without warning (stop -m immediate) and started again after ${forMs / 1_000} s`,
  isShort,
  play: (stage) =>
    payDuring(stage, {
      payments: isShort ? 8 : 30,
      overMs: forMs,
      during: async () => {
        await stage.database.stopAtOnce()
        await Promise.all([sleep(forMs), askWithoutDatabase(stage)]).finally(stage.database.start)
      },
    }),
})

const terminated: Scenario = {
  name: 'connections-terminated',
  what: 'every connection to the database terminated, five times in five seconds',
  play: (stage) =>
    payDuring(stage, {
      payments: 20,
      overMs: 5_000,
      during: async () => {
        for (let round = 0; round < 5; round += 1) {
          await stage.database.query(
            `select pg_terminate_backend(pid) from pg_stat_activity where datname = 'pocketshop' and pid <> pg_backend_pid()`,
          )
          await sleep(1_000)
        }
      },
    }),
}

/** Takes every connection that there is, and those that the shop has. */
async function useUpConnections({ database }: Stage): Promise<pg.Client[]> {
  const idle: pg.Client[] = []
  const takeRest = async () => {
    for (;;) {
      const client = await database.connect().catch(() => null)
      if (!client) return
      idle.push(client)
    }
  }
  await takeRest()
  await idle[0]?.query(`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = 'pocketshop' and application_name <> '${OWN_CONNECTIONS}'`)
  await takeRest()
  return idle
}

const usedUp: Scenario = {
  name: 'connections-used-up',
  what: 'max_connections used up by others for 8 s',
  play: (stage) =>
    payDuring(stage, {
      payments: 16,
      overMs: 8_000,
      during: async () => {
        const idle = await useUpConnections(stage)
        await sleep(8_000)
        await Promise.all(idle.map((client) => client.end()))
      },
    }),
}

const diskFull: Scenario = {
  name: 'disk-full',
  what: 'the database’s disk full for 10 s (a small file system is mounted, which needs the right to)',
  needsDisk: true,
  missing: ({ disk }) => (disk === null ? NO_DISK : null),
  play: async (stage) => {
    const folder = stage.disk ?? ''
    return payDuring(stage, {
      payments: 40,
      overMs: 10_000,
      during: () => keepFull(folder, 10_000),
      after: async () => {
        await emptyDisk(folder)
        await stage.database.start()
      },
    })
  },
}

/** Writes what PostgreSQL has to log, as a busy shop does, so that its log needs room. */
async function writeMuch({ database }: Stage, forMs: number): Promise<void> {
  const until = Date.now() + forMs
  while (Date.now() < until) {
    await database
      .query(`select pg_logical_emit_message(false, 'fault', repeat('x', 1000000)) from generate_series(1, 8)`)
      .catch(() => sleep(100))
  }
}

/** Plays with the write-ahead log on a small disk of its own. @returns whether PostgreSQL stopped for want of room. */
async function fillLog(stage: Stage, folder: string): Promise<boolean> {
  await Promise.all([keepFull(folder, 8_000), writeMuch(stage, 8_000)])
  const hasStopped = !(await stage.database.isUp())
  await emptyDisk(folder)
  // It may be on its way down just now.
  while (!(await stage.database.isUp())) {
    await stage.database.start()
    await sleep(200)
  }
  return hasStopped
}

const logDiskFull: Scenario = {
  name: 'log-disk-full',
  what: 'the disk of PostgreSQL’s write-ahead log full for 8 s; the server stops, and is started again',
  needsDisk: true,
  missing: ({ disk }) => (disk === null ? NO_DISK : null),
  play: async (stage) => {
    const folder = path.join(stage.dataDir, 'log-disk')
    await stage.database.stop()
    const unmount = mountSmallDisk(folder, '160m')
    if (!unmount) throw new Error('The small disk could not be mounted.')
    await stage.database.moveLog(folder)
    await stage.database.start()
    let hasStopped = false
    const played = await payDuring(stage, {
      payments: 30,
      overMs: 9_000,
      during: async () => {
        hasStopped = await fillLog(stage, folder)
      },
    }).finally(async () => {
      await stage.database.stop()
      await stage.database.moveLogBack()
      unmount()
      await stage.database.start()
    })
    if (!hasStopped) throw new Error('PostgreSQL did not stop: its log had room.')
    return { ...played, note: `${played.note}; PostgreSQL stopped and was started again` }
  },
}

const serializationFailures: Scenario = {
  name: 'serialization-failures',
  what: 'two of three tries to change an order end with 40001 (serialization failure)',
  play: async (stage) => {
    await stage.database.query(`
      create sequence fault_tries;
      create function fault_refuse() returns trigger language plpgsql as $$ begin
        if nextval('fault_tries') % 3 <> 0 then raise exception 'played' using errcode = '40001'; end if;
        return new;
      end $$;
      create trigger fault before update of status on orders for each row execute function fault_refuse()`)
    const played = await payDuring(stage, { payments: 16, overMs: 4_000, during: () => sleep(6_000) })
    await stage.database.query(`drop function fault_refuse cascade; drop sequence fault_tries`)
    return played
  },
}

export const databaseFaults: Scenario[] = [
  stopped('database-outage', 3_000, true),
  frozen,
  stopped('database-stopped', 10_000, false),
  terminated,
  usedUp,
  diskFull,
  logDiskFull,
  serializationFailures,
]
