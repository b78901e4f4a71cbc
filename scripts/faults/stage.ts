import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { mapVariants } from '../demo/map-variants'
import { Failure } from '../processes/failure'
import { freePort } from '../processes/ports'
import type { CommandContext } from '../processes/run-command'
import { seedShop } from '../seeding/seed-shop'
import { ensureBuilt } from '../shop/build-shop'
import { prepareShop } from '../shop/prepare-shop'
import { cleanEnvironment } from '../testing/clean-environment'
import { type Database, openDatabase } from './database'
import { openDeliveries } from './deliveries'
import { openMailbox } from './mailbox'
import { openProviders } from './provider'
import { connectProviders } from './provider-settings'
import { openProcess, type ShopProcess } from './shop-process'
import { openShoppers } from './shoppers'
import { mountSmallDisk } from './small-disk'
import { openWire, type Wire } from './wire'

/** Shorter than in a shop that waits for real webhooks; the deadlines are not shortened with them. */
export const INTERVALS = { sweepEverySeconds: 5, recheckAfterSeconds: 2 }

const DISK_SIZE = '512m'
type Settings = Record<string, string>

function settingsFor(dataDir: string, smtpUrl: string): Settings {
  return {
    DATA_DIR: dataDir,
    AUTH_SECRET: 'only-for-faults-0123456789abcdefghij',
    ADMIN_EMAIL: '',
    ADMIN_PASSWORD: '',
    HOST: '127.0.0.1',
    SHOP_EMAIL: '',
    SHOP_CURRENCY: 'USD',
    SMTP_URL: smtpUrl,
    MAIL_FROM: 'Pocketshop <shop@example.com>',
    SWEEP_EVERY_SECONDS: String(INTERVALS.sweepEverySeconds),
    RECHECK_AFTER_SECONDS: String(INTERVALS.recheckAfterSeconds),
    NODE_ENV: 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    TSX_TSCONFIG_PATH: path.resolve('tsconfig.scripts.json'),
  }
}

async function openShops(dataDir: string, settings: Settings, database: Database, wire: Wire) {
  const clockFile = path.join(dataDir, 'clock')
  writeFileSync(clockFile, '0')
  const open = async (script: string, name: string, databasePort: number): Promise<ShopProcess> => {
    const port = script === 'scripts/start.ts' ? await freePort() : null
    const env = {
      ...process.env,
      ...settings,
      DATABASE_URL: database.urlAt(databasePort),
      PORT: String(port ?? 0),
      APP_URL: `http://127.0.0.1:${port ?? 80}`,
      WORKER: port === null ? 'on' : 'off',
      LOG_LEVEL: 'warn',
      FAULTS_CLOCK_FILE: clockFile,
    }
    const origin = port === null ? null : `http://127.0.0.1:${port}`
    return openProcess({ script, env, logFile: path.join(dataDir, `${name}.log`), origin })
  }
  const web = [
    await open('scripts/start.ts', 'web-1', wire.port),
    await open('scripts/start.ts', 'web-2', wire.port),
  ] as const
  const worker = await open('scripts/worker.ts', 'worker', database.port)
  return { web, worker, setClock: (shiftMs: number) => writeFileSync(clockFile, String(shiftMs)) }
}

const PAID_DEADLINE_MS = 30_000

async function untilPaid({ query }: Database, orderNumber: number): Promise<void> {
  const deadline = Date.now() + PAID_DEADLINE_MS
  while (Date.now() < deadline) {
    const [paid] = await query('select 1 from orders where number = $1 and paid_at is not null', [orderNumber])
    if (paid) return
    await sleep(30)
  }
  throw new Error(`Order ${orderNumber} was not paid in time.`)
}

/**
 * A whole shop to do faults to: two web processes and a worker as `npm start` and `npm run worker` run them, a PostgreSQL
 * server and a payment sandbox of their own, with wires between that can be cut. Nothing of it stays behind.
 */
export async function setStage(context: CommandContext, { smallDisk }: { smallDisk: boolean }) {
  if (process.platform !== 'linux') throw new Failure('The faults are played with the means of Linux.')
  const dataDir = await mkdtemp(path.join(tmpdir(), 'pocketshop-faults-'))
  context.onEnd(() => rm(dataDir, { recursive: true, force: true }))
  // The database's own user passes through to its folder.
  spawnSync('chmod', ['711', dataDir])
  const unmount = smallDisk ? mountSmallDisk(path.join(dataDir, 'disk'), DISK_SIZE) : null
  if (unmount) context.onEnd(unmount)
  const disk = unmount && path.join(dataDir, 'disk')
  const database = await openDatabase(path.join(disk ?? dataDir, 'database'))
  context.onEnd(() => database.end())
  const mailbox = await openMailbox()
  context.onEnd(() => mailbox.stop())
  const providers = await openProviders(context, dataDir)
  const databaseWire = await openWire({ host: '127.0.0.1', port: database.port })
  context.onEnd(() => databaseWire.stop())
  const deliveries = await openDeliveries()
  context.onEnd(() => deliveries.stop())
  const connected = await connectProviders(providers, deliveries, dataDir)
  const settings: Settings = { ...settingsFor(dataDir, mailbox.url), ...connected.settings }
  Object.assign(process.env, cleanEnvironment(), settings, {
    DATABASE_URL: database.urlAt(database.port),
    LOG_LEVEL: 'silent',
  })
  await ensureBuilt(context)
  const env = await prepareShop(context)
  await seedShop(env)
  await mapVariants(connected.account)
  const shoppers = await openShoppers(providers)
  const shops = await openShops(dataDir, settings, database, databaseWire)
  const processes = [...shops.web, shops.worker]
  context.onEnd(() => Promise.all(processes.map((one) => one.kill())))
  await Promise.all(processes.map((one) => one.start()))
  deliveries.aimAt(shops.web.map(({ origin }) => origin))
  return {
    context,
    dataDir,
    disk,
    settings,
    database,
    databaseWire,
    providers,
    deliveries,
    mailbox,
    shoppers,
    ...shops,
    processes,
    untilPaid: (orderNumber: number) => untilPaid(database, orderNumber),
    rotateSecret: connected.rotateSecret,
  }
}

export type Stage = Awaited<ReturnType<typeof setStage>>
