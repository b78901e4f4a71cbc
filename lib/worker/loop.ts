import 'server-only'

export type Loop = { stop(): Promise<void> }

type LoopOptions = { everyMs: number; work: () => Promise<unknown>; onError: (error: unknown) => void }

/** Does the work again and again with a pause in between, never twice at once; an error ends one round, not the loop. */
export function startLoop({ everyMs, work, onError }: LoopOptions): Loop {
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  let round = Promise.resolve()

  const runRound = async () => {
    try {
      await work()
    } catch (error) {
      onError(error)
    }
    if (!stopped) timer = setTimeout(begin, everyMs)
  }
  const begin = () => {
    round = runRound()
  }
  begin()
  return {
    stop: async () => {
      stopped = true
      clearTimeout(timer)
      await round
    },
  }
}
