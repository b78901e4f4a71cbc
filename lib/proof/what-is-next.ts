import type { OrderDetail } from '@/lib/back-office/model'
import type { OrderStatus } from '@/lib/orders/model'
import { assertNever } from '@/lib/shared/assert-never'
import { formatMoment } from '@/lib/shared/moment'
import type { WhyFacts } from './model'

const paidAfterAll =
  'A payment that the provider confirms would still make it paid, if its goods are there, and flag it as paid late.'

const dueWords = (at: Date, timeZone: string) => formatMoment(at, timeZone)

function whileUnaskable({ order, unaskable }: WhyFacts): string[] {
  const names = new Intl.ListFormat('en').format(unaskable)
  return [
    `Whether it was paid cannot be asked: ${names} opened a payment page for it and has no ${order.mode} key here. So it does not expire by itself, and what it holds of the stock stays held.`,
    `Setting the key again lets the shop ask; or look in the dashboard of ${names} and, when there is no payment, let it go in Rescue or cancel it here.`,
  ]
}

function whilePayable(facts: WhyFacts): string[] {
  const { order, timeZone, unaskable } = facts
  if (unaskable.length > 0) return whileUnaskable(facts)
  const check = order.nextCheckAt
    ? `The shop asks the provider again by itself on ${dueWords(order.nextCheckAt, timeZone)}.`
    : 'The shop asks the provider again with the next sweep.'
  return [
    'A payment that the provider confirms, by webhook or when asked, makes it paid.',
    check,
    `Without one it expires on ${dueWords(order.expiresAt, timeZone)}, once the provider has said that there is no payment.`,
  ]
}

function whileReviewed({ order }: WhyFacts): string[] {
  if (order.refundDueMinor > 0) return ['Refunding what is owed, or marking it as paid by hand, ends this.']
  return [
    'A merchant decides: keep the money by marking it as paid, or refund it. The right payment would also pay it.',
  ]
}

const fulfilmentNext: Record<OrderDetail['fulfilment'], string> = {
  unfulfilled: 'It is to be sent: marking it as fulfilled ends the work on it.',
  partly_fulfilled: 'What ships is still to be sent: marking it as fulfilled ends the work on it.',
  fulfilled: 'Nothing is left to be done; only a refund or a dispute would change it.',
}

function byStatus(status: OrderStatus, facts: WhyFacts): string[] {
  switch (status) {
    case 'awaiting_payment':
      return whilePayable(facts)
    case 'failed':
      return ['The shopper may try again; a payment that the provider confirms makes it paid.']
    case 'partly_paid':
      return [
        'It is paid as soon as its other items are; a merchant may refund the paid ones or mark it as paid instead.',
      ]
    case 'needs_review':
      return whileReviewed(facts)
    case 'paid':
    case 'partially_refunded':
      return [fulfilmentNext[facts.order.fulfilment]]
    case 'expired':
    case 'cancelled':
      return [paidAfterAll]
    case 'refunded':
      return ['Nothing: a refund is final. A further payment would be recorded as owed back.']
    default:
      return assertNever(status)
  }
}

function openEvents({ order }: WhyFacts): string[] {
  const open = order.events.filter((event) => event.state === 'received' || event.state === 'confirming')
  return open.map((event) => `Event ${event.id} is still being worked on and may change it.`)
}

function openRefunds({ refunds }: WhyFacts): string[] {
  const sentences: string[] = []
  if (refunds.some(({ state }) => state === 'pending' || state === 'requested'))
    sentences.push('When the refund under way ends, the order follows it.')
  if (refunds.some(({ state }) => state === 'unknown'))
    sentences.push('The shop looks for the refund whose answer was lost in the provider’s list; it is not sent again.')
  return sentences
}

function openFlags({ order }: WhyFacts): string[] {
  const sentences: string[] = []
  if (order.refundDueMinor > 0 && order.status !== 'needs_review')
    sentences.push('Refunding what is owed back clears that mark.')
  if (order.disputed) sentences.push('The mark of the dispute goes when the provider no longer shows one.')
  return sentences
}

/** What would change an order next, and by whom. Pure. */
export function whatIsNext(facts: WhyFacts): string[] {
  return [...byStatus(facts.order.status, facts), ...openEvents(facts), ...openRefunds(facts), ...openFlags(facts)]
}
