import 'server-only'
import { inTransaction, type Prisma, sql, type TransactionOptions, type Tx } from '@/lib/db'
import { enqueueMail } from '@/lib/mail/outbox'
import { findOrderState, lockOrderWithCart } from '@/lib/orders/order-state'
import { writeTimeline } from '@/lib/orders/timeline'
import { canMove } from '@/lib/orders/transitions'
import { acceptPayment } from './accept-payment'
import { contestPayment } from './contest-payment'
import { type Judgement, judgePayment, type PaymentProof } from './judge-payment'
import { completeFigures, recordPayment } from './record-payment'
import { type Accepted, leftMinorOf, type Settlement, type SettlementCase, type SettlementOutcome } from './settlement'

/** The order a payment may belong to: named by it, or the one its checkout or product was made for. */
function orderIdOf(proof: PaymentProof): Prisma.Sql | null {
  if (proof.orderNumber === null) {
    return sql`(select order_id from attempts
      where provider = ${proof.provider}::provider and mode = ${proof.mode}::payment_mode
        and (provider_session_id = ${proof.sessionId} or (provider_product_id = ${proof.providerProductId} and product_is_ours))
      order by provider_session_id = ${proof.sessionId} desc nulls last, id limit 1)`
  }
  if (!/^\d{1,9}$/.test(proof.orderNumber)) return null
  return sql`(select id from orders where number = ${Number(proof.orderNumber)})`
}

type Recorded = { id: number; orderId: number | null }

/** A provider's order counts once, and stays with the order it was given to; null when it is not written down yet. */
async function findRecorded(tx: Tx, proof: PaymentProof): Promise<Recorded | null> {
  const [row] = await tx.rows<Recorded>(sql`
    select id, order_id as "orderId" from payments
    where provider = ${proof.provider}::provider and mode = ${proof.mode}::payment_mode
      and provider_order_id = ${proof.providerOrderId}`)
  return row ?? null
}

/** Null when it is not at an order yet. What is stays there; only its figures may still be learned. */
async function keepAtOrder(tx: Tx, recorded: Recorded | null, settlement: Settlement): Promise<Accepted | null> {
  if (!recorded || recorded.orderId === null) return null
  if (settlement.figuresFrom === 'api') await completeFigures(tx, recorded.id, settlement)
  return { outcome: { outcome: 'already', orderId: recorded.orderId } }
}

async function recordUnmatched(tx: Tx, settlement: Settlement, isNews: boolean): Promise<Accepted> {
  // Only money that the provider's API confirmed is written down as money; an event alone may name anything.
  if (settlement.figuresFrom === 'api') {
    const difference = 'No order of this shop explains this payment.'
    const nowhere = { order: null, attemptId: null, claim: 'unexplained', verdict: 'unmatched' } as const
    await recordPayment(tx, settlement, { ...nowhere, difference })
  }
  return { outcome: { outcome: 'unmatched', isNews } }
}

/** Money of which nothing says whose it is; a merchant may have given it to an order all the same. */
async function settleUnexplained(tx: Tx, settlement: Settlement): Promise<Accepted> {
  const recorded = await findRecorded(tx, settlement.proof)
  return (await keepAtOrder(tx, recorded, settlement)) ?? recordUnmatched(tx, settlement, recorded === null)
}

/** Money that names an order but is not tied to it: the order stays as it is, and its story tells, once. */
async function recordForeign({ tx, order, settlement, isNew }: SettlementCase, reason: string): Promise<Accepted> {
  const { proof, at } = settlement
  const text = `Payment ${proof.providerOrderId} names this order, but ${reason}: it is kept as unmatched money.`
  if (isNew) await writeTimeline(tx, { orderId: order.id, at, actor: 'provider', kind: 'refused', text })
  return recordUnmatched(tx, settlement, isNew)
}

type Disagreeing = Extract<Judgement, { differences: string[] }>

