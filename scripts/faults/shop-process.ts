import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { openSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { Failure } from '../processes/failure'

const START_DEADLINE_MS = 60_000
const STOP_DEADLINE_MS = 15_000
const NODE_ARGUMENTS = [
  '--disable-warning=ExperimentalWarning',
  '--import=./scripts/faults/shifted-clock.mjs',
  '--import=tsx',
  '--import=./scripts/setup/leave-with-parent.mjs',
]

type ProcessOptions = { script: string; env: NodeJS.ProcessEnv; logFile: string; origin: string | null }

const isUp = (origin: string) =>
  fetch(`${origin}/api/health`, { signal: AbortSignal.timeout(2_000) }).then(
    ({ ok }) => ok,
    () => false,
  )

/** A real process of the shop, started as its command starts it, that faults are done to from outside. */
export function openProcess({ script, env, logFile, origin }: ProcessOptions) {
  let child: ChildProcess | null = null
  let isExpected = false
  let surprises = 0

  function launch(): ChildProcess {
    const log = openSync(logFile, 'a')
    const started = spawn(process.execPath, [...NODE_ARGUMENTS, script], { env, stdio: ['ignore', log, log, 'ipc'] })
    isExpected = false
    started.once('exit', () => {
      if (!isExpected) surprises += 1
    })
    child = started
    return started
  }

  const hasEnded = () => child === null || child.exitCode !== null || child.signalCode !== null

  async function untilUp(): Promise<void> {
    const deadline = Date.now() + START_DEADLINE_MS
    while (Date.now() < deadline && !hasEnded()) {
      if (origin === null || (await isUp(origin))) return
      await sleep(50)
    }
    throw new Failure(`${script} did not come up; its log is ${logFile}.`)
  }

  async function end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    if (!child || hasEnded()) return
    isExpected = true
    const ended = once(child, 'exit')
    child.kill(signal)
    const timer = setTimeout(() => child?.kill('SIGKILL'), STOP_DEADLINE_MS)
    await ended
    clearTimeout(timer)
  }

  return {
    origin: origin ?? '',
    start: async () => {
      launch()
      await untilUp()
    },
    isUp: async () => !hasEnded() && (origin === null || (await isUp(origin))),
    /** Ends it as a power cut would, wherever it stands. */
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
    freeze: () => void child?.kill('SIGSTOP'),
    thaw: () => void child?.kill('SIGCONT'),
    /** How often it ended without being told to. */
    surprises: () => surprises,
  }
}

export type ShopProcess = ReturnType<typeof openProcess>
