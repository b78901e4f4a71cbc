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

/** What one run measures. A quick one shows that everything works; its figures say little. */
export type BenchChoice = {
  comparisons: Comparison[]
  rounds: number
  roundMs: number
  warmUpRequests: number
  /** Whether single requests are counted in statements and bytes, too. */
  prices: boolean
}

/** @throws Failure when no comparison has `only` in its name. */
export function chooseBench({ only, quick = false }: { only?: string; quick?: boolean }): BenchChoice {
  const comparisons = COMPARISONS.filter(({ name }) => !only || name.includes(only))
  if (comparisons.length === 0) {
    const names = COMPARISONS.map(({ name }) => `“${name}”`).join(', ')
    throw new Failure(`Nothing that is measured is called “${only}”. There are: ${names}.`)
  }
  const pace = quick
    ? { rounds: 1, roundMs: 100, warmUpRequests: 100 }
    : { rounds: ROUNDS, roundMs: 2_000, warmUpRequests: 800 }
  return { comparisons, ...pace, prices: !only }
}
