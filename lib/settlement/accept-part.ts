import 'server-only'
import { sql } from '@/lib/db'
import { keepPayments } from '@/lib/ledger/post-payment'
import { enqueueMail } from '@/lib/mail/outbox'
import { isAgreed, type OrderStatus } from '@/lib/orders/model'
import type { AttemptRecord, OrderState } from '@/lib/orders/order-state'
import { paidLineIds } from '@/lib/orders/paid-lines'
import { writeTimeline } from '@/lib/orders/timeline'
import { canMove } from '@/lib/orders/transitions'
import { tellRefundedPart } from './adopt-refunds'
import { completeOrder } from './complete-order'
import { oweMismatches } from './owe-mismatches'
import { recordPayment } from './record-payment'
import { type Accepted, leftMinorOf, type SettlementCase } from './settlement'

type Part = SettlementCase & { attempt: AttemptRecord; discountMinor: number }

const earlierPayments = (order: OrderState) => order.payments.filter(isAgreed)

async function recordPart(part: Part, claim: 'earned' | 'owed', verdict: 'settles' | 'late'): Promise<void> {
  const { tx, order, settlement, attempt, discountMinor } = part
  await recordPayment(tx, settlement, { order, attemptId: attempt.id, discountMinor, claim, verdict })
}

/** That line's session is over, and a product made for it comes off sale. */
async function closeLine({ tx, order, settlement, attempt }: Part): Promise<void> {
  await tx.rows(sql`
    with closed as (
      update attempts set live_line_id = null,
        state = case when id = ${attempt.id} then 'paid'::attempt_state
          when state in ('creating', 'open') then 'superseded'::attempt_state else state end
      where line_id = ${attempt.lineId})
    update order_products set next_try_at = ${settlement.at}
    where order_id = ${order.id} and line_key = ${attempt.lineId} and state = 'live'`)
}

async function moveTo(part: Part, from: OrderStatus, to: OrderStatus, text: string): Promise<void> {
  const { tx, order, settlement } = part
  await tx.rows(sql`update orders set status = ${to}::order_status where id = ${order.id}`)
  const kind = to === 'needs_review' ? 'needs_review' : 'payment_recorded'
  await writeTimeline(tx, {
    orderId: order.id,
    at: settlement.at,
    actor: 'provider',
    kind,
    fromStatus: from,
    toStatus: to,
    text,
  })
}

/** A line of an order that is closed already: the rest will not be paid, so the money is to go back. */
async function reviewLatePart(part: Part): Promise<void> {
  const { tx, order, settlement } = part
  const reason = 'One item was paid after the order had been closed: the money is to be refunded.'
  await tx.rows(sql`
    update orders set review_reason = ${reason}, paid_late = true, refund_due_minor = refund_due_minor + ${leftMinorOf(part)},
      open_key = null where id = ${order.id}`)
  await moveTo(part, order.status, 'needs_review', reason)
  await enqueueMail(tx, { orderId: order.id, kind: 'order_review', toAddress: order.email, at: settlement.at })
}

/** A line of an order that a person is looking at: its money is kept with the rest, and the order stays there. */
async function recordInReview(part: Part): Promise<void> {
  const { tx, order, settlement } = part
  await recordPart(part, 'owed', 'settles')
  const text = `Payment ${settlement.proof.providerOrderId} came for one item while the order is under review.`
  await writeTimeline(tx, { orderId: order.id, at: settlement.at, actor: 'provider', kind: 'payment_recorded', text })
}

async function recordProgress(part: Part, paidCount: number): Promise<void> {
  const { order, settlement, attempt } = part
  const text = `Payment ${settlement.proof.providerOrderId} pays item ${paidCount} of ${order.lines.length} (attempt ${attempt.number}).`
  if (order.status === 'failed')
    await moveTo(part, 'failed', 'awaiting_payment', 'A page of this order was paid after all.')
  if (order.status !== 'partly_paid') {
    const from = order.status === 'failed' ? 'awaiting_payment' : order.status
    return moveTo(part, from, 'partly_paid', text)
  }
  await writeTimeline(part.tx, {
    orderId: order.id,
    at: settlement.at,
    actor: 'provider',
    kind: 'payment_recorded',
    text,
  })
}

