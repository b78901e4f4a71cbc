import 'server-only'
import { rows, sql } from '@/lib/db'
import { log } from '@/lib/log'
import type { ProviderPayment } from '@/lib/payments/contract/payments'
import type { PaymentGateway } from '@/lib/payments/gateway'
import type { ConfirmedBy } from '@/lib/settlement/complete-order'
import { settleConfirmedPayment } from '@/lib/settlement/settle-confirmed-payment'

type Found = { gateway: PaymentGateway; payments: ProviderPayment[]; confirmedBy: ConfirmedBy; at: Date }

/** One look may cost this many single look-ups, for payments whose list entry says nothing of our order. */
const maxLookUps = 5

/** Payments of the list that are not settled here yet and could be: named in metadata, or of one of our checkouts or products. */
async function keepInteresting({ gateway, payments }: Found): Promise<ProviderPayment[]> {
  const ids = payments.map((payment) => payment.providerOrderId)
  const productIds = payments.flatMap((payment) => payment.providerProductId ?? [])
  const sessionIds = payments.flatMap((payment) => payment.sessionId ?? [])
  const known = await rows<{ id: string }>(sql`
    select provider_order_id as id from payments where provider = ${gateway.id}::provider
      and mode = ${gateway.mode}::payment_mode and order_id is not null and provider_order_id = any(${ids})`)
  const waiting = await rows<{ productId: string | null; sessionId: string | null }>(sql`
    select a.provider_product_id as "productId", a.provider_session_id as "sessionId"
    from attempts a join orders o on o.id = a.order_id
    where a.provider = ${gateway.id}::provider and a.mode = ${gateway.mode}::payment_mode
      and (a.provider_product_id = any(${productIds}) or a.provider_session_id = any(${sessionIds})) and o.status not in ('paid', 'partially_refunded', 'refunded')`)
  const settled = new Set(known.map((row) => row.id))
  const products = new Set(waiting.map((row) => row.productId))
  const sessions = new Set(waiting.map((row) => row.sessionId))
  return payments.filter(
    (payment) =>
      // What pays an interval of a subscription is settled with that.
      !payment.isSubscription &&
      !settled.has(payment.providerOrderId) &&
      (payment.orderNumber !== null ||
        products.has(payment.providerProductId ?? '') ||
        sessions.has(payment.sessionId ?? '')),
  )
}

/** A list may leave out our metadata; the single payment may show it. Null when it could not be asked. */
async function withReference(gateway: PaymentGateway, payment: ProviderPayment): Promise<ProviderPayment | null> {
  const answer = await gateway.lookUpPayment(payment.providerOrderId)
  if (!answer.ok) return null
  if (answer.value === null) return payment
  // What the look found out about it stays, where the single payment says nothing.
  const { providerProductId, orderNumber } = answer.value
  return {
    ...answer.value,
    providerProductId: providerProductId ?? payment.providerProductId,
    orderNumber: orderNumber ?? payment.orderNumber,
  }
}

/** True when it is clear what the payment is: settled, or none of an order of ours. */
async function decide({ gateway, confirmedBy, at }: Found, payment: ProviderPayment): Promise<boolean> {
  const isOurs = payment.orderNumber !== null || (await isOfAttempt(gateway, payment))
  if (!isOurs) return true
  const settled = await settleConfirmedPayment({ gateway, payment, confirmedBy, at })
  if (!settled.ok) log().warn({ provider: gateway.id, code: settled.error.code }, 'a found payment is left for later')
  return settled.ok
}

/**
 * Settles what a look at the provider's payments found for orders of ours. A payment on a shared product that names no
 * order is left alone: it is never given to an order by guess. Safe to repeat. @returns whether it is clear what each is.
 */
export async function settleFound(found: Found): Promise<boolean> {
  let lookUps = 0
  let isClear = true
  for (const listed of await keepInteresting(found)) {
    const mayLookUp = lookUps < maxLookUps
    const needsLookUp = listed.nonce === null && listed.sessionId === null
    if (needsLookUp && mayLookUp) lookUps += 1
    const looked = needsLookUp && mayLookUp ? await withReference(found.gateway, listed) : null
    const isDecided = await decide(found, looked ?? listed)
    isClear &&= isDecided && (looked !== null || !needsLookUp)
  }
  return isClear
}

/** Made in a checkout of ours, or for a product that was made for one order. */
async function isOfAttempt(gateway: PaymentGateway, payment: ProviderPayment): Promise<boolean> {
  const [row] = await rows(sql`
    select 1 from attempts where provider = ${gateway.id}::provider and mode = ${gateway.mode}::payment_mode
      and (provider_session_id = ${payment.sessionId} or (provider_product_id = ${payment.providerProductId} and product_is_ours))
    limit 1`)
  return row !== undefined
}
