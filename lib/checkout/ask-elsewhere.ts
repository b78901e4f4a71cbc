import 'server-only'
import type { Clock } from '@/lib/clock'
import { inTransaction, rows, sql } from '@/lib/db'
import { log } from '@/lib/log'
import { type Asked, readAsked } from '@/lib/orders/asked-order'
import { writeTimeline } from '@/lib/orders/timeline'
import type { ProviderPayment } from '@/lib/payments/contract/payments'
import type { ProviderId } from '@/lib/payments/contract/provider-id'
import type { PaymentGateway } from '@/lib/payments/gateway'
import { providerName } from '@/lib/payments/providers'
import { settleConfirmedPayment } from '@/lib/settlement/settle-confirmed-payment'
import { beganSubscription } from './began-subscription'
import { withinDeadline } from './deadline'
import { takeOffSale } from './take-off-sale'

/** Finds the gateway that a shopper may be sent to; null when there is none. It may have to look for its secrets first. */
export type FindCheckoutGateway = (id: ProviderId) => PaymentGateway | null | Promise<PaymentGateway | null>

/** An order whose shopper now pays somewhere else. */
export type Elsewhere = {
  orderId: number
  /** The provider that is about to open a page. */
  chosen: ProviderId
  clock: Clock
  gateway: FindCheckoutGateway
  /** For all questions together. */
  timeoutMs: number
}

/** A provider that took all the time to answer is still given this much. */
const leastMs = 500

/** A payment that is certainly of one of these pages: a shared product sells to others too. */
const isOf =
  ({ attempts }: Asked) =>
  (payment: ProviderPayment): boolean =>
    attempts.some(
      (attempt) =>
        attempt.nonce === payment.nonce ||
        (attempt.sessionId !== null && attempt.sessionId === payment.sessionId) ||
        (attempt.productIsOurs && attempt.providerProductId === payment.providerProductId),
    )

async function note({ orderId, clock }: Elsewhere, text: string): Promise<void> {
  await inTransaction((tx) => writeTimeline(tx, { orderId, at: clock.now(), actor: 'system', kind: 'checked', text }))
}

/** True when money came there. A question that is not answered stops nobody: what comes twice is owed back. */
async function wasPaid(elsewhere: Elsewhere, asked: Asked, gateway: PaymentGateway): Promise<boolean> {
  const answer = await withinDeadline(gateway.findPaymentsOf(asked), elsewhere.timeoutMs)
  if (!answer.ok) {
    await note(
      elsewhere,
      `${providerName(asked.provider)} could not be asked about its page in time (${answer.error.code}).`,
    )
    return false
  }
  let isPaid = false
  for (const payment of answer.value.filter(isOf(asked))) {
    if (payment.isSubscription) continue
    const at = elsewhere.clock.now()
    const settled = await settleConfirmedPayment({ gateway, payment, confirmedBy: 'return_check', at })
    isPaid ||= settled.ok && settled.value.outcome !== 'unmatched' && settled.value.outcome !== 'discount_unclear'
  }
  isPaid ||= await beganSubscription({ ...elsewhere, gateway, asked })
  if (!isPaid)
    await note(elsewhere, `The shopper chose another provider; ${providerName(asked.provider)} had seen no payment.`)
  return isPaid
}

async function askOne(elsewhere: Elsewhere, asked: Asked): Promise<boolean> {
  const gateway = await elsewhere.gateway(asked.provider)
  if (gateway?.mode !== asked.mode) return false
  const startedAt = performance.now()
  if (await wasPaid(elsewhere, asked, gateway)) return true
  const remainingMs = elsewhere.timeoutMs - (performance.now() - startedAt)
  await takeOffSale({ ...elsewhere, gateway, timeoutMs: Math.max(leastMs, remainingMs) })
  return false
}

/**
 * Before another provider opens a page for an order: asks those that opened one earlier whether it was paid there, settles
 * what they answer, and takes what was made for it there off sale. Never throws; a provider that does not answer in time is
 * noted and passed over. @returns whether the order was paid already.
 */
export async function askElsewhere(elsewhere: Elsewhere): Promise<boolean> {
  try {
    const others = (await readAsked(elsewhere.orderId)).filter(({ provider }) => provider !== elsewhere.chosen)
    const paid = await Promise.all(others.map((asked) => askOne(elsewhere, asked)))
    return paid.includes(true)
  } catch (error) {
    log().warn({ err: error, orderId: elsewhere.orderId }, 'the providers chosen before could not be asked')
    return false
  }
}

/** The attempt that was not needed after all makes room. */
export async function dropAttempt(attemptId: number): Promise<void> {
  await rows(sql`
    update attempts set state = 'superseded', live_order_id = null, live_line_id = null
    where id = ${attemptId} and state = 'creating'`)
}
