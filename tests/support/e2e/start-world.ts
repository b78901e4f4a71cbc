import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { newToken } from '@/lib/shared/token'
import { attachEmbedded } from '@/scripts/database/embedded'
import { DEMO_FLEX_KEY } from '@/scripts/demo/flex-account'
import { DEMO_FUNGIES_KEYS } from '@/scripts/demo/fungies-account'
import { DEMO_API_KEY } from '@/scripts/demo/provider-account'
import { stopChild } from '@/scripts/processes/child'
import { freePort, freePortRow } from '@/scripts/processes/ports'
import { startMailServer } from './mail-server'
import { nodeArguments, waitUntilUp } from './shop-process'
import { merchantSignIn, plantedSecrets } from './world'

const START_DEADLINE_MS = 240_000
function startDemo(env: Record<string, string>): ChildProcess {
  return spawn(process.execPath, [...nodeArguments, 'scripts/demo.ts'], {
    detached: true,
    stdio: ['ignore', process.env.E2E_VERBOSE ? 'inherit' : 'ignore', 'inherit', 'ipc'],
    env: { ...process.env, ...env },
  })
}

/** What the shop under test is given; its data folder and its ports are its own, so it runs beside any other. */
async function makeEnvironment(dataDir: string, smtpUrl: string) {
  const port = await freePort()
  return {
    ...plantedSecrets,
    NODE_ENV: 'production',
    TSX_TSCONFIG_PATH: path.resolve('tsconfig.scripts.json'),
    NEXT_DIST_DIR: process.env.NEXT_DIST_DIR || '.next-test',
    DATA_DIR: dataDir,
    DATABASE_URL: '',
    PORT: String(port),
    APP_URL: `http://localhost:${port}`,
    SANDBOX_PORT: String(await freePortRow(3)),
    ADMIN_EMAIL: merchantSignIn.email,
    SHOP_EMAIL: 'shop@pocketshop.test',
    SMTP_URL: smtpUrl,
    MAIL_FROM: 'Pocketshop <shop@pocketshop.test>',
    LOG_LEVEL: process.env.LOG_LEVEL || 'error',
    METRICS_TOKEN: newToken(),
    // The stories tell who found a payment; a sweep on its own beat would sometimes be first.
    SWEEP_EVERY_SECONDS: '86400',
  }
}

/** The workers read orders and prepare some with the shop's own code, so they need its environment. */
function handOver(env: Awaited<ReturnType<typeof makeEnvironment>>, mailboxUrl: string, databaseUrl: string): void {
  const sandboxUrl = `http://localhost:${env.SANDBOX_PORT}`
  const fungiesUrl = `http://localhost:${Number(env.SANDBOX_PORT) + 1}`
  const flexUrl = `http://localhost:${Number(env.SANDBOX_PORT) + 2}`
  Object.assign(process.env, {
    E2E_SHOP_URL: env.APP_URL,
    E2E_SANDBOX_URL: sandboxUrl,
    E2E_MAILBOX_URL: mailboxUrl,
    E2E_DATA_DIR: env.DATA_DIR,
    NEXT_DIST_DIR: env.NEXT_DIST_DIR,
    APP_URL: env.APP_URL,
    AUTH_SECRET: env.AUTH_SECRET,
    DATABASE_URL: databaseUrl,
    POCKETSFLOW_API_KEY: DEMO_API_KEY,
    POCKETSFLOW_API_URL: sandboxUrl,
    POCKETSFLOW_WEBHOOK_SECRET: 'not-used-here',
    E2E_FUNGIES_URL: fungiesUrl,
    FUNGIES_PUBLIC_KEY: DEMO_FUNGIES_KEYS.publicKey,
    FUNGIES_SECRET_KEY: DEMO_FUNGIES_KEYS.secretKey,
    FUNGIES_API_URL: fungiesUrl,
    FUNGIES_STORE_URL: fungiesUrl,
    FUNGIES_WEBHOOK_SECRET: 'not-used-here',
    E2E_FLEX_URL: flexUrl,
    FLEX_API_KEY: DEMO_FLEX_KEY,
    FLEX_API_URL: flexUrl,
    LOG_LEVEL: 'silent',
    METRICS_TOKEN: env.METRICS_TOKEN,
  })
}

/**
 * Starts what the tests walk through: the demo itself, in production mode, with an empty data folder and a mail server.
 * E2E_VERBOSE=1 shows what it prints.
 */
export default async function startWorld(): Promise<() => Promise<void>> {
  const endings: (() => unknown)[] = []
  const stopAll = async () => {
    for (const end of endings.splice(0).reverse()) await end()
  }
  try {
    const dataDir = await mkdtemp(path.join(tmpdir(), 'pocketshop-e2e-'))
    endings.push(() => rm(dataDir, { recursive: true, force: true }))
    const mail = await startMailServer()
    endings.push(mail.stop)
    const env = await makeEnvironment(dataDir, mail.smtpUrl)
    const demo = startDemo(env)
    endings.push(() => stopChild(demo))
    await waitUntilUp(demo, env.APP_URL, START_DEADLINE_MS)
    const database = await attachEmbedded(dataDir)
    // Before the demo stops: the last to leave takes the database along.
    endings.push(() => database.release())
    handOver(env, mail.listUrl, database.url)
    return stopAll
  } catch (error) {
    await stopAll()
    throw error
  }
}
