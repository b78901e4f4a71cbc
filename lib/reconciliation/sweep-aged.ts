import 'server-only'
import type { ProviderPayment } from '@/lib/payments/contract/payments'
import { failureText } from '@/lib/payments/failure-text'
import { findNewSubscriptions } from './new-subscriptions'
import { noteRefunds } from './note-refunds'
import { type Sweep, settlePage } from './sweep-window'
import { walkLists } from './walk-lists'

const ageMs = 180 * 86_400_000

/**
 * Looks at every payment of 180 days for what comes late and without an event: disputes, and refunds that the list of
 * refunds no longer shows. Payments of orders of ours that were missed are settled; what no order explains is left alone.
 * Subscriptions that nobody told of are found too, and written down where no order explains them.
 */
export async function sweepAged(sweep: Sweep): Promise<void> {
  const { gateway, clock, caller, startedAt, found } = sweep
  const refunded: ProviderPayment[] = []
  const from = new Date(startedAt.getTime() - ageMs)
  const walked = await walkLists({
    gateway,
    caller,
    from,
    visit: async (payments) => {
      await settlePage(sweep, payments)
      refunded.push(...payments.filter((payment) => payment.isRefunded))
    },
  })
  if (!walked.ok) found.problem = failureText(walked.error)
  const refunds = await noteRefunds(sweep, refunded)
  if (refunds.ok) found.settled += refunds.value
  else found.problem ??= failureText(refunds.error)
  const subscriptions = await findNewSubscriptions({
    gateway,
    clock,
    confirmedBy: 'sweep',
    since: from,
    ask: caller.ask,
  })
  if (subscriptions.ok) found.settled += subscriptions.value
  else found.problem ??= failureText(subscriptions.error)
}
