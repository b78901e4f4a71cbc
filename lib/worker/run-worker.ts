import 'server-only'
import { startChecks } from '@/lib/catalog-sync/start-checks'
import { workCatalogue } from '@/lib/catalog-sync/work-runs'
import { type Clock, systemClock } from '@/lib/clock'
import { env } from '@/lib/env'
import { sealLedger } from '@/lib/ledger/seal-ledger'
import { log } from '@/lib/log'
import { sendDueMails } from '@/lib/mail/send-due-mails'
import { keepNumbers } from '@/lib/numbering/keep-numbers'
import { releaseLapsedHolds } from '@/lib/orders/release-holds'
import { sweepAgedPayments, sweepPayments } from '@/lib/reconciliation/sweep'
import { waitUnless } from '@/lib/reconciliation/sweep-caller'
import { tidyOrderProducts } from '@/lib/reconciliation/tidy-products'
import { tidyStrayProducts } from '@/lib/reconciliation/tidy-strays'
import { resolveRefunds } from '@/lib/refunds/resolve-unknown'
import { sendAlerts } from '@/lib/rescue/send-alerts'
import { inboxBatchSize, processDueEvents } from '@/lib/webhooks/process-inbox'
import { type Loop, moreToDo, startLoop } from './loop'
import { startSchedule } from './schedule'

export type Worker = { /** Ends when the work under way has come to its end. */ stop(): Promise<void> }

const INBOX_LANES = 6

/** After a burst thousands of events wait: they are worked off side by side and without a pause. */
function workInbox() {
  let lanes = 1
  return async ({ clock }: { clock: Clock }) => {
    const worked = await Promise.all(Array.from({ length: lanes }, () => processDueEvents({ clock })))
    const hasMore = worked.includes(inboxBatchSize)
    lanes = hasMore ? INBOX_LANES : 1
    return hasMore ? moreToDo : null
  }
}

const JOBS = [
  { name: 'inbox', everyMs: 1_000, work: workInbox() },
  { name: 'mail', everyMs: 1_000, work: sendDueMails },
  { name: 'holds', everyMs: 2_000, work: releaseLapsedHolds },
  { name: 'order-products', everyMs: 2_000, work: tidyOrderProducts },
  { name: 'stray-products', everyMs: 600_000, work: ({ clock }: { clock: Clock }) => tidyStrayProducts({ clock }) },
  { name: 'refunds', everyMs: 5_000, work: resolveRefunds },
  { name: 'catalogue', everyMs: 1_000, work: ({ clock }: { clock: Clock }) => workCatalogue({ clock }) },
  { name: 'ledger', everyMs: 2_000, work: sealLedger },
  { name: 'numbers', everyMs: 2_000, work: keepNumbers },
  { name: 'alerts', everyMs: 30_000, work: sendAlerts },
]

const hourSeconds = 3_600

/** What asks the provider by itself has turns that all processes share; the loops above lock what they take. */
function startSweeps(clock: Clock): Loop {
  const stopping = new AbortController()
  const deps = { clock, wait: waitUnless(stopping.signal) }
  const schedule = startSchedule([
    {
      name: 'sweep',
      everySeconds: env().SWEEP_EVERY_SECONDS,
      longestSeconds: hourSeconds / 4,
      work: () => sweepPayments(deps),
    },
    {
      name: 'sweep-aged',
      everySeconds: hourSeconds,
      longestSeconds: 3 * hourSeconds,
      work: () => sweepAgedPayments(deps),
    },
    {
      name: 'catalogue-check',
      everySeconds: hourSeconds,
      longestSeconds: 60,
      work: () => startChecks({ clock }),
    },
  ])
  return {
    stop: () => {
      stopping.abort()
      return schedule.stop()
    },
  }
}

/**
 * Takes up what requests left behind: stored events, mails, lapsed holds, products made for one order, postings to seal;
 * and sweeps the provider for payments that nobody told us of. Safe to run in several processes at once; each job locks
 * what it takes.
 */
export function runWorker(clock: Clock = systemClock): Worker {
  const loops: Loop[] = JOBS.map(({ name, everyMs, work }) =>
    startLoop({
      everyMs,
      work: () => work({ clock }),
      onError: (error) => log().error({ err: error, job: name }, 'a background job failed; it will be tried again'),
    }),
  )
  loops.push(startSweeps(clock))
  return {
    stop: async () => {
      await Promise.all(loops.map((loop) => loop.stop()))
    },
  }
}
