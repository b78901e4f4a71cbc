import 'server-only'
import type { Clock } from '@/lib/clock'
import { inTransaction, rows, sql, type Tx } from '@/lib/db'
import { writeTimeline } from '@/lib/orders/timeline'
import type { ProviderPayment } from '@/lib/payments/contract/payments'
import type { ProviderRefund } from '@/lib/payments/contract/refunds'
import type { PaymentGateway } from '@/lib/payments/gateway'
import { providerName } from '@/lib/payments/providers'
import { followRefunds } from '@/lib/refunds/follow-refunds'
import { noteFurtherPart } from '@/lib/refunds/note-refund-extent'
import { settleConfirmedPayment } from '@/lib/settlement/settle-confirmed-payment'
import { recordVerdict, type StoredEvent } from './inbox'
import type { InboxState } from './model'
import { patienceMs, waitMs } from './patience'

type RefundDeps = { gateway: PaymentGateway; clock: Clock }

type KnownPayment = { orderId: number | null }

async function findPayment(event: StoredEvent, providerOrderId: string): Promise<KnownPayment | null> {
  const [payment] = await rows<KnownPayment>(sql`
    select order_id as "orderId" from payments where provider = ${event.provider}::provider
      and mode = ${event.mode}::payment_mode and provider_order_id = ${providerOrderId}`)
  return payment ?? null
}

export async function decide(
  event: StoredEvent,
  state: InboxState,
  reason: string | null,
  orderId: number | null,
  at: Date,
) {
  const verdict = { state, reason, orderId, nextTryAt: null, at }
  await inTransaction((tx) => recordVerdict(tx, event, verdict))
}

async function noteUnconfirmed(tx: Tx, event: StoredEvent, told: Told, orderId: number, at: Date) {
  const text = `${providerName(event.provider)} told of ${told.what} of payment ${told.providerOrderId}, but its API shows none: nothing was changed.`
  await writeTimeline(tx, { orderId, at, actor: 'provider', kind: 'refused', text, data: { eventId: event.id } })
}

/** `what`: what the event told of, for the order's story. */
export type Told = { what: 'a refund' | 'a dispute'; providerOrderId: string }

/** Asked again later; what the API does not confirm within ten minutes moves nothing and is shown. */
export async function putOff(event: StoredEvent, told: Told, problem: string, at: Date): Promise<void> {
  if (at.getTime() - event.receivedAt.getTime() < patienceMs) {
    const nextTryAt = new Date(at.getTime() + waitMs(event.tries))
    const verdict = { state: 'confirming' as const, reason: problem, orderId: null, nextTryAt, at }
    return inTransaction((tx) => recordVerdict(tx, event, verdict))
  }
  const payment = await findPayment(event, told.providerOrderId)
  const orderId = payment?.orderId ?? null
  const state: InboxState = payment ? 'failed' : 'unmatched'
  await inTransaction(async (tx) => {
    await recordVerdict(tx, event, { state, reason: problem, orderId, nextTryAt: null, at })
    if (orderId !== null) await noteUnconfirmed(tx, event, told, orderId, at)
  })
}

/** A refund or a dispute may be told before the payment itself: then the payment is settled first, as what it is by now. */
export async function ensurePayment(
  event: StoredEvent,
  payment: ProviderPayment,
  { gateway, clock }: RefundDeps,
): Promise<KnownPayment | null> {
  const known = await findPayment(event, payment.providerOrderId)
  if (known) return known
  await settleConfirmedPayment({ gateway, payment, confirmedBy: 'webhook', at: clock.now() })
  return findPayment(event, payment.providerOrderId)
}

const isShown = (payment: ProviderPayment, listed: readonly ProviderRefund[]) =>
  payment.isRefunded || listed.some((refund) => refund.providerOrderId === payment.providerOrderId)

const failureText = ({ code, detail }: { code: string; detail: string }) => `${code}: ${detail}`

/**
 * What an event says of a refund is only a reason to ask: the provider's orders and refunds decide. No answer is put off,
 * never dropped. Safe to repeat.
 */
export async function confirmRefund(event: StoredEvent, providerOrderId: string, deps: RefundDeps): Promise<void> {
  const { gateway, clock } = deps
  const later = (problem: string) => putOff(event, { what: 'a refund', providerOrderId }, problem, clock.now())
  const answer = await gateway.lookUpPayment(providerOrderId)
  if (!answer.ok) return later(failureText(answer.error))
  if (!answer.value) return later('the provider does not know this payment (yet)')
  const payment = await ensurePayment(event, answer.value, deps)
  if (!payment) return later('the payment could not be settled (yet)')
  const followed = await followRefunds({ gateway, clock, seenBy: 'webhook' }, [answer.value])
  if (!followed.ok) return later(failureText(followed.error))
  const { refunds, changed } = followed.value
  if (!isShown(answer.value, refunds)) return later('the provider shows no refund of this payment (yet)')
  const { orderId } = payment
  if (orderId === null)
    return decide(event, 'unmatched', 'No order of this shop explains this payment.', null, clock.now())
  const isNews = changed > 0 || (await tellsOfMore(event, answer.value, deps))
  await decide(event, isNews ? 'settled' : 'duplicate', null, orderId, clock.now())
}

/** A further part of unknown amount shows in nothing but an event that was not there before. */
async function tellsOfMore(
  event: StoredEvent,
  payment: ProviderPayment,
  { gateway, clock }: RefundDeps,
): Promise<boolean> {
  const isUntold = payment.refundExtent === 'part' && typeof payment.refundedMinor !== 'number'
  if (!isUntold || gateway.refunds) return false
  return inTransaction(async (tx) => {
    const [again] = await tx.rows(sql`
      select 1 from webhook_events e join webhook_events mine on mine.id = ${event.id}
      where e.id < mine.id and e.provider = mine.provider and e.mode = mine.mode and e.body_hash = mine.body_hash limit 1`)
    return again === undefined && noteFurtherPart(tx, { gateway, payment, seenBy: 'webhook', clock })
  })
}
