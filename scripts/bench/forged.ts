import { Agent, request } from 'node:http'
import { Failure } from '../processes/failure'
import { forgedDelivery, signedDelivery } from './deliveries'
import type { LoadRequest } from './load-job'
import type { LoadGenerator } from './load-process'
import { insertOpenOrders, type OpenOrder } from './orders'

/** Answers to two kinds of forged signatures, asked in turn over one connection. */
export type TimingGroups = {
  perGroup: number
  firstDigitMs: number
  lastDigitMs: number
  /** The medians' ratio. */
  ratio: number
  /** How often an answer to a wrong last digit took longer than one to a wrong first digit; 0.5 = cannot be told apart. */
  toldApart: number
  isKept: boolean
}

/** Honest deliveries amid a flood of forged ones. */
export type ForgedFlood = { seconds: number; forged: number; honest: number; honestP99Ms: number; isKept: boolean }

const WARM_UP_PER_GROUP = 200
const RATIO_WITHIN = 0.05
const TOLD_APART_WITHIN = 0.05
const FLOOD_FACTOR = 2
const HONEST_PER_SECOND = 10
const HONEST_P99_BELOW_MS = 1_000

/** Every digit of the real signature but one. */
function withWrongDigit(order: OpenOrder, position: number): LoadRequest {
  const signed = signedDelivery(order)
  const mac = signed.headers['x-pocketsflow-signature'] ?? ''
  const wrong = ((Number.parseInt(mac.at(position) ?? '0', 16) + 1) % 16).toString(16)
  const signature = position === 0 ? wrong + mac.slice(1) : mac.slice(0, position) + wrong
  return { ...signed, headers: { ...signed.headers, 'x-pocketsflow-signature': signature } }
}

/** How long the answer took from the first byte sent to the last one read. */
function time(agent: Agent, origin: string, { method, path, headers, body }: LoadRequest): Promise<number> {
  return new Promise((resolve, reject) => {
    const startedMs = performance.now()
    const asked = request(`${origin}${path}`, { agent, method, headers }, (answer) => {
      answer.resume()
      answer.on('end', () => {
        if (answer.statusCode === 400) resolve(performance.now() - startedMs)
        else reject(new Failure(`A forged delivery was answered ${answer.statusCode}.`))
      })
    })
    asked.on('error', reject)
    asked.end(body)
  })
}

async function timeInTurn(origin: string, first: LoadRequest, last: LoadRequest, perGroup: number) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const times = { first: [] as number[], last: [] as number[] }
  for (let round = 0; round < perGroup; round += 1) {
    // Every second time the other way round, so that neither kind always comes behind the other.
    const turn = round % 2 ? (['first', 'last'] as const) : (['last', 'first'] as const)
    for (const kind of turn) times[kind].push(await time(agent, origin, kind === 'first' ? first : last))
  }
  agent.destroy()
  return { first: times.first.toSorted((a, b) => a - b), last: times.last.toSorted((a, b) => a - b) }
}

const middleOf = (sorted: number[]) => sorted[Math.floor(sorted.length / 2)] ?? Number.NaN

/** The share of pairs in which the one of `later` is the greater; both sorted. Ties count half. */
function shareGreater(earlier: number[], later: number[]): number {
  let [below, upTo, pairs] = [0, 0, 0]
  for (const one of later) {
    while ((earlier[below] ?? Number.POSITIVE_INFINITY) < one) below += 1
    while ((earlier[upTo] ?? Number.POSITIVE_INFINITY) <= one) upTo += 1
    pairs += (below + upTo) / 2
  }
  return pairs / (earlier.length * later.length)
}

/** Whether the time of an answer tells at which digit a forged signature is wrong, in a shop that has nothing else to do. */
export async function timeForged(origin: string, at: Date, perGroup: number): Promise<TimingGroups> {
  const [order] = await insertOpenOrders(1, at)
  if (!order) throw new Failure('no order was made')
  const [first, last] = [withWrongDigit(order, 0), withWrongDigit(order, 63)]
  await timeInTurn(origin, first, last, WARM_UP_PER_GROUP)
  const times = await timeInTurn(origin, first, last, perGroup)
  const [firstDigitMs, lastDigitMs] = [middleOf(times.first), middleOf(times.last)]
  const ratio = lastDigitMs / firstDigitMs
  const toldApart = shareGreater(times.first, times.last)
  const isKept = Math.abs(ratio - 1) <= RATIO_WITHIN && Math.abs(toldApart - 0.5) <= TOLD_APART_WITHIN
  return { perGroup, firstDigitMs, lastDigitMs, ratio, toldApart, isKept }
}

type Sea = { origin: string; load: LoadGenerator; at: Date }

/**
 * Twice as many forged deliveries as the shop can settle, and some honest ones among them. @throws Failure when a forged
 * one is not refused.
 */
export async function floodWithForged(
  { origin, load, at }: Sea,
  { capacity, seconds }: { capacity: number; seconds: number },
): Promise<ForgedFlood> {
  const orders = await insertOpenOrders(HONEST_PER_SECOND * seconds, at)
  const perHonest = Math.max(1, Math.round((FLOOD_FACTOR * capacity) / HONEST_PER_SECOND))
  const requests = orders.flatMap((order) => [
    ...Array.from({ length: perHonest }, () => forgedDelivery(order)),
    signedDelivery(order),
  ])
  const perSecond = (perHonest + 1) * HONEST_PER_SECOND
  const { statuses, timesMs } = await load.flood({ origin, requests, perSecond })
  const isHonest = (_: unknown, index: number) => index % (perHonest + 1) === perHonest
  const refused = statuses.filter((status, index) => !isHonest(status, index) && (status === 400 || status === 503))
  const forged = perHonest * orders.length
  if (refused.length !== forged) throw new Failure(`Of ${forged} forged deliveries ${refused.length} were refused.`)
  const times = timesMs.filter(isHonest).toSorted((a, b) => a - b)
  const honestP99Ms = times[Math.floor(times.length * 0.99)] ?? Number.NaN
  const areTaken = statuses.filter(isHonest).every((status) => status === 200)
  return {
    seconds,
    forged,
    honest: orders.length,
    honestP99Ms,
    isKept: areTaken && honestP99Ms < HONEST_P99_BELOW_MS,
  }
}
