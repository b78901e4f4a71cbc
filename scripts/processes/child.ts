import { type ChildProcess, spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import type { CommandContext } from './run-command'

const STOP_GRACE_MS = 10_000

type RunOptions = { env?: NodeJS.ProcessEnv /** Keeps the output back; it is returned either way. */; quiet?: boolean }

export type Ended = { code: number; output: string }

/** Asks a child to stop and waits; after the grace it is killed. */
export async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_GRACE_MS)
  await ended
  clearTimeout(timer)
}

/** Runs a program to its end; it is stopped when the command is. */
export async function runToEnd(
  { onEnd }: Pick<CommandContext, 'onEnd'>,
  program: string,
  args: string[],
  { env = process.env, quiet = false }: RunOptions = {},
): Promise<Ended> {
  const child = spawn(program, args, { env, stdio: ['ignore', quiet ? 'pipe' : 'inherit', quiet ? 'pipe' : 'inherit'] })
  onEnd(() => stopChild(child))
  const ended = new Promise<number>((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => resolve(code ?? 1))
  })
  const [code, out, errors] = await Promise.all([
    ended,
    child.stdout ? text(child.stdout) : '',
    child.stderr ? text(child.stderr) : '',
  ])
  return { code, output: `${out}${errors}`.trim() }
}
