import autocannon, { type Options, type Result } from 'autocannon'
import { flood } from './flood'
import type { LoadJob, LoadOrder, LoadRequest, LoadResult } from './load-job'

// The load generator, in a process of its own so that it does not share the shop's event loop.

const SAMPLE_MS = 50
const LONGEST_WAIT_SECONDS = 15

const dealTo = (requests: LoadRequest[], hand: number, hands: number) =>
  requests.filter((_, index) => index % hands === hand)

/** Fires one job and counts from its first request to its last answer. */
async function fire({ origin, connections, amount, requests, expectedStatus }: LoadJob): Promise<LoadResult> {
  let hand = 0
  let lastAnswerMs = 0
  const startedMs = performance.now()
  const options: Options = {
    url: origin,
    connections,
    amount,
    timeout: LONGEST_WAIT_SECONDS,
    sampleInt: SAMPLE_MS,
    setupClient: (client) => {
      const dealt = dealTo(requests, hand % requests.length, Math.min(connections, requests.length))
      client.setRequests(dealt.map((request) => ({ ...request })))
      hand += 1
    },
  }
  const result = await new Promise<Result>((resolve, reject) => {
    const run = autocannon(options, (error: Error | null, done) => (error ? reject(error) : resolve(done)))
    run.on('response', () => {
      lastAnswerMs = performance.now()
    })
  })
  const counts = Object.entries(result.statusCodeStats ?? {}).map(([status, { count }]) => ({ status, count }))
  const completed = counts.find(({ status }) => status === String(expectedStatus))?.count ?? 0
  return {
    perSecond: (completed * 1_000) / (lastAnswerMs - startedMs),
    completed,
    failed: amount - completed,
    statuses: counts.map(({ status, count }) => `${count} × ${status}`).join(', '),
    p50Ms: result.latency.p50,
    p99Ms: result.latency.p99,
  }
}

// Jobs come over the channel, which leave-with-parent.mjs does not count as a reason to stay.
process.channel?.ref()
process.on('message', (order: LoadOrder) => {
  const working = 'fire' in order ? fire(order.fire) : flood(order.flood)
  working.then(
    (result: unknown) => process.send?.({ result }),
    (error: unknown) => process.send?.({ error: error instanceof Error ? error.message : String(error) }),
  )
})
