import { type Clock, systemClock } from '@/lib/clock'
import { env } from '@/lib/env'
import { readSweepHealth, type SweepHealth } from '@/lib/reconciliation/sweep-health'
import { type Finding, good, note, wrong } from './finding'

const agoInWords = (seconds: number) =>
  seconds < 120
    ? `${seconds} s`
    : seconds < 7_200
      ? `${Math.round(seconds / 60)} min`
      : `${Math.round(seconds / 3_600)} h`

const runsNowMs = 180_000

function describe(health: SweepHealth, at: Date): Finding {
  const { provider, mode, lagSeconds, isLagging, completeAt, startedAt, problem } = health
  const subject = `Sweep of ${provider} (${mode})`
  const since = agoInWords(lagSeconds)
  const looked = completeAt ? `the last complete one began ${since} ago` : `none was complete in the last ${since}`
  if (!isLagging) return good(subject, looked)
  const runs = at.getTime() - startedAt.getTime() < runsNowMs
  if (runs && problem) return wrong(subject, `${looked}; it should every ${env().SWEEP_EVERY_SECONDS} s. ${problem}`)
  return note(subject, `${looked}: the shop, or \`npm run worker\` beside shops with WORKER=off, goes on with it`)
}

/** Whether payments that nobody told us of are looked for, and how far behind. */
export async function lookAtSweep(clock: Clock = systemClock): Promise<Finding[]> {
  const found = await readSweepHealth(clock)
  if (found.length === 0) return [note('Sweep', 'none has run yet: the shop, or `npm run worker`, runs it')]
  return found.map((health) => describe(health, clock.now()))
}
