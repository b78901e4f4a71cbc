import { setTimeout as sleep } from 'node:timers/promises'
import { bytesOf, type Line, openLine } from './line'
import type { FloodJob, FloodResult } from './load-job'

const TICK_MS = 10

type Answer = { status: number; tookMs: number }

/** Lines to one address: each sends over a free one, or over a new one. */
function openLines(address: URL) {
  const free: Line[] = []
  const all: Line[] = []
  const takeLine = () => {
    for (let line = free.pop(); line; line = free.pop()) if (!line.isBroken()) return line
    const line = openLine(address)
    all.push(line)
    return line
  }
  return {
    send: async (bytes: Buffer): Promise<Answer> => {
      const startedMs = performance.now()
      const line = takeLine()
      const status = await line.send(bytes)
      free.push(line)
      return { status, tookMs: performance.now() - startedMs }
    },
    close: () => {
      for (const line of all) line.close()
    },
  }
}

/** Sends each request once, whatever the answers do: all at once, or so many in a second. */
export async function flood({ origin, requests, perSecond }: FloodJob): Promise<FloodResult> {
  const address = new URL(origin)
  const lines = openLines(address)
  const messages = requests.map((request) => bytesOf(request, address.host))
  const startedMs = performance.now()
  const sent: Promise<Answer>[] = []
  while (sent.length < messages.length) {
    const due = perSecond === null ? messages.length : Math.ceil(((performance.now() - startedMs) * perSecond) / 1_000)
    for (const message of messages.slice(sent.length, due)) sent.push(lines.send(message))
    await sleep(TICK_MS)
  }
  const answers = await Promise.all(sent)
  lines.close()
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
