import { Failure } from '../processes/failure'
import type { BenchChoice } from './choice'
import type { LoadResult } from './load-job'
import type { LoadGenerator } from './load-process'
import type { Target, TargetName } from './targets'

export const CONNECTIONS = 16

/** The most that a second of a round sends to a target; as many orders as this are prepared for it. */
const MOST_SETTLEMENTS_PER_SECOND = 800
const MOST_OTHERS_PER_SECOND = 6_000
const LEAST_REQUESTS = 100

type Pace = Pick<BenchChoice, 'rounds' | 'roundMs' | 'warmUpRequests'>

const mostSettlements = ({ roundMs }: Pace) => Math.max(LEAST_REQUESTS, (roundMs * MOST_SETTLEMENTS_PER_SECOND) / 1_000)

/** How many orders the settlements of all rounds need at most. */
export const settlementsAtMost = (pace: Pace): number => pace.warmUpRequests + pace.rounds * mostSettlements(pace)

export type Measured = Record<TargetName, LoadResult[]>

type Range = { origin: string; load: LoadGenerator; targets: Target[] }
type Steps = { onWarm: () => Promise<unknown>; onRound: (round: number) => void }

async function fire({ origin, load }: Range, target: Target, amount: number): Promise<LoadResult> {
  const { name, expectedStatus } = target
  const requests = target.requestsFor(amount)
  const result = await load.fire({ origin, connections: CONNECTIONS, amount, requests, expectedStatus })
  if (result.failed > 0) {
    throw new Failure(
      `A round of “${name}” failed: ${result.failed} of ${amount} were not answered with ${expectedStatus} (${result.statuses || 'no answer'}).`,
    )
  }
  return result
}

function amountFor(target: Target, perSecond: number, pace: Pace): number {
  if (target.name === 'settled webhook') return Math.min(mostSettlements(pace), fillingRound(perSecond, pace))
  return fillingRound(Math.min(perSecond, MOST_OTHERS_PER_SECOND), pace)
}

const fillingRound = (perSecond: number, { roundMs }: Pace) =>
  Math.max(LEAST_REQUESTS, Math.round((perSecond * roundMs) / 1_000))

/** Warms everything up and finds how many requests fill a round. */
async function warmUp(range: Range, pace: Pace): Promise<Map<Target, number>> {
  const amounts = new Map<Target, number>()
  for (const target of range.targets) {
    const { perSecond } = await fire(range, target, pace.warmUpRequests)
    amounts.set(target, amountFor(target, perSecond, pace))
  }
  return amounts
}

/**
 * All targets in turn, again and again, every second time backwards, so that whatever else the machine does in a while
 * falls on all of them alike. @throws Failure when one request of a round is not answered as it must be.
 */
export async function measure(range: Range, pace: Pace, { onWarm, onRound }: Steps): Promise<Measured> {
  const amounts = await warmUp(range, pace)
  await onWarm()
  const measured = Object.fromEntries(range.targets.map(({ name }) => [name, [] as LoadResult[]])) as Measured
  for (let round = 1; round <= pace.rounds; round += 1) {
    onRound(round)
    for (const target of round % 2 ? range.targets : [...range.targets].reverse()) {
      measured[target.name].push(await fire(range, target, amounts.get(target) ?? LEAST_REQUESTS))
    }
  }
  return measured
}
