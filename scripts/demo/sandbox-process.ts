import { type ChildProcess, spawn } from 'node:child_process'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { stopChild } from '../processes/child'
import { Failure } from '../processes/failure'
import type { CommandContext } from '../processes/run-command'

const DEFAULT_PORT = 4010
const START_DEADLINE_MS = 20_000

export const sandboxPort = () => Number(process.env.SANDBOX_PORT?.trim() || DEFAULT_PORT)

const isUp = (url: string) =>
  fetch(`${url}/_sandbox/health`, { signal: AbortSignal.timeout(2_000) }).then(
    (response) => response.ok,
    () => false,
  )

async function waitUntilUp(child: ChildProcess, url: string): Promise<void> {
  const deadline = Date.now() + START_DEADLINE_MS
  let ended = false
  child.once('exit', () => {
    ended = true
  })
  while (!ended && Date.now() < deadline) {
    if (await isUp(url)) return
    await sleep(50)
  }
  throw new Failure('The payment sandbox did not start.')
}

/** Starts the payment sandbox as a process of its own, as strange to the shop as a provider is. @returns its origin. */
export async function startSandboxProcess({ onEnd }: CommandContext, dataDir: string): Promise<string> {
  const port = sandboxPort()
  const url = `http://localhost:${port}`
  if (await isUp(url)) {
    throw new Failure(`Port ${port} is taken: stop what listens there, or set SANDBOX_PORT to another one.`)
  }
  const preload = ['--import=tsx', '--import=./scripts/setup/leave-with-parent.mjs']
  const child = spawn(process.execPath, [...preload, 'sandbox/main.ts'], {
    // In a group of its own, so that a Ctrl-C does not end it before the shop has finished what it was doing.
    detached: true,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: {
      ...process.env,
      SANDBOX_PORT: String(port),
      SANDBOX_HOST: '',
      SANDBOX_API_KEYS: '',
      SANDBOX_DATA_DIR: path.join(dataDir, 'sandbox'),
    },
  })
  onEnd(() => stopChild(child))
  await waitUntilUp(child, url)
  return url
}
