import 'server-only'
import type { Clock } from '@/lib/clock'
import { inTransaction, sql, type Tx } from '@/lib/db'
import { isAgreed, isClosedUnpaid } from '@/lib/orders/model'
import { lockOrderWithCart, type OrderState, readOrderState } from '@/lib/orders/order-state'
import { writeTimeline } from '@/lib/orders/timeline'
import { canMove } from '@/lib/orders/transitions'
import type { Mode, ProviderId } from '@/lib/payments/contract/provider-id'
import { err, ok, type Result } from '@/lib/shared/result'
import { completeOrder } from './complete-order'
import { oweMismatches } from './owe-mismatches'
import { type PaymentPlace, recordPayment } from './record-payment'
import type { Settlement } from './settlement'

/** Which money a merchant gives to which order, and why. */
export type AttachInput = { paymentId: number; orderNumber: number; merchantId: number; reason: string; clock: Clock }

/** Why it could not be given. */
export type AttachError = {
  code: 'unknown_order' | 'unknown_payment' | 'has_order' | 'being_refunded' | 'other_currency' | 'other_mode'
}

/** `paid`: it pays for the order. `extra`: the order has its money, this is owed back. `sold_out`: kept, and owed back. */
export type Attached = { outcome: 'paid' | 'extra' | 'sold_out'; orderNumber: number }

type Stray = {
  id: number
  orderId: number | null
  provider: ProviderId
  mode: Mode
  providerOrderId: string
  currency: string
  grossMinor: number
  taxMinor: number | null
  feeMinor: number | null
  netMinor: number | null
  buyerEmail: string | null
  isGoingBack: boolean
}

async function lockStray(tx: Tx, paymentId: number): Promise<Stray | null> {
  await tx.rows(sql`select id from payments where id = ${paymentId} for update`)
  const [stray] = await tx.rows<Stray>(sql`
    select id, order_id as "orderId", provider, mode, provider_order_id as "providerOrderId", currency,
      gross_minor as "grossMinor", tax_minor as "taxMinor", fee_minor as "feeMinor", net_minor as "netMinor",
      buyer_email as "buyerEmail",
      exists (select from refunds r where r.payment_id = p.id and r.state <> 'failed') as "isGoingBack"
    from payments p where p.id = ${paymentId}`)
  return stray ?? null
}

function refusalOf(stray: Stray | null, order: OrderState): AttachError['code'] | null {
  if (!stray) return 'unknown_payment'
  if (stray.orderId !== null) return 'has_order'
  if (stray.isGoingBack) return 'being_refunded'
  if (stray.mode !== order.mode) return 'other_mode'
  return stray.currency === order.currency ? null : 'other_currency'
}

type Attaching = { tx: Tx; order: OrderState; stray: Stray; input: AttachInput; at: Date }

/** Its row is there: only its place is new, and the ledger moves the money to the order. */
async function giveOrder({ tx, order, stray, at }: Attaching, place: Pick<PaymentPlace, 'claim' | 'verdict'>) {
  const { provider, mode, providerOrderId, currency, grossMinor, taxMinor, feeMinor, netMinor, buyerEmail } = stray
  const figures = { currency, grossMinor, taxMinor, feeMinor, netMinor, preTaxMinor: null }
  const reference = {
    sessionId: null,
    providerProductId: null,
    orderNumber: null,
    nonce: null,
    buyerEmail,
    isRefunded: false,
  }
  const settlement: Settlement = {
    proof: { provider, mode, providerOrderId, ...figures, ...reference },
    confirmedBy: 'merchant',
    figuresFrom: 'api',
    discountTotalsMinor: null,
    at,
  }
  await recordPayment(tx, settlement, { order, attemptId: null, ...place })
}

async function attachExtra(attaching: Attaching): Promise<Attached> {
  const { tx, order, stray, input, at } = attaching
  await giveOrder(attaching, { claim: 'owed', verdict: 'duplicate' })
  await tx.rows(sql`
    update orders set paid_twice = true, refund_due_minor = refund_due_minor + ${stray.grossMinor} where id = ${order.id}`)
  await writeTimeline(tx, {
    orderId: order.id,
    at,
    actor: 'merchant',
    merchantId: input.merchantId,
    kind: 'payment_recorded',
    text: `Payment ${stray.providerOrderId} was given to this order as one too many: ${input.reason}`,
    data: { providerOrderId: stray.providerOrderId, grossMinor: stray.grossMinor },
  })
  return { outcome: 'extra', orderNumber: order.number }
}

async function attachPaying(attaching: Attaching): Promise<Attached> {
  const { tx, order, stray, input, at } = attaching
  const isLate = isClosedUnpaid(order.status)
  await oweMismatches({ tx, order })
  const completion = await completeOrder(tx, order, {
    at,
    confirmedBy: 'merchant',
    actor: 'merchant',
    merchantId: input.merchantId,
    attemptId: null,
    grossMinor: stray.grossMinor,
    text: `Payment ${stray.providerOrderId} was given to this order by hand: ${input.reason}`,
  })
  const claim = completion.outcome === 'paid' ? 'earned' : 'owed'
  await giveOrder(attaching, { claim, verdict: isLate ? 'late' : 'settles' })
  if (completion.outcome === 'paid') await completion.takeReceipt()
  return { outcome: completion.outcome, orderNumber: order.number }
}

const paysAlready = (order: OrderState): boolean => !canMove(order.status, 'paid') || order.payments.some(isAgreed)

/**
 * A merchant's choice, with a reason that stays in the timeline, that money which no order explains belongs to an order:
 * it pays for it, or is recorded as one too many where the order has its money. Safe to repeat: the second call answers
 * `has_order`.
 */
export async function attachPayment(input: AttachInput): Promise<Result<Attached, AttachError>> {
  return inTransaction(async (tx) => {
    const [found] = await tx.rows<{ id: number }>(sql`select id from orders where number = ${input.orderNumber}`)
    if (!found || (await lockOrderWithCart(tx, found.id)) === null) return err({ code: 'unknown_order' })
    const order = await readOrderState(tx, found.id)
    const stray = await lockStray(tx, input.paymentId)
    const code = refusalOf(stray, order)
    if (code !== null || stray === null) return err({ code: code ?? 'unknown_payment' })
    const attaching = { tx, order, stray, input, at: input.clock.now() }
    return ok(paysAlready(order) ? await attachExtra(attaching) : await attachPaying(attaching))
  })
}