/** Money for a line that was given back before we saw it come: the line stays unpaid. */
async function recordRefundedPart({ tx, order, settlement, attempt }: Part): Promise<Accepted> {
  const difference = 'It was already refunded when it was first seen.'
  await recordPayment(tx, settlement, { order, attemptId: attempt.id, claim: 'owed', verdict: 'mismatch', difference })
  const text = `Payment ${settlement.proof.providerOrderId} for one item was already refunded when it was first seen.`
  await writeTimeline(tx, { orderId: order.id, at: settlement.at, actor: 'provider', kind: 'refused', text })
  return { outcome: { outcome: 'refunded', orderId: order.id } }
}

async function acceptLast(part: Part): Promise<Accepted> {
  const { tx, order, settlement, attempt } = part
  const earlier = earlierPayments(order)
  const earlierMinor = earlier.reduce((sum, payment) => sum + payment.grossMinor - payment.refundedMinor, 0)
  await oweMismatches(part)
  const completion = await completeOrder(tx, order, {
    at: settlement.at,
    confirmedBy: settlement.confirmedBy,
    actor: 'provider',
    attemptId: attempt.id,
    grossMinor: earlierMinor + leftMinorOf(part),
    text: `Payment ${settlement.proof.providerOrderId} pays the last of ${order.lines.length} items.`,
  })
  const isPaid = completion.outcome === 'paid'
  if (isPaid)
    await keepPayments(
      tx,
      earlier.map((payment) => payment.id),
      settlement.at,
    )
  await recordPart(part, isPaid ? 'earned' : 'owed', 'settles')
  const outcome = { outcome: completion.outcome, orderId: order.id }
  if (!isPaid) return { outcome }
  const finish = async () => {
    await completion.takeReceipt()
    const isPartBack = part.backMinor > 0 || earlier.some((payment) => payment.refundedMinor > 0)
    if (isPartBack) await tellRefundedPart(tx, { orderId: order.id, at: settlement.at })
  }
  return { outcome, finish }
}

/** Whether this payment is the first for its line; a second one is owed back like any other. */
export function paysNewLine(order: OrderState, attempt: AttemptRecord): boolean {
  const wholeIsPaid = earlierPayments(order).some((payment) => {
    const paidBy = order.attempts.find((one) => one.id === payment.attemptId)
    return paidBy?.lineId == null
  })
  return !wholeIsPaid && attempt.lineId !== null && !paidLineIds(order).has(attempt.lineId)
}

/**
 * A payment for one line of an order that is paid item by item: `partly_paid` until every line has its payment, then
 * `paid`. The order can still move to paid; this payment is the first of its line.
 */
export async function acceptPart(part: Part): Promise<Accepted> {
  const { order, attempt } = part
  if (part.settlement.proof.isRefunded) return recordRefundedPart(part)
  const paid = paidLineIds(order).add(attempt.lineId ?? 0)
  if (order.lines.every((line) => paid.has(line.id))) return acceptLast(part)
  await closeLine(part)
  if (order.status === 'needs_review') {
    await recordInReview(part)
    return { outcome: { outcome: 'part_paid', orderId: order.id } }
  }
  const isPart = canMove(order.status, 'partly_paid') || order.status === 'partly_paid' || order.status === 'failed'
  if (isPart) await recordProgress(part, paid.size)
  else await reviewLatePart(part)
  await recordPart(part, 'owed', isPart ? 'settles' : 'late')
  return { outcome: { outcome: isPart ? 'part_paid' : 'sold_out', orderId: order.id } }
}
