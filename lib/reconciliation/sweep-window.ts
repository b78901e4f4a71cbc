import 'server-only'
import type { Clock } from '@/lib/clock'
import { rows, sql } from '@/lib/db'
import { env } from '@/lib/env'
import type { ProviderPayment } from '@/lib/payments/contract/payments'
import { failureText } from '@/lib/payments/failure-text'
import type { PaymentGateway } from '@/lib/payments/gateway'
import { noteDisputes } from '@/lib/settlement/note-disputes'
import { continueNumbers } from './continue-numbers'
import { notePaymentTimes } from './note-payment-times'
import { noteRefunds } from './note-refunds'
import { settleMany } from './settle-many'
import { sortPayments } from './sort-payments'
import type { SweepCaller } from './sweep-caller'
import { findLastComplete, type SweepResult } from './sweep-runs'
import { walkLists } from './walk-lists'

/** One sweep of one provider: what it works with, and what it has found so far. */
export type Sweep = {
  gateway: PaymentGateway
  clock: Clock
  caller: SweepCaller
  startedAt: Date
  found: Omit<SweepResult, 'calls'>
}

const minuteMs = 60_000
const dayMs = 86_400_000
/** The day that every sweep looks at, and a bit for clocks that differ. */
const windowMs = dayMs + 15 * minuteMs
/** What a sweep before may not have seen yet. */
const overlapMs = 2 * 60 * minuteMs
const longestMs = 30 * dayMs

/** The last 24 hours; further back when nobody looked for longer than that, at most 30 days. */
export async function findWindowStart(gateway: PaymentGateway, at: Date): Promise<Date> {
  const lastComplete = await findLastComplete(gateway, 'window')
  const [unpaid] = await rows<{ since: Date | null }>(sql`
    select min(placed_at) as since from orders where mode = ${gateway.mode}::payment_mode
      and status in ('awaiting_payment', 'partly_paid', 'failed', 'needs_review')`)
  const unseenMs = lastComplete ? lastComplete.getTime() - overlapMs : (unpaid?.since?.getTime() ?? at.getTime())
  return new Date(Math.max(at.getTime() - longestMs, Math.min(at.getTime() - windowMs, unseenMs)))
}

async function settle(sweep: Sweep, payments: ProviderPayment[]): Promise<void> {
  const { settled, left } = await settleMany(sweep, payments)
  sweep.found.settled += settled
  if (left > 0) sweep.found.problem = `${left} found payments could not be settled yet`
}

/** Settles what one page shows of orders of ours and notes disputes. @returns the payments that nothing explains yet. */
export async function settlePage(sweep: Sweep, payments: ProviderPayment[]): Promise<ProviderPayment[]> {
  sweep.found.seen += payments.length
  const { ours, unexplained } = await sortPayments(sweep.gateway, payments)
  await settle(sweep, ours)
  await noteDisputes(sweep.gateway, payments, sweep.clock)
  await notePaymentTimes(sweep.gateway, payments)
  return unexplained
}

/** Old enough that its webhook and its order's own transaction are over: what is unexplained now stays so. */
const isRipe = ({ createdAt }: ProviderPayment, at: Date) =>
  createdAt === null || at.getTime() - createdAt.getTime() >= env().RECHECK_AFTER_SECONDS * 1_000

/** Asks about each by itself: the single payment may show what the list leaves out. What stays unexplained is written down. */
async function explain(sweep: Sweep, unexplained: ProviderPayment[]): Promise<void> {
  const { gateway, caller, clock } = sweep
  for (const listed of unexplained) {
    const answer = await caller.ask(() => gateway.lookUpPayment(listed.providerOrderId))
    if (!answer.ok) {
      sweep.found.problem = failureText(answer.error)
      return
    }
    if (answer.value === null || answer.value.isSubscription) continue
    const { ours } = await sortPayments(gateway, [answer.value])
    if (ours.length > 0 || isRipe(listed, clock.now())) await settle(sweep, [answer.value])
  }
}

/** Looks for orders that new payments may be for. @returns the payments that nothing explains even then. */
export type FindOrders = (payments: ProviderPayment[]) => Promise<ProviderPayment[]>

/**
 * Looks at every payment since `from`, however the list shifts meanwhile: settles what explains orders of ours, notes
 * disputes and refunds, and writes down money that no order explains, after the list, `findOrders` and the single payment
 * were asked.
 */
export async function sweepWindow(
  sweep: Sweep,
  from: Date,
  findOrders: FindOrders = async (payments) => payments,
): Promise<void> {
  const { gateway, caller, found } = sweep
  const unexplained: ProviderPayment[] = []
  const refunded: ProviderPayment[] = []
  const walked = await walkLists({
    gateway,
    caller,
    from,
    visit: async (payments) => {
      await continueNumbers(gateway, payments, sweep.clock)
      unexplained.push(...(await settlePage(sweep, payments)))
      refunded.push(...payments.filter((payment) => payment.isRefunded))
    },
  })
  if (!walked.ok) found.problem = failureText(walked.error)
  await explain(sweep, await findOrders(unexplained))
  const refunds = await noteRefunds(sweep, refunded)
  if (refunds.ok) found.settled += refunds.value
  else found.problem ??= failureText(refunds.error)
}
