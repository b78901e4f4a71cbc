import { type ChildProcess, spawn } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { stopChild } from '@/scripts/processes/child'
import { freePort } from '@/scripts/processes/ports'

const START_DEADLINE_MS = 60_000
const NODE_ARGUMENTS = [
  '--disable-warning=ExperimentalWarning',
  '--import=tsx',
  '--import=./scripts/setup/leave-with-parent.mjs',
]

export type AnotherShop = {
  read(path: string): Promise<{ status: number; html: string }>
  /** Ends it at once, as a power cut would. */
  kill(): Promise<void>
  stop(): Promise<void>
}

const isUp = (url: string) =>
  fetch(`${url}/api/health`, { signal: AbortSignal.timeout(2_000) }).then(
    ({ ok }) => ok,
    () => false,
  )

async function waitUntilUp(child: ChildProcess, url: string): Promise<void> {
  const deadline = Date.now() + START_DEADLINE_MS
  while (child.exitCode === null && Date.now() < deadline) {
    if (await isUp(url)) return
    await sleep(50)
  }
  throw new Error('the other shop did not start')
}

async function killAndWait(child: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGKILL')
  await ended
}

/** One more web process of the same build, as `npm start` runs it; on the same database unless another is named. */
export async function startAnotherShop(databaseUrl = process.env.DATABASE_URL ?? ''): Promise<AnotherShop> {
  const port = await freePort()
  const url = `http://localhost:${port}`
  const child = spawn(process.execPath, [...NODE_ARGUMENTS, 'scripts/start.ts'], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: {
      ...process.env,
      NODE_ENV: 'production',
      TSX_TSCONFIG_PATH: 'tsconfig.scripts.json',
      DATABASE_URL: databaseUrl,
      DATA_DIR: process.env.E2E_DATA_DIR,
      PORT: String(port),
      APP_URL: url,
      WORKER: 'off',
    },
  })
  await waitUntilUp(child, url)
  return {
    read: async (path) => {
      const response = await fetch(`${url}${path}`)
      return { status: response.status, html: await response.text() }
    },
    kill: () => killAndWait(child),
    stop: () => stopChild(child),
  }
}
