import 'server-only'
import { returnStock } from '@/lib/catalog/stock'
import { inTransaction, sql, type Tx } from '@/lib/db'
import { enqueueMail } from '@/lib/mail/outbox'
import { lockOrder, readOrderState } from '@/lib/orders/order-state'
import { writeTimeline } from '@/lib/orders/timeline'
import { canMove } from '@/lib/orders/transitions'
import type { OpenedCheckout } from '@/lib/payments/contract/checkout'
import type { GatewayError } from '@/lib/payments/contract/gateway-error'
import type { Mode, ProviderId } from '@/lib/payments/contract/provider-id'
import { providerName } from '@/lib/payments/providers'

/** One attempt of an order, at a moment. */
export type AttemptRef = { orderId: number; attemptId: number; at: Date }

/** Notes a product that was made for an order as soon as it exists, so that it is tidied away whatever happens next. */
export async function recordOrderProduct(
  ref: AttemptRef & {
    provider: ProviderId
    mode: Mode
    providerProductId: string
    lineKey: number
    priceMinor: number
    /** Whether a payment for it is one of this attempt: then it stands for the nonce. */
    standsFor: boolean
  },
): Promise<void> {
  await inTransaction(async (tx) => {
    await tx.rows(sql`
      insert into order_products (order_id, provider, mode, provider_product_id, line_key, price_minor, created_at)
      values (${ref.orderId}, ${ref.provider}::provider, ${ref.mode}::payment_mode, ${ref.providerProductId},
        ${ref.lineKey}, ${ref.priceMinor}, ${ref.at})
      on conflict (order_id, provider, mode, line_key, price_minor) do update set
        provider_product_id = excluded.provider_product_id, state = 'live', next_try_at = null`)
    if (ref.standsFor)
      await tx.rows(sql`
        update attempts set provider_product_id = ${ref.providerProductId}, product_is_ours = true where id = ${ref.attemptId}`)
  })
}

async function reopenFailed(tx: Tx, orderId: number, at: Date): Promise<void> {
  const [moved] = await tx.rows(sql`
    update orders set status = 'awaiting_payment' where id = ${orderId} and status = 'failed' returning id`)
  if (!moved) return
  await writeTimeline(tx, {
    orderId,
    at,
    actor: 'system',
    kind: 'attempt_opened',
    fromStatus: 'failed',
    toStatus: 'awaiting_payment',
    text: 'A new attempt succeeded in opening the payment page.',
  })
}

/**
 * The provider opened a page: the attempt is live and the shopper may be sent there. False when the attempt was ended
 * in the meantime (given up as lost, or overtaken by a changed checkout); then its page must not be used.
 */
export async function recordOpened(ref: AttemptRef, opened: OpenedCheckout, productIsOurs: boolean): Promise<boolean> {
  return inTransaction(async (tx) => {
    await lockOrder(tx, ref.orderId)
    const [attempt] = await tx.rows<{ number: number; provider: string; email: string }>(sql`
      update attempts a set state = 'open', opened_at = ${ref.at}, provider_session_id = ${opened.sessionId}, url = ${opened.url},
        provider_product_id = ${opened.providerProductId}, product_is_ours = ${productIsOurs}
      from orders o where a.id = ${ref.attemptId} and a.state = 'creating' and o.id = a.order_id
      returning a.number, a.provider, o.email`)
    if (!attempt) return false
    await reopenFailed(tx, ref.orderId, ref.at)
    const text = `Attempt ${attempt.number}: ${providerName(attempt.provider)} opened payment page ${opened.sessionId}.`
    await writeTimeline(tx, { orderId: ref.orderId, at: ref.at, actor: 'provider', kind: 'attempt_opened', text })
    await enqueueMail(tx, { orderId: ref.orderId, kind: 'order_received', toAddress: attempt.email, at: ref.at })
    return true
  })
}

/** With no page in anyone's hands nothing can be paid: the hold is freed at once and the order waits for a new attempt. */
async function failOrder(tx: Tx, ref: AttemptRef): Promise<void> {
  const order = await readOrderState(tx, ref.orderId)
  const pageIsOut = order.attempts.some((attempt) => attempt.url !== null)
  const moves = canMove(order.status, 'failed')
  if (pageIsOut || !(moves || order.status === 'failed')) return
  await returnStock(tx, order.id)
  await tx.rows(sql`update orders set status = 'failed', stock_state = 'released' where id = ${order.id}`)
  await writeTimeline(tx, {
    orderId: order.id,
    at: ref.at,
    actor: 'system',
    kind: 'hold_released',
    ...(moves && { fromStatus: order.status, toStatus: 'failed' as const }),
    text: 'No payment page could be opened; the stock is free again. The shopper can try again.',
  })
}

/** The provider opened no page. Safe to repeat: an attempt fails once. */
export async function recordFailed(ref: AttemptRef, failure: GatewayError): Promise<void> {
  await inTransaction(async (tx) => {
    await lockOrder(tx, ref.orderId)
    const [attempt] = await tx.rows<{ number: number }>(sql`
      update attempts set state = 'failed', live_order_id = null, live_line_id = null, failure_code = ${failure.code},
        failure_detail = ${failure.detail.slice(0, 500)}
      where id = ${ref.attemptId} and state = 'creating' returning number`)
    if (!attempt) return
    const text = `Attempt ${attempt.number} failed (${failure.code}): ${failure.detail.slice(0, 300)}`
    await writeTimeline(tx, { orderId: ref.orderId, at: ref.at, actor: 'provider', kind: 'attempt_failed', text })
    await failOrder(tx, ref)
  })
}
