import 'server-only'

/** Work that is done again and again until it is stopped. */
export type Loop = { stop(): Promise<void> }

type LoopOptions = { everyMs: number; work: () => Promise<unknown>; onError: (error: unknown) => void }

/** What a round returns when it left some of its work for the next one. */
export const moreToDo = Symbol('more to do')

/**
 * Does the work again and again with a pause in between, never twice at once; an error ends one round, not the loop. A round
 * that returns `moreToDo` is followed at once.
 */
export function startLoop({ everyMs, work, onError }: LoopOptions): Loop {
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  let round = Promise.resolve()

  const runRound = async () => {
    let pauseMs = everyMs
    try {
      if ((await work()) === moreToDo) pauseMs = 0
    } catch (error) {
      onError(error)
    }
    if (!stopped) timer = setTimeout(begin, pauseMs)
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
