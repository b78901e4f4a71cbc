import 'server-only'
import type { Clock } from '@/lib/clock'
import { inTransaction, sql, type Tx } from '@/lib/db'
import { lockOrder, readOrderState } from '@/lib/orders/order-state'
import type { CompletedClaims } from '@/lib/payments/contract/events'
import type { ProviderPayment } from '@/lib/payments/contract/payments'
import type { PaymentGateway } from '@/lib/payments/gateway'
import { providerName } from '@/lib/payments/providers'
import { followRefunds } from '@/lib/refunds/follow-refunds'
import { reviewOrder } from '@/lib/settlement/review-order'
import { settleConfirmedPayment } from '@/lib/settlement/settle-confirmed-payment'
import type { SettlementOutcome } from '@/lib/settlement/settlement'
import { confirmDispute } from './confirm-dispute'
import { confirmRefund } from './confirm-refund'
import { confirmSubscription } from './confirm-subscription'
import { rememberUnit } from './confirmed-units'
import { afterInlineLease, recordVerdict, type StoredEvent } from './inbox'
import type { InboxState } from './model'
import { stateOfOutcome } from './outcome-state'
import { patienceMs, waitMs } from './patience'

type ConfirmDeps = { gateway: PaymentGateway; clock: Clock }

/** The order an event names and has the right nonce for; only such an event may call a person to it. */
async function findNamedOrder(tx: Tx, claims: CompletedClaims): Promise<number | null> {
  if (claims.nonce === null || !/^\d{1,9}$/.test(claims.orderNumber ?? '')) return null
  const [row] = await tx.rows<{ id: number }>(sql`
    select o.id from orders o join attempts a on a.order_id = o.id
    where o.number = ${Number(claims.orderNumber)} and a.nonce = ${claims.nonce}`)
  return row?.id ?? null
}

async function callPerson(tx: Tx, claims: CompletedClaims, reason: string, at: Date): Promise<number | null> {
  const orderId = await findNamedOrder(tx, claims)
  if (orderId === null) return null
  await lockOrder(tx, orderId)
  await reviewOrder(tx, await readOrderState(tx, orderId), reason, at)
  return orderId
}

/** No answer that counts: asked again later, and after ten minutes a person is called. */
async function putOff(event: StoredEvent, claims: CompletedClaims, problem: string, at: Date): Promise<void> {
  const isPatient = at.getTime() - event.receivedAt.getTime() < patienceMs
  await inTransaction(async (tx) => {
    if (isPatient) {
      const nextTryAt = new Date(at.getTime() + waitMs(event.tries))
      return recordVerdict(tx, event, { state: 'confirming', reason: problem, orderId: null, nextTryAt, at })
    }
    const reason = `${providerName(event.provider)} told of a payment (${claims.providerOrderId}) but did not confirm it within 10 minutes: ${problem}`
    const orderId = await callPerson(tx, claims, reason, at)
    const state: InboxState = orderId === null ? 'unmatched' : 'failed'
    await recordVerdict(tx, event, { state, reason: problem, orderId, nextTryAt: null, at })
  })
}

async function leaveToSubscription(event: StoredEvent, at: Date): Promise<void> {
  const reason = 'It pays an interval of a subscription: that is settled with the subscription.'
  await inTransaction((tx) =>
    recordVerdict(tx, event, { state: 'ignored', reason, orderId: null, nextTryAt: null, at }),
  )
}

const reasonOfOutcome = (outcome: SettlementOutcome): string | null => {
  if (outcome.outcome === 'mismatch') return 'The payment does not agree with its order; see there.'
  if (outcome.outcome === 'unmatched') return 'No order of this shop explains this payment.'
  return null
}

/** The API may show an order without our metadata; what the signed event said of it then counts too. */
export const withSignedReference = (payment: ProviderPayment, claims: CompletedClaims): ProviderPayment => ({
  ...payment,
  sessionId: payment.sessionId ?? claims.sessionId,
  providerProductId: payment.providerProductId ?? claims.providerProductId,
  orderNumber: payment.orderNumber ?? claims.orderNumber,
  nonce: payment.nonce ?? claims.nonce,
})

/**
 * Asks the provider's API about the payment, refund, dispute or subscription that an event told, and settles what it
 * answers. No answer is put off, never
 * dropped. Safe to repeat.
 */
export async function confirmByApi(event: StoredEvent, { gateway, clock }: ConfirmDeps): Promise<void> {
  const understood = gateway.understand({ rawBody: event.rawBody, headers: new Headers(event.headers) })
  if (understood.kind === 'payment_refunded')
    return confirmRefund(event, understood.providerOrderId, { gateway, clock })
  if (understood.kind === 'payment_disputed')
    return confirmDispute(event, understood.providerOrderId, { gateway, clock })
  if (understood.kind === 'subscription') return confirmSubscription(event, understood, { gateway, clock })
  if (understood.kind !== 'payment_completed') return
  const { claims } = understood
  const answer = await gateway.lookUpPayment(claims.providerOrderId)
  const at = clock.now()
  if (!answer.ok) return putOff(event, claims, `${answer.error.code}: ${answer.error.detail}`, at)
  if (!answer.value) return putOff(event, claims, 'the provider does not know this payment (yet)', at)
  if (answer.value.isSubscription) return leaveToSubscription(event, at)
  const payment = withSignedReference(answer.value, claims)
  await rememberUnit(event, claims, payment, at)
  const alongside = (tx: Tx, outcome: SettlementOutcome) => {
    const orderId = 'orderId' in outcome ? outcome.orderId : null
    const nextTryAt = outcome.outcome === 'discount_unclear' ? afterInlineLease(at) : null
    const verdict = { state: stateOfOutcome[outcome.outcome], reason: reasonOfOutcome(outcome), orderId, nextTryAt, at }
    return recordVerdict(tx, event, verdict)
  }
  const settled = await settleConfirmedPayment({ gateway, payment, confirmedBy: 'webhook', at, alongside })
  if (!settled.ok) return putOff(event, claims, `${settled.error.code}: ${settled.error.detail}`, at)
  // A payment that was refunded when it was first seen brings its refunds along; what is missed now the sweep finds.
  if (payment.isRefunded) await followRefunds({ gateway, clock, seenBy: 'webhook' }, [payment])
}
