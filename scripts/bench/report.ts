import type { Comparison } from './choice'
import type { Cost } from './costs'
import type { ForgedFlood, TimingGroups } from './forged'
import type { LoadResult } from './load-job'
import type { MissedSweep } from './missed'
import type { Measured } from './rounds'
import type { Storm } from './storms'

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })

export function median(values: number[]): number {
  const sorted = [...values].sort((left, right) => left - right)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2
}

const perSecond = (results: LoadResult[]) => median(results.map((result) => result.perSecond))

function verdict(ratio: number, { bar, stretch }: Comparison): string {
  if (ratio < bar) return `BELOW THE BAR of ${bar}`
  if (stretch === undefined) return `at or above the bar of ${bar}`
  return ratio < stretch
    ? `above the bar of ${bar}, below the stretch of ${stretch}`
    : `above the bar of ${bar} and the stretch of ${stretch}`
}

function compare(measured: Measured, comparison: Comparison): string {
  const [ours, base] = [measured[comparison.name], measured[comparison.against]]
  const ratios = ours.map((result, round) => result.perSecond / (base[round]?.perSecond ?? Number.NaN))
  const figures = [
    comparison.name.padEnd(16),
    whole.format(perSecond(ours)).padStart(7),
    comparison.against.padEnd(14),
    whole.format(perSecond(base)).padStart(7),
    median(ratios).toFixed(2).padStart(6),
    `${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)}`.padStart(10),
    whole.format(median(ours.map((result) => result.p99Ms))).padStart(6),
    ` ${verdict(median(ratios), comparison)}`,
  ]
  return figures.join('  ')
}

/** One line for each comparison: medians per second, the median of the rounds' ratios, and the bar. */
export function describeRounds(measured: Measured, comparisons: Comparison[]): string {
  const head = `${'per second'.padEnd(16)}  ${''.padStart(7)}  ${'against'.padEnd(14)}  ${''.padStart(7)}  ${'ratio'.padStart(6)}  ${'lowest–highest'.padStart(10)}  p99 ms`
  return [head, ...comparisons.map((comparison) => compare(measured, comparison))].join('\n')
}

/** What one request costs. */
export function describeCosts(costs: Cost[]): string {
  const head = `${'one request'.padEnd(20)}${'SQL'.padStart(6)}${'bytes'.padStart(10)}${'compressed'.padStart(13)}`
  const lines = costs.map(({ name, statements, bytes, compressedBytes }) =>
    [
      name.padEnd(20),
      String(Number(statements.toFixed(2))).padStart(6),
      whole.format(bytes).padStart(10),
      (compressedBytes === null ? '–' : whole.format(compressedBytes)).padStart(13),
    ].join(''),
  )
  return [head, ...lines].join('\n')
}

const seconds = (ms: number) => `${(ms / 1_000).toFixed(1)} s`

/** One line for each storm: what was sent and taken, how long answers and payments took, and the bar. */
export function describeStorms(capacity: number, storms: Storm[]): string {
  const head = `${'storms'.padEnd(22)}${'sent'.padStart(8)}${'200'.padStart(8)}${'503'.padStart(8)}${'p99'.padStart(9)}${'slowest'.padStart(9)}${'all paid'.padStart(10)}`
  const lines = storms.map((storm) =>
    [
      storm.name.padEnd(22),
      whole.format(storm.sent).padStart(8),
      whole.format(storm.taken).padStart(8),
      whole.format(storm.refused).padStart(8),
      seconds(storm.p99Ms).padStart(9),
      seconds(storm.slowestMs).padStart(9),
      seconds(storm.allPaidMs).padStart(10),
      `  ${storm.isKept ? 'keeps' : 'BREAKS'} the bar: ${storm.bar}`,
    ].join(''),
  )
  return [`a capacity of ${whole.format(capacity)} settlements a second`, head, ...lines].join('\n')
}

/** How orders were found whose webhooks were lost, from the start of the shop on. */
export function describeMissed({ orders, paidMs, calls, mostCallsInAMinute }: MissedSweep): string {
  const isKept = paidMs <= 130_000 && mostCallsInAMinute <= 60
  return `${whole.format(orders)} missed orders paid in ${seconds(paidMs)} with ${calls} calls, at most ${mostCallsInAMinute} a minute: ${isKept ? 'keeps' : 'BREAKS'} the bar of 130 s and 60 calls`
}

const keeps = (isKept: boolean) => (isKept ? 'keeps' : 'BREAKS')

/** What the answers to forged deliveries tell, and what becomes of honest ones among them. */
export function describeForged(timing: TimingGroups, flood: ForgedFlood): string {
  const { perGroup, firstDigitMs, lastDigitMs, ratio, toldApart } = timing
  const { forged, seconds: floodSeconds, honest, honestP99Ms } = flood
  return [
    `forged signatures, ${whole.format(perGroup)} wrong at the first digit and as many at the last: ${firstDigitMs.toFixed(3)} and ${lastDigitMs.toFixed(3)} ms, ratio ${ratio.toFixed(3)}, the last took longer in ${(100 * toldApart).toFixed(1)} % of pairs: ${keeps(timing.isKept)} the bar of 0.95–1.05 and 45–55 %`,
    `${whole.format(forged)} forged in ${floodSeconds} s, twice what settles: p99 of ${whole.format(honest)} honest ones ${whole.format(honestP99Ms)} ms: ${keeps(flood.isKept)} the bar of all taken, p99 below 1 s`,
  ].join('\n')
}
