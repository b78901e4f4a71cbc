import { Failure } from '../processes/failure'
import type { LoadResult } from './load-job'
import type { LoadGenerator } from './load-process'
import type { Target, TargetName } from './targets'

export const ROUNDS = 7
export const CONNECTIONS = 16

/** The most that one round sends to a target; as many orders as this are prepared for each round. */
export const MOST_SETTLEMENTS = 1_600
const MOST_OTHERS = 12_000
const ROUND_MS = 2_000
const WARM_UP_REQUESTS = 800
const LEAST_REQUESTS = 200

/** How many orders the settlements of all rounds need. */
export const SETTLEMENTS_AT_MOST = WARM_UP_REQUESTS + ROUNDS * MOST_SETTLEMENTS

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

function amountFor(target: Target, perSecond: number): number {
  const most = target.name === 'settled webhook' ? MOST_SETTLEMENTS : MOST_OTHERS
  return Math.min(most, Math.max(LEAST_REQUESTS, Math.round((perSecond * ROUND_MS) / 1_000)))
}

/** Warms everything up and finds how many requests fill a round. */
async function warmUp(range: Range): Promise<Map<Target, number>> {
  const amounts = new Map<Target, number>()
  for (const target of range.targets) {
    const { perSecond } = await fire(range, target, WARM_UP_REQUESTS)
    amounts.set(target, amountFor(target, perSecond))
  }
  return amounts
}

/**
 * All targets in turn, again and again, every second time backwards, so that whatever else the machine does in a while
 * falls on all of them alike. @throws Failure when one request of a round is not answered as it must be.
 */
export async function measure(range: Range, { onWarm, onRound }: Steps): Promise<Measured> {
  const amounts = await warmUp(range)
  await onWarm()
  const measured = Object.fromEntries(range.targets.map(({ name }) => [name, [] as LoadResult[]])) as Measured
  for (let round = 1; round <= ROUNDS; round += 1) {
    onRound(round)
    for (const target of round % 2 ? range.targets : [...range.targets].reverse()) {
      measured[target.name].push(await fire(range, target, amounts.get(target) ?? LEAST_REQUESTS))
    }
  }
  return measured
}
