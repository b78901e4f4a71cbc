import { Agent, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { FloodJob, FloodResult, LoadRequest } from './load-job'

const LONGEST_WAIT_MS = 20_000
const TICK_MS = 10

type Answer = { status: number; tookMs: number }

/** One request over a connection of its own when none is free. A lost answer has status 0. */
function send(origin: string, agent: Agent, { method, path, headers, body }: LoadRequest): Promise<Answer> {
  const startedMs = performance.now()
  return new Promise((resolve) => {
    const end = (status: number) => resolve({ status, tookMs: performance.now() - startedMs })
    const asked = request(`${origin}${path}`, { agent, method, headers, timeout: LONGEST_WAIT_MS }, (answer) => {
      answer.resume()
      answer.on('end', () => end(answer.statusCode ?? 0))
      answer.on('error', () => end(0))
    })
    asked.on('timeout', () => asked.destroy())
    asked.on('error', () => end(0))
    asked.end(body)
  })
}

/** Sends each request once, whatever the answers do: all at once, or so many in a second. */
export async function flood({ origin, requests, perSecond }: FloodJob): Promise<FloodResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY })
  const startedMs = performance.now()
  const sent: Promise<Answer>[] = []
  while (sent.length < requests.length) {
    const due = perSecond === null ? requests.length : Math.ceil(((performance.now() - startedMs) * perSecond) / 1_000)
    for (const one of requests.slice(sent.length, due)) sent.push(send(origin, agent, one))
    await sleep(TICK_MS)
  }
  const answers = await Promise.all(sent)
  agent.destroy()
  const timesMs = answers.map(({ tookMs }) => tookMs)
  const times = timesMs.toSorted((left, right) => left - right)
  return {
    statuses: answers.map(({ status }) => status),
    timesMs,
    tookMs: performance.now() - startedMs,
    p99Ms: times[Math.floor(times.length * 0.99)] ?? Number.NaN,
    slowestMs: times.at(-1) ?? Number.NaN,
  }
}
