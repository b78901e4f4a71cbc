import { Failure } from '../processes/failure'
import { isPortFree } from '../processes/ports'
import type { CommandContext } from '../processes/run-command'
import { describeSignIn } from '../seeding/demo-merchant'
import { seedShop } from '../seeding/seed-shop'
import { ensureBuilt } from '../shop/build-shop'
import { ensureDataDir } from '../shop/data-dir'
import { checkEnvironment } from '../shop/environment'
import { prepareShop } from '../shop/prepare-shop'
import { serveShop } from '../shop/serve-shop'
import { connections } from './connections'
import { mapPlans } from './map-plans'
import { mapVariants } from './map-variants'
import { openAccount } from './provider-account'
import { sandboxPort, startSandboxProcess } from './sandbox-process'

// Set to empty rather than removed: the framework would read them again from .env.
const IGNORED = [
  'POCKETSFLOW_API_KEY',
  'POCKETSFLOW_API_URL',
  'POCKETSFLOW_WEBHOOK_SECRET',
  'FUNGIES_PUBLIC_KEY',
  'FUNGIES_SECRET_KEY',
  'FUNGIES_WEBHOOK_SECRET',
  'FUNGIES_STORE_URL',
  'FUNGIES_API_URL',
  'FLEX_API_KEY',
  'FLEX_API_URL',
  'FLEX_WEBHOOK_SECRET',
]

function ignoreProviderKeys(): void {
  for (const name of IGNORED) process.env[name] = ''
}

async function refuseTakenPort(port: number): Promise<void> {
  if (await isPortFree(port)) return
  throw new Failure(`Port ${port} is taken: stop what listens there, or set PORT to another one.`)
}

/** Starts the sandbox and connects the shop's environment to it. Before the first use of lib, which reads it once. */
async function connectSandbox(context: CommandContext) {
  const { PORT, DATA_DIR } = checkEnvironment()
  await refuseTakenPort(PORT)
  const dataDir = await ensureDataDir(DATA_DIR)
  const sandboxUrl = await startSandboxProcess(context, dataDir)
  const place = { shopUrl: `http://localhost:${PORT}`, sandboxPort: sandboxPort(), dataDir }
  for (const connect of connections) Object.assign(process.env, await connect(place))
  return { account: openAccount(sandboxUrl), sandboxUrl }
}

/** A whole shop on this machine: database, catalogue, merchant, sandbox and the shop itself, until it is stopped. */
export async function runDemo(context: CommandContext, { dev = false } = {}): Promise<void> {
  ignoreProviderKeys()
  process.env.LOG_LEVEL ||= 'warn'
  const { account, sandboxUrl } = await connectSandbox(context)
  const complete = await prepareShop(context)
  const signIn = await seedShop(complete)
  await mapVariants(account)
  await mapPlans(account)
  if (!dev) await ensureBuilt(context)
  await serveShop(context, { dev, hosts: ['127.0.0.1', '::1'] })
  process.stdout.write(
    [
      '',
      `  Shop      ${complete.APP_URL}`,
      `  Merchant  ${complete.APP_URL}/sign-in   ${describeSignIn(signIn)}`,
      `  Sandbox   ${sandboxUrl}   (the payment company: cards, webhooks, faults)`,
      '',
      '  Ctrl-C stops everything; the data stays.',
      '',
      '',
    ].join('\n'),
  )
  await context.stopped
}
