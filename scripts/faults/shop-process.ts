import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { openSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { Failure } from '../processes/failure'

const START_DEADLINE_MS = 120_000
const STOP_DEADLINE_MS = 15_000
const NODE_ARGUMENTS = [
  '--disable-warning=ExperimentalWarning',
  '--import=./scripts/faults/shifted-clock.mjs',
  '--import=tsx',
  '--import=./scripts/setup/leave-with-parent.mjs',
]

type ProcessOptions = { script: string; env: NodeJS.ProcessEnv; logFile: string; origin: string | null }

/** How it is started this once: what it may use, and the folder of another build. */
type Start = { openFiles?: number; buildDir?: string }

const isUp = (origin: string) =>
  fetch(`${origin}/api/health`, { signal: AbortSignal.timeout(2_000) }).then(
    ({ ok }) => ok,
    () => false,
  )

/** The end of what it printed that is no line of its log. */
const lastWords = (logFile: string) =>
  readFileSync(logFile, 'utf8')
    .split('\n')
    .filter((line) => line && !line.startsWith('{'))
    .slice(-20)
    .join('\n      ')

/** A real process of the shop, started as its command starts it, that faults are done to from outside. */
export function openProcess({ script, env, logFile, origin }: ProcessOptions) {
  let child: ChildProcess | null = null
  let isExpected = false
  const surprises: string[] = []

  function launch({ openFiles, buildDir }: Start): void {
    const log = openSync(logFile, 'a')
    const node = [process.execPath, ...NODE_ARGUMENTS, script]
    const [program = '', ...args] = openFiles
      ? ['/bin/sh', '-c', `ulimit -n ${openFiles}; exec "$@"`, 'sh', ...node]
      : node
    const itsEnv = buildDir ? { ...env, NEXT_DIST_DIR: buildDir } : env
    const started = spawn(program, args, { env: itsEnv, stdio: ['ignore', log, log, 'ipc'] })
    isExpected = false
    started.once('exit', () => {
      if (!isExpected) surprises.push(`${script} ended by itself: ${lastWords(logFile)}`)
    })
    child = started
  }

  const hasEnded = () => child === null || child.exitCode !== null || child.signalCode !== null

  async function untilUp(): Promise<void> {
    const deadline = Date.now() + START_DEADLINE_MS
    while (Date.now() < deadline && !hasEnded()) {
      if (origin === null || (await isUp(origin))) return
      await sleep(50)
    }
    throw new Failure(`${script} did not come up: ${lastWords(logFile)}`)
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
    start: async (how: Start = {}) => {
      launch(how)
      await untilUp()
    },
    isUp: async () => !hasEnded() && (origin === null || (await isUp(origin))),
    hasEnded,
    /** Of the process that runs now. */
    pid: () => child?.pid ?? 0,
    /** Ends it as a power cut would, wherever it stands. */
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
    freeze: () => void child?.kill('SIGSTOP'),
    thaw: () => void child?.kill('SIGCONT'),
    /** Its last words for each time that it ended without being told to, since they were last asked for. */
    takeSurprises: () => surprises.splice(0),
    /** Starts it again after such an end, as a process manager would. */
    revive: async () => {
      if (!hasEnded()) return
      launch({})
      await untilUp()
    },
  }
}

export type ShopProcess = ReturnType<typeof openProcess>
