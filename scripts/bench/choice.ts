import { Failure } from '../processes/failure'
import type { TargetName } from './targets'

export type Comparison = { name: TargetName; against: TargetName; bar: number; stretch?: number }

const COMPARISONS: Comparison[] = [
  { name: 'product page', against: 'empty page', bar: 0.8 },
  { name: 'product page, br', against: 'empty page, br', bar: 0.8 },
  { name: 'settled webhook', against: 'empty POST', bar: 0.25, stretch: 0.4 },
  { name: 'bad signature', against: 'empty POST', bar: 0.75 },
  { name: 'status', against: 'empty GET', bar: 0.55 },
]

const ROUNDS = 7
const STORMS = 'storms'
const FORGED = 'forged'

/** What one run measures. A quick one shows that everything works; its figures say little. */
export type BenchChoice = {
  comparisons: Comparison[]
  rounds: number
  roundMs: number
  warmUpRequests: number
  /** Whether single requests are counted in statements and bytes, too. */
  prices: boolean
  /** What the shop has to bear: null = not measured. */
  storms: { capacityFrom: number; overloadSeconds: number; missedOrders: number } | null
  /** What forged deliveries tell and cost: null = not measured. */
  forged: { capacityFrom: number; perGroup: number; floodSeconds: number } | null
}

/** @throws Failure when no comparison has `only` in its name. */
export function chooseBench({ only, quick = false }: { only?: string; quick?: boolean }): BenchChoice {
  const comparisons = COMPARISONS.filter(({ name }) => !only || name.includes(only))
  const hasStorms = !only || only === STORMS
  const hasForged = !only || only === FORGED
  if (comparisons.length === 0 && !hasStorms && !hasForged) {
    const names = [...COMPARISONS.map(({ name }) => name), STORMS, FORGED].map((name) => `“${name}”`).join(', ')
    throw new Failure(`Nothing that is measured is called “${only}”. There are: ${names}.`)
  }
  const pace = quick
    ? { rounds: 1, roundMs: 100, warmUpRequests: 100 }
    : { rounds: ROUNDS, roundMs: 2_000, warmUpRequests: 800 }
  const scale = quick
    ? { capacityFrom: 100, overloadSeconds: 1, missedOrders: 40 }
    : { capacityFrom: 800, overloadSeconds: 10, missedOrders: 1_000 }
  const flood = quick
    ? { capacityFrom: 100, perGroup: 100, floodSeconds: 1 }
    : { capacityFrom: 800, perGroup: 3_000, floodSeconds: 60 }
  return { comparisons, ...pace, prices: !only, storms: hasStorms ? scale : null, forged: hasForged ? flood : null }
}
