import { setTimeout as sleep } from 'node:timers/promises'
import { rows, sql } from '@/lib/db'
import { Failure } from '../processes/failure'
import { signedDelivery } from './deliveries'
import type { FloodResult } from './load-job'
import type { LoadGenerator } from './load-process'
import { insertOpenOrders, type OpenOrder } from './orders'
import { CONNECTIONS } from './rounds'

export type Storm = {
  name: string
  sent: number
  taken: number
  refused: number
  p99Ms: number
  slowestMs: number
  /** From the first delivery until the last order was paid. */
  allPaidMs: number
  bar: string
  isKept: boolean
}

const DRAIN_DEADLINE_MS = 120_000
const ANSWER_WITHIN_MS = 4_500
const BURST_WITHIN_MS = 5_000
const BURST_SECONDS = 4
const OVERLOAD_FACTOR = 3

type Sea = { origin: string; load: LoadGenerator; at: Date }

/** How many deliveries a second settle, in a shop that is warm. */
export async function measureCapacity({ origin, load, at }: Sea, amount: number): Promise<number> {
  let perSecond = 0
  for (const _ of ['warm-up', 'measured']) {
    const requests = (await insertOpenOrders(amount, at)).map(signedDelivery)
    const result = await load.fire({ origin, connections: CONNECTIONS, amount, requests, expectedStatus: 200 })
    if (result.failed > 0) throw new Failure(`Of ${amount} deliveries ${result.failed} were not taken.`)
    perSecond = result.perSecond
  }
  return perSecond
}

async function countPaid(orderIds: number[]): Promise<number> {
  const [counted] = await rows<{ paid: number }>(sql`
    select count(*)::int as paid from orders o where o.id = any(${orderIds}::int[]) and o.status = 'paid'
      and (select count(*) from payments p where p.order_id = o.id) = 1`)
  return counted?.paid ?? 0
}

/** Every order of which a delivery was taken has to be paid, by one payment. @throws Failure when one stays unpaid. */
async function untilPaid(orderIds: number[]): Promise<void> {
  const deadline = Date.now() + DRAIN_DEADLINE_MS
  for (;;) {
    const paid = await countPaid(orderIds)
    if (paid === orderIds.length) return
    if (Date.now() > deadline) throw new Failure(`Of ${orderIds.length} deliveries that were taken ${paid} are paid.`)
    await sleep(100)
  }
}

const takenIds = (orders: OpenOrder[], statuses: number[]) => [
  ...new Set(orders.filter((_, index) => statuses[index] === 200).map(({ id }) => id)),
]

/** `orders`: one for each delivery, the same one again where a delivery is repeated. */
async function storm({ origin, load }: Sea, name: string, orders: OpenOrder[], perSecond: number | null) {
  const deliveries = new Map(orders.map((order) => [order.id, signedDelivery(order)]))
  const requests = orders.map(({ id }) => deliveries.get(id)).filter((one) => one !== undefined)
  const startedMs = performance.now()
  const result: FloodResult = await load.flood({ origin, requests, perSecond })
  await untilPaid(takenIds(orders, result.statuses))
  const count = (status: number) => result.statuses.filter((one) => one === status).length
  const { p99Ms, slowestMs } = result
  const [taken, refused] = [count(200), count(503)]
  const others = result.statuses.length - taken - refused
  if (others > 0) throw new Failure(`“${name}”: ${others} answers were neither 200 nor 503, or did not come.`)
  return { name, sent: requests.length, taken, refused, p99Ms, slowestMs, allPaidMs: performance.now() - startedMs }
}

/**
 * What a shop has to bear: the same delivery fifty times at once, four seconds’ worth of deliveries in one instant, three
 * times what it can settle. @throws Failure when a delivery that was taken is lost or pays twice.
 */
export async function raiseStorms(sea: Sea, { capacity, seconds }: { capacity: number; seconds: number }) {
  const storms: Storm[] = []
  const [one] = await insertOpenOrders(1, sea.at)
  if (!one) throw new Failure('no order was made')
  const same = await storm(
    sea,
    '50 identical',
    Array.from({ length: 50 }, () => one),
    null,
  )
  storms.push({ ...same, bar: 'all taken, paid once', isKept: same.taken === 50 })

  const many = await insertOpenOrders(Math.round(BURST_SECONDS * capacity), sea.at)
  const burst = await storm(sea, 'burst of 4 s', many, null)
  const isInTime = burst.slowestMs <= BURST_WITHIN_MS
  storms.push({ ...burst, bar: 'all taken within 5 s', isKept: isInTime && burst.refused === 0 })

  const tooMany = await insertOpenOrders(Math.round(OVERLOAD_FACTOR * capacity * seconds), sea.at)
  const over = await storm(sea, `${seconds} s at 3 × capacity`, tooMany, OVERLOAD_FACTOR * capacity)
  storms.push({ ...over, bar: 'taken or 503 within 4.5 s', isKept: over.slowestMs <= ANSWER_WITHIN_MS })
  return storms
}
