import { type ChildProcess, spawn } from 'node:child_process'
import { stopChild } from '@/scripts/processes/child'
import { freePort } from '@/scripts/processes/ports'
import { nodeArguments, waitUntilUp } from './shop-process'

const START_DEADLINE_MS = 60_000

export type AnotherShop = {
  read(path: string): Promise<{ status: number; html: string }>
  /** Ends it at once, as a power cut would. */
  kill(): Promise<void>
  stop(): Promise<void>
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
  const child = spawn(process.execPath, [...nodeArguments, 'scripts/start.ts'], {
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
  await waitUntilUp(child, url, START_DEADLINE_MS)
  return {
    read: async (path) => {
      const response = await fetch(`${url}${path}`)
      return { status: response.status, html: await response.text() }
    },
    kill: () => killAndWait(child),
    stop: () => stopChild(child),
  }
}
