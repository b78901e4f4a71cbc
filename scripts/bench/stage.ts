import { spawn } from 'node:child_process'
import { openSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { stopChild } from '../processes/child'
import { Failure } from '../processes/failure'
import { freePort } from '../processes/ports'
import type { CommandContext } from '../processes/run-command'
import { seedShop } from '../seeding/seed-shop'
import { ensureBuilt } from '../shop/build-shop'
import { prepareShop } from '../shop/prepare-shop'

export const WEBHOOK_SECRET = 'whsec_of_the_benchmark'
export const BENCH_API_KEY = 'pk_test_of_the_benchmark'

const BUILD_DIR = '.next-bench'
const READY_DEADLINE_MS = 60_000

export type Stage = {
  dataDir: string
  /** Starts the shop as `npm start` does, and waits until it answers. */
  openShop(settings?: Record<string, string>): Promise<OpenShop>
}

export type OpenShop = { origin: string; close(): Promise<void> }

/** A shop of its own whatever the environment says; the provider is never called, so nothing listens there. */
function settingsFor(dataDir: string): Record<string, string> {
  return {
    DATA_DIR: dataDir,
    DATABASE_URL: '',
    AUTH_SECRET: '',
    ADMIN_EMAIL: '',
    ADMIN_PASSWORD: '',
    HOST: '127.0.0.1',
    APP_URL: '',
    SHOP_CURRENCY: 'USD',
    SMTP_URL: '',
    POCKETSFLOW_API_KEY: BENCH_API_KEY,
    POCKETSFLOW_API_URL: 'http://127.0.0.1:9',
    POCKETSFLOW_WEBHOOK_SECRET: WEBHOOK_SECRET,
    LOG_LEVEL: 'error',
    WORKER: 'on',
    NEXT_DIST_DIR: BUILD_DIR,
    BENCH_BUILD: '1',
  }
}

async function waitUntilReady(origin: string, hasEnded: () => boolean, logFile: string): Promise<void> {
  const deadline = Date.now() + READY_DEADLINE_MS
  while (Date.now() < deadline && !hasEnded()) {
    const answer = await fetch(`${origin}/api/health`).catch(() => null)
    if (answer?.ok) return
    await sleep(100)
  }
  throw new Failure(`The shop did not start:\n${await readFile(logFile, 'utf8')}`)
}

async function openShop(context: CommandContext, dataDir: string, settings: Record<string, string>): Promise<OpenShop> {
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  const logFile = path.join(dataDir, 'shop.log')
  const log = openSync(logFile, 'a')
  const env = { ...process.env, ...settingsFor(dataDir), PORT: String(port), ...settings }
  const child = spawn(process.execPath, ['scripts/run.mjs', 'start'], { env, stdio: ['ignore', log, log] })
  let closing: Promise<void> | undefined
  const close = () => {
    closing ??= stopChild(child)
    return closing
  }
  context.onEnd(close)
  await waitUntilReady(origin, () => child.exitCode !== null, logFile)
  return { origin, close }
}

/** Everything a round needs: a build with the empty pages in it, a database of its own with fsync on, the catalogue. */
export async function setStage(context: CommandContext): Promise<Stage> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'pocketshop-bench-'))
  context.onEnd(() => rm(dataDir, { recursive: true, force: true }))
  Object.assign(process.env, settingsFor(dataDir))
  await ensureBuilt(context)
  await seedShop(await prepareShop(context))
  return { dataDir, openShop: (settings = {}) => openShop(context, dataDir, settings) }
}
