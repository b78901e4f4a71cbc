import { type ChildProcess, fork } from 'node:child_process'
import { stopChild } from '../processes/child'
import { Failure } from '../processes/failure'
import type { CommandContext } from '../processes/run-command'
import type { LoadJob, LoadResult } from './load-job'

const JOB_DEADLINE_MS = 60_000

export type LoadGenerator = { fire(job: LoadJob): Promise<LoadResult> }

type Reply = { result: LoadResult } | { error: string }

function nextReply(child: ChildProcess): Promise<Reply> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => answer({ error: `nothing within ${JOB_DEADLINE_MS / 1_000} s` }), JOB_DEADLINE_MS)
    const answer = (reply: Reply) => {
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
  return {
    fire: async (job) => {
      child.send(job)
      const reply = await nextReply(child)
      if ('error' in reply) throw new Failure(`A round broke off: ${reply.error}.`)
      return reply.result
    },
  }
}