/** Money that is not what was asked: never paid, never dropped. On an order that is paid already it is owed back. */
async function recordMismatch(one: SettlementCase, judgement: Disagreeing): Promise<Accepted> {
  const { tx, order, settlement } = one
  const { proof, at } = settlement
  const difference = judgement.differences.join('; ')
  const attemptId = judgement.attempt?.id ?? null
  await recordPayment(tx, settlement, { order, attemptId, claim: 'owed', verdict: 'mismatch', difference })
  const moves = canMove(order.status, 'needs_review')
  const owedMinor = moves || order.status === 'needs_review' ? 0 : leftMinorOf(one)
  await tx.rows(sql`
    update orders set status = case when ${moves} then 'needs_review'::order_status else status end, open_key = null,
      review_reason = case when ${moves} then ${difference} else review_reason end,
      refund_due_minor = refund_due_minor + ${owedMinor}, paid_twice = paid_twice or ${owedMinor > 0}
    where id = ${order.id}`)
  if (moves) await enqueueMail(tx, { orderId: order.id, kind: 'order_review', toAddress: order.email, at })
  await writeTimeline(tx, {
    orderId: order.id,
    at,
    actor: 'provider',
    kind: moves ? 'needs_review' : 'refused',
    ...(moves && { fromStatus: order.status, toStatus: 'needs_review' as const }),
    text: `Payment ${proof.providerOrderId} does not agree with this order: ${difference}.`,
    data: { providerOrderId: proof.providerOrderId, grossMinor: proof.grossMinor },
  })
  return { outcome: { outcome: 'mismatch', orderId: order.id } }
}

/** What went back of money that no order explained; nothing more can, until it has its order. */
async function lockUnexplained(tx: Tx, recorded: Recorded | null): Promise<number> {
  if (!recorded) return 0
  const [row] = await tx.rows<{ backMinor: number }>(sql`
    select refunded_minor as "backMinor" from payments where id = ${recorded.id} for update`)
  return row?.backMinor ?? 0
}

/**
 * `settlePayment` as a part of the caller's transaction, which runs `finish`, when there is one, as its last statement.
 */
export async function settleInTransaction(tx: Tx, settlement: Settlement): Promise<Accepted> {
  const { proof } = settlement
  const orderId = orderIdOf(proof)
  if (orderId === null) return settleUnexplained(tx, settlement)
  // They travel together but run one after the other: what is read was committed before the lock was had.
  const [, recorded, order] = await Promise.all([
    lockOrderWithCart(tx, orderId),
    findRecorded(tx, proof),
    findOrderState(tx, orderId),
  ])
  const kept = await keepAtOrder(tx, recorded, settlement)
  if (kept) {
    if (order && recorded?.orderId) await contestPayment(tx, order, settlement, recorded.orderId)
    return kept
  }
  if (!order) return recordUnmatched(tx, settlement, recorded === null)
  const backMinor = await lockUnexplained(tx, recorded)
  const isRefunded = proof.isRefunded || (backMinor > 0 && backMinor >= proof.grossMinor)
  const known = { ...settlement, proof: { ...proof, isRefunded } }
  const one = { tx, order, settlement: known, isNew: recorded === null, backMinor }
  const judgement = judgePayment(order, proof, settlement.discountTotalsMinor ?? [])
  if (judgement.verdict === 'foreign') return recordForeign(one, judgement.reason)
  if (judgement.verdict === 'agrees') return acceptPayment(one, judgement)
  if (judgement.verdict === 'lower' && settlement.discountTotalsMinor === null) {
    const { providerProductId, currency } = judgement.attempt
    const product = { providerProductId: providerProductId ?? '', currency, priceMinor: order.subtotalMinor }
    return { outcome: { outcome: 'discount_unclear', orderId: order.id, ...product } }
  }
  return recordMismatch(one, judgement)
}

/**
 * The one door to `paid`. Webhook, thank-you page and worker come through here with a proof; what agrees with the order
 * makes it paid, what disagrees is kept and shown, nothing is dropped. Safe to repeat and to run at the same time: the
 * order is locked, and a provider's order counts once. `alongside` writes in the same transaction, before the receipt
 * number is taken.
 */
export async function settlePayment(
  settlement: Settlement,
  options: TransactionOptions = {},
  alongside: (tx: Tx, outcome: SettlementOutcome) => Promise<void> = async () => {},
): Promise<SettlementOutcome> {
  return inTransaction(async (tx) => {
    const accepted = await settleInTransaction(tx, settlement)
    await alongside(tx, accepted.outcome)
    await accepted.finish?.()
    return accepted.outcome
  }, options)
}
