import 'server-only'
import { returnStock } from '@/lib/catalog/stock'
import { sql } from '@/lib/db'
import { isAgreed, isClosedUnpaid } from '@/lib/orders/model'
import { writeTimeline } from '@/lib/orders/timeline'
import { canMove } from '@/lib/orders/transitions'
import { acceptPart, paysNewLine } from './accept-part'
import { tellRefundedPart } from './adopt-refunds'
import { closeAttempts, completeOrder } from './complete-order'
import type { Judgement } from './judge-payment'
import { oweMismatches } from './owe-mismatches'
import { recordPayment } from './record-payment'
import { type Accepted, leftMinorOf, type SettlementCase } from './settlement'

type Agreed = Extract<Judgement, { verdict: 'agrees' }>

const place = ({ order, isNew }: SettlementCase, agreed: Agreed) => ({
  order,
  isNew,
  attemptId: agreed.attempt.id,
  discountMinor: agreed.discountMinor,
})

/** A further payment for an order that has one: kept, and owed back. */
async function recordSecond(one: SettlementCase, agreed: Agreed): Promise<Accepted> {
  const { tx, order, settlement } = one
  const { providerOrderId, grossMinor } = settlement.proof
  await recordPayment(tx, settlement, { ...place(one, agreed), claim: 'owed', verdict: 'duplicate' })
  await tx.rows(sql`
    update orders set paid_twice = true, refund_due_minor = refund_due_minor + ${leftMinorOf(one)} where id = ${order.id}`)
  await writeTimeline(tx, {
    orderId: order.id,
    at: settlement.at,
    actor: 'provider',
    kind: 'refused',
    text: `A second payment (${providerOrderId}) came for an order that has one already; it is to be refunded.`,
    data: { providerOrderId, grossMinor },
  })
  return { outcome: { outcome: 'second_payment', orderId: order.id } }
}

/** The provider's payment behind an order that a merchant had marked paid by hand. */
async function recordBehindHand(one: SettlementCase, agreed: Agreed): Promise<Accepted> {
  const { tx, order, settlement } = one
  await recordPayment(tx, settlement, { ...place(one, agreed), claim: 'earned', verdict: 'settles' })
  await writeTimeline(tx, {
    orderId: order.id,
    at: settlement.at,
    actor: 'provider',
    kind: 'payment_recorded',
    text: `Payment ${settlement.proof.providerOrderId} came for this order, which was marked paid by hand.`,
  })
  return { outcome: { outcome: 'already', orderId: order.id } }
}

/** Money that was given back before we saw it come: never paid, never shipped. */
async function recordRefunded(one: SettlementCase, agreed: Agreed): Promise<Accepted> {
  const { tx, order, settlement } = one
  await recordPayment(tx, settlement, { ...place(one, agreed), claim: 'owed', verdict: 'settles' })
  const moves = canMove(order.status, 'refunded')
  if (moves) {
    await closeAttempts(tx, order.id, { attemptId: agreed.attempt.id, at: settlement.at })
    await returnStock(tx, order.id)
    await tx.rows(sql`
      update orders set status = 'refunded', stock_state = 'released', open_key = null where id = ${order.id}`)
  }
  await writeTimeline(tx, {
    orderId: order.id,
    at: settlement.at,
    actor: 'provider',
    kind: moves ? 'refunded' : 'refused',
    ...(moves && { fromStatus: order.status, toStatus: 'refunded' as const }),
    text: `Payment ${settlement.proof.providerOrderId} was already refunded when it was first seen.`,
  })
  return { outcome: { outcome: 'refunded', orderId: order.id } }
}

/** A payment that agrees with its order in everything: pays it, or is recognised as one too many. */
export async function acceptPayment(one: SettlementCase, agreed: Agreed): Promise<Accepted> {
  const { tx, order, settlement } = one
  const { proof, confirmedBy, at } = settlement
  const { attempt, discountMinor } = agreed
  if (canMove(order.status, 'paid') && paysNewLine(order, attempt))
    return acceptPart({ ...one, attempt, discountMinor })
  const hasPayment = order.payments.some(isAgreed)
  if (hasPayment || order.status === 'refunded') return recordSecond(one, agreed)
  if (!canMove(order.status, 'paid')) return recordBehindHand(one, agreed)
  if (proof.isRefunded) return recordRefunded(one, agreed)
  const late = isClosedUnpaid(order.status)
  await oweMismatches(one)
  const completion = await completeOrder(tx, order, {
    at,
    confirmedBy,
    actor: 'provider',
    attemptId: agreed.attempt.id,
    grossMinor: leftMinorOf(one),
    text: `Payment ${proof.providerOrderId} confirmed by ${confirmedBy.replace('_', ' ')}: amount, currency, product, mode, order number and nonce agree.`,
  })
  const claim = completion.outcome === 'paid' ? 'earned' : 'owed'
  await recordPayment(tx, settlement, { ...place(one, agreed), claim, verdict: late ? 'late' : 'settles' })
  const outcome = { outcome: completion.outcome, orderId: order.id }
  if (completion.outcome !== 'paid') return { outcome }
  if (one.backMinor === 0) return { outcome, finish: completion.takeReceipt }
  const finish = async () => {
    await completion.takeReceipt()
    await tellRefundedPart(tx, { orderId: order.id, at })
  }
  return { outcome, finish }
}
