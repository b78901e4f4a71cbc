import { type ChildProcess, fork } from 'node:child_process'
import { stopChild } from '../processes/child'
import { Failure } from '../processes/failure'
import type { CommandContext } from '../processes/run-command'
import type { FloodJob, FloodResult, LoadJob, LoadOrder, LoadResult } from './load-job'

const JOB_DEADLINE_MS = 150_000

export type LoadGenerator = {
  fire(job: LoadJob): Promise<LoadResult>
  flood(job: FloodJob): Promise<FloodResult>
}

type Reply<Result> = { result: Result } | { error: string }

function nextReply<Result>(child: ChildProcess): Promise<Reply<Result>> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => answer({ error: `nothing within ${JOB_DEADLINE_MS / 1_000} s` }), JOB_DEADLINE_MS)
    const answer = (reply: Reply<Result>) => {
      clearTimeout(timer)
      child.off('message', answer)
      child.off('exit', onExit)
      resolve(reply)
    }
    const onExit = () => answer({ error: 'the load generator ended' })
    child.on('message', answer)
    child.on('exit', onExit)
  })
}

/** The load generator; it lives through all rounds, so that its own warming up falls into none of them. */
export function startLoadGenerator({ onEnd }: CommandContext): LoadGenerator {
  const child = fork('scripts/bench/load.ts')
  child.on('error', () => undefined)
  onEnd(() => stopChild(child))
  const run = async <Result>(order: LoadOrder): Promise<Result> => {
    child.send(order)
    const reply = await nextReply<Result>(child)
    if ('error' in reply) throw new Failure(`A round broke off: ${reply.error}.`)
    return reply.result
  }
  return { fire: (job) => run({ fire: job }), flood: (job) => run({ flood: job }) }
}
