import 'server-only'
import { rows, sql } from '@/lib/db'
import type { ProviderPayment } from '@/lib/payments/contract/payments'
import type { PaymentGateway } from '@/lib/payments/gateway'

/** Payments of a list that are not at an order yet. */
export type SortedPayments = {
  /** Named by a nonce of ours, made in a checkout of ours, or for a product of one order: they can be settled as they are. */
  ours: ProviderPayment[]
  /** Nothing says whose they are, and nothing is written down about them yet. */
  unexplained: ProviderPayment[]
}

const isText = (text: string | null) => text !== null

/** Sorts payments of a list by what is known here; those that belong to an order already are in neither heap. */
export async function sortPayments(gateway: PaymentGateway, payments: ProviderPayment[]): Promise<SortedPayments> {
  const ids = payments.map((payment) => payment.providerOrderId)
  const recorded = await rows<{ id: string; hasOrder: boolean }>(sql`
    select provider_order_id as id, order_id is not null as "hasOrder" from payments
    where provider = ${gateway.id}::provider and mode = ${gateway.mode}::payment_mode and provider_order_id = any(${ids})`)
  const nonces = payments.map((payment) => payment.nonce).filter(isText)
  const productIds = payments.map((payment) => payment.providerProductId).filter(isText)
  const sessionIds = payments.map((payment) => payment.sessionId).filter(isText)
  const asked = await rows<{ nonce: string; sessionId: string | null; ownProductId: string | null }>(sql`
    select nonce, provider_session_id as "sessionId", case when product_is_ours then provider_product_id end as "ownProductId" from attempts
    where nonce = any(${nonces}) or (provider = ${gateway.id}::provider and mode = ${gateway.mode}::payment_mode
      and ((provider_product_id = any(${productIds}) and product_is_ours) or provider_session_id = any(${sessionIds})))`)
  const known = new Map(recorded.map((row) => [row.id, row.hasOrder]))
  const knownNonces = new Set(asked.map((attempt) => attempt.nonce))
  const sessions = new Set(asked.map((attempt) => attempt.sessionId))
  const ownProducts = new Set(asked.map((attempt) => attempt.ownProductId).filter(isText))
  const isOurs = ({ nonce, sessionId, providerProductId }: ProviderPayment) =>
    (nonce !== null && knownNonces.has(nonce)) ||
    sessions.has(sessionId ?? '') ||
    ownProducts.has(providerProductId ?? '')
  // What pays an interval of a subscription is settled with that.
  const open = payments.filter((payment) => known.get(payment.providerOrderId) !== true && !payment.isSubscription)
  return {
    ours: open.filter(isOurs),
    unexplained: open.filter((payment) => !isOurs(payment) && !known.has(payment.providerOrderId)),
  }
}
