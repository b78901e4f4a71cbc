import 'server-only'
import { type Clock, systemClock } from '@/lib/clock'
import { sealLedger } from '@/lib/ledger/seal-ledger'
import { log } from '@/lib/log'
import { sendDueMails } from '@/lib/mail/send-due-mails'
import { releaseLapsedHolds } from '@/lib/orders/release-holds'
import { tidyOrderProducts } from '@/lib/reconciliation/tidy-products'
import { resolveRefunds } from '@/lib/refunds/resolve-unknown'
import { processDueEvents } from '@/lib/webhooks/process-inbox'
import { type Loop, startLoop } from './loop'

export type Worker = { /** Ends when the work under way has come to its end. */ stop(): Promise<void> }

const JOBS = [
  { name: 'inbox', everyMs: 1_000, work: processDueEvents },
  { name: 'mail', everyMs: 1_000, work: sendDueMails },
  { name: 'holds', everyMs: 2_000, work: releaseLapsedHolds },
  { name: 'order-products', everyMs: 2_000, work: tidyOrderProducts },
  { name: 'refunds', everyMs: 5_000, work: resolveRefunds },
  { name: 'ledger', everyMs: 2_000, work: sealLedger },
]

/**
 * Takes up what requests left behind: stored events, mails, lapsed holds, products made for one order, postings to seal.
 * Safe to run in several processes at once; each job locks what it takes.
 */
export function runWorker(clock: Clock = systemClock): Worker {
  const loops: Loop[] = JOBS.map(({ name, everyMs, work }) =>
    startLoop({
      everyMs,
      work: () => work({ clock }),
      onError: (error) => log().error({ err: error, job: name }, 'a background job failed; it will be tried again'),
    }),
  )
  return {
    stop: async () => {
      await Promise.all(loops.map((loop) => loop.stop()))
    },
  }
}
