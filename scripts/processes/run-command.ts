import { describeFailure } from './failure'

const SECOND_ASKING_MS = 1_000
const CLEAN_UP_MS = 20_000

export type CommandContext = {
  /** Registers what has to be undone at the end, however it comes; undone in reverse. */
  onEnd(task: () => unknown): void
  /** Resolves when the command is asked to stop. */
  stopped: Promise<void>
}

type Options = { /** Exit code after a signal: servers are meant to be stopped by one. */ codeWhenStopped?: number }

function listenForStop(codeWhenStopped: number): Promise<number> {
  return new Promise((resolve) => {
    let askedAt = 0
    const ask = () => {
      // npm, the terminal and run.mjs may each pass on the same Ctrl-C; only a later one means "at once".
      if (askedAt && Date.now() - askedAt > SECOND_ASKING_MS) process.exit(130)
      askedAt ||= Date.now()
      resolve(codeWhenStopped)
    }
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, ask)
  })
}

function printFailure(error: unknown): number {
  process.stderr.write(`${describeFailure(error)}\n`)
  return 1
}

/**
 * Runs a command to its end or until it is asked to stop, undoes what it registered, and exits: with the number that
 * `main` returned, with 1 after an error, with `codeWhenStopped` after a signal.
 */
export async function runCommand(
  main: (context: CommandContext) => Promise<unknown>,
  { codeWhenStopped = 130 }: Options = {},
): Promise<void> {
  const endings: (() => unknown)[] = []
  const stop = listenForStop(codeWhenStopped)
  const context = { onEnd: (task: () => unknown) => endings.push(task), stopped: stop.then(() => undefined) }
  let code = await Promise.race([
    stop,
    main(context).then((result) => (typeof result === 'number' ? result : 0), printFailure),
  ])
  setTimeout(() => process.exit(code || 1), CLEAN_UP_MS).unref()
  for (const task of endings.reverse()) {
    try {
      await task()
    } catch (error) {
      code = printFailure(error)
    }
  }
  process.exit(code)
}
