import type { OrderDetail, PaymentView, TimelineView } from '@/lib/back-office/model'
import type { RefundView } from '@/lib/refunds/model'
import { formatMoment } from '@/lib/shared/moment'
import { formatMoney } from '@/lib/shared/money'
import type { Why, WhyFacts } from './model'
import { whatIsNext } from './what-is-next'

const actors: Record<string, string> = {
  shopper: 'the shopper',
  provider: 'the provider',
  system: 'the shop’s own work in the background',
  merchant: 'a merchant',
}

const ways: Record<string, string> = {
  webhook: 'by a webhook',
  return_check: 'by asking the provider when the shopper came back',
  sweep: 'by a check in the background',
  merchant: 'by a merchant',
}

const who = (entry: TimelineView): string => entry.merchantName ?? actors[entry.actor] ?? entry.actor
const ended = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`)

/** What the last move said, when it was and who made it. */
function lastMove({ order, timeZone }: WhyFacts): string {
  const move = order.timeline.findLast((entry) => entry.toStatus === order.status)
  if (!move) return `It was placed on ${formatMoment(order.placedAt, timeZone)} and has not moved since.`
  return `Since ${formatMoment(move.at, timeZone)}, by ${who(move)}: ${ended(move.text)}`
}

function paymentPage({ order }: WhyFacts): string {
  const last = order.attempts.at(-1)
  if (!last) return 'No payment page was ever opened for it.'
  const failure = last.failureDetail ?? last.failureCode
  if (failure) return `Its last payment page (attempt ${last.number}) could not be opened: ${ended(failure)}`
  return `Its last payment page (attempt ${last.number}) is ${last.state}.`
}

/** Whether the provider was asked, when last, and with what answer. */
function lastCheck({ order, timeZone }: WhyFacts): string {
  const told = order.timeline.findLast((entry) => entry.kind === 'checked')
  if (told) return `Asked on ${formatMoment(told.at, timeZone)} by ${who(told)}: ${ended(told.text)}`
  if (!order.checkedAt) return 'The provider has not been asked about it yet.'
  return `The provider was asked on ${formatMoment(order.checkedAt, timeZone)} and knew of no payment for it.`
}

function eventBehind(order: OrderDetail, payment: PaymentView): string {
  const event = order.events.find(
    (one) => one.providerOrderId === payment.providerOrderId && (one.state === 'settled' || one.state === 'duplicate'),
  )
  return event ? `, told by event ${event.id} (${event.eventName ?? 'without a name'})` : ''
}

const verdicts: Record<string, string> = {
  settles: 'pays for this order',
  late: 'came after the order had ended and pays for it',
  duplicate: 'is one too many and is owed back',
  mismatch: 'does not agree with this order',
  unmatched: 'belongs to no order',
}

function onePayment(order: OrderDetail, payment: PaymentView): string {
  const gross = payment.figures.find(({ name }) => name === 'gross')?.figure.amountMinor ?? 0
  const amount = formatMoney({ amountMinor: gross, currency: payment.currency })
  const how = ways[payment.confirmedBy] ?? `by ${payment.confirmedBy}`
  const verdict = verdicts[payment.verdict] ?? payment.verdict
  const difference = payment.difference ? `: ${payment.difference}` : ''
  const text = `Payment ${payment.providerOrderId} of ${amount} ${verdict}${difference}. It was confirmed ${how}`
  return ended(`${text}${eventBehind(order, payment)}`)
}

function byHand({ order }: WhyFacts): string[] {
  const isByHand = order.confirmedBy === 'merchant' && order.payments.length === 0
  return isByHand ? ['No payment of a provider stands behind it: it counts as paid by a merchant’s word.'] : []
}

const refundStates: Record<RefundView['state'], string> = {
  requested: 'is being sent',
  pending: 'is on its way at the provider',
  completed: 'went back',
  failed: 'failed',
  unknown: 'was sent, and its answer was lost',
}

function oneRefund(refund: RefundView): string {
  const by = refund.fromShop ? (refund.merchantName ?? 'a merchant') : 'somebody at the provider'
  const failure = refund.state === 'failed' && refund.failure ? ` ${ended(refund.failure)}` : ''
  return `A refund of ${formatMoney(refund)} by ${by} ${refundStates[refund.state]}.${failure}`
}

function flags({ order }: WhyFacts): string[] {
  const due = formatMoney({ amountMinor: order.refundDueMinor, currency: order.currency })
  return [
    order.paidLate && 'It was paid late: the money came after it had expired or was cancelled.',
    order.paidTwice && 'More money came than was asked for.',
    order.disputed && 'The buyer disputes a payment at the provider.',
    order.refundDueMinor > 0 && `${due} are owed back to the buyer.`,
    order.reviewReason !== null && order.status === 'needs_review' && `To be looked at: ${ended(order.reviewReason)}`,
  ].filter((sentence) => sentence !== false)
}

/** Moves that were asked for and that the table of moves does not have, or money that was turned away. */
function refusals({ order }: WhyFacts): string[] {
  const last = order.timeline.findLast((entry) => entry.kind === 'refused')
  return last ? [`Turned away last: ${ended(last.text)}`] : []
}

const unpaid = ['awaiting_payment', 'failed', 'expired', 'cancelled']

/**
 * Why an order is in its state: by which move, payment, event, check and whom; and what would change it next. Computed from
 * what is written down about it, so that a changed fact changes the text. Pure.
 */
export function whyOrder(facts: WhyFacts): Why {
  const { order, refunds } = facts
  const waiting = unpaid.includes(order.status) ? [paymentPage(facts), lastCheck(facts)] : []
  const money = order.payments.map((payment) => onePayment(order, payment))
  return {
    because: [
      lastMove(facts),
      ...waiting,
      ...money,
      ...byHand(facts),
      ...refunds.map(oneRefund),
      ...flags(facts),
      ...refusals(facts),
    ],
    next: whatIsNext(facts),
  }
}
