import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { freePort, freePortRow } from '@/scripts/processes/ports'
import { cleanEnvironment } from '@/scripts/testing/clean-environment'

/** Runs the commands of the documentation for real, in a place of their own, beside whatever else runs. */

const READY_DEADLINE_MS = 60_000

type Settings = Record<string, string>
type Given = { /** What the command's capital words stand for. */ words?: Settings; env?: Settings; input?: string }

export type Ran = { code: number | null; output: string }
export type Running = { output(): string; stop(): Promise<Ran> }

function start(line: string, { words = {}, env = {}, input }: Given) {
  const [program = '', ...args] = line.split(' ').map((word) => words[word] ?? word)
  // A process group of its own, so that it can be stopped as Ctrl-C does.
  const child = spawn(program, args, {
    env: { ...cleanEnvironment(), ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (part: Buffer) => {
      output += part
    })
  }
  child.stdin.end(input ?? '')
  const ended = new Promise<Ran>((resolve) => child.once('close', (code) => resolve({ code, output })))
  return { child, ended, output: () => output }
}

function interrupt(child: ChildProcess): void {
  if (child.pid && child.exitCode === null && child.signalCode === null) process.kill(-child.pid, 'SIGINT')
}

/** A place for one shop: a data folder and ports that nobody else has. */
export async function makePlace() {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'pocketshop-commands-'))
  const running: { child: ChildProcess; ended: Promise<Ran> }[] = []
  const port = String(await freePort())
  const sandboxPort = String(await freePortRow(3))
  const common = {
    DATA_DIR: dataDir,
    PORT: port,
    APP_URL: `http://localhost:${port}`,
    SANDBOX_PORT: sandboxPort,
    LOG_LEVEL: 'error',
    NEXT_TELEMETRY_DISABLED: '1',
  }
  return {
    dataDir,
    shopUrl: common.APP_URL,
    sandboxUrl: `http://localhost:${sandboxPort}`,
    /** Runs a command to its end. */
    run: (line: string, given: Given = {}): Promise<Ran> => {
      const started = start(line, { ...given, env: { ...common, ...given.env } })
      running.push(started)
      return started.ended
    },
    /** Starts a command that goes on until it is stopped, and waits until it has said so. */
    open: async (line: string, ready: RegExp, given: Given = {}): Promise<Running> => {
      const started = start(line, { ...given, env: { ...common, ...given.env } })
      running.push(started)
      const deadline = Date.now() + READY_DEADLINE_MS
      while (!ready.test(started.output())) {
        if (started.child.exitCode !== null || Date.now() > deadline)
          throw new Error(`“${line}” did not come up:\n${started.output()}`)
        await new Promise((resolve) => setTimeout(resolve, 50))
      }
      const stop = () => {
        interrupt(started.child)
        return started.ended
      }
      return { output: started.output, stop }
    },
    leave: async () => {
      for (const { child, ended } of running.reverse()) {
        interrupt(child)
        await ended
      }
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
