import { readdir, rm, statfs, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { newToken } from '@/lib/shared/token'
import { OWN_CONNECTIONS } from './database'
import type { Scenario } from './scenario'
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

const ordersLocked: Scenario = {
  name: 'orders-locked',
  what: 'an ACCESS EXCLUSIVE lock on orders for 10 s, as a migration takes it; the inbox goes on',
  play: (stage) =>
    payDuring(stage, {
      payments: 16,
      overMs: 8_000,
      during: async () => {
        const lock = await stage.database.hold('lock table orders in access exclusive mode')
        await sleep(10_000)
        await lock.release()
      },
    }),
}

const BALLAST_STEP = 4 * 1024 * 1024

/** Fills the disk to the last byte, and again for as long as something is freed. */
async function keepFull(folder: string, forMs: number): Promise<void> {
  const until = Date.now() + forMs
  for (let piece = 0; Date.now() < until; piece += 1) {
    const { bavail, bsize } = await statfs(folder)
    const size = Math.min(bavail * bsize, BALLAST_STEP * 16)
    const file = path.join(folder, `ballast-${piece}`)
    if (size > 0) await writeFile(file, Buffer.alloc(size)).catch(() => undefined)
    else await sleep(50)
  }
}

async function emptyDisk(folder: string): Promise<void> {
  for (const name of await readdir(folder)) if (name.startsWith('ballast-')) await rm(path.join(folder, name))
}

const diskFull: Scenario = {
  name: 'disk-full',
  what: 'the database’s disk full for 10 s (a small file system is mounted, which needs the right to)',
  missing: ({ disk }) => (disk === null ? 'this user may not mount a small file system to fill' : null),
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
  ordersLocked,
  diskFull,
  serializationFailures,
]
