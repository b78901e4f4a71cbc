import 'server-only'
import { rows, sql } from '@/lib/db'
import type { ProviderId } from '@/lib/payments/contract/provider-id'
import type { PaymentGateway } from '@/lib/payments/gateway'

/** An order of the browser that asks. */
export type OwnOrder = {
  id: number
  number: number
  expiresAt: Date
  /** Money may still come for it. */
  isOpen: boolean
  /** It waits for its payment now. */
  isAwaited: boolean
}

/** What was made at the provider for one such order; minor units. */
export type OwnOffer = {
  orderId: number
  providerProductId: string
  expectedMinor: number
  currency: string
  createdAt: Date
}

const mostOrders = 20

/** The orders that a browser checked out with a provider, newest first. Read only. */
export async function listOwnOrders(provider: ProviderId, buyerTokenHash: Buffer): Promise<OwnOrder[]> {
  return rows<OwnOrder>(sql`
    select o.id, o.number, o.expires_at as "expiresAt",
      (o.status in ('awaiting_payment', 'partly_paid', 'failed', 'expired', 'cancelled')
        or (o.status = 'needs_review' and not exists (select from payments p where p.order_id = o.id))) as "isOpen",
      o.status in ('awaiting_payment', 'partly_paid') as "isAwaited"
    from orders o where o.buyer_token_hash = ${buyerTokenHash}
      and exists (select from attempts a where a.order_id = o.id and a.provider = ${provider}::provider and a.url is not null)
    order by o.id desc limit ${mostOrders}`)
}

/** What was made at the provider for these orders alone, and nobody is known to have paid. Read only. */
export async function listOwnOffers({ id, mode }: PaymentGateway, orders: OwnOrder[]): Promise<OwnOffer[]> {
  return rows<OwnOffer>(sql`
    select distinct on (a.provider_product_id) a.order_id as "orderId", a.provider_product_id as "providerProductId",
      a.expected_minor as "expectedMinor", a.currency, a.created_at as "createdAt"
    from attempts a where a.order_id = any(${orders.map((order) => order.id)}) and a.provider = ${id}::provider
      and a.mode = ${mode}::payment_mode and a.product_is_ours and a.provider_product_id is not null and a.url is not null
      and not exists (select from payments p join attempts paid on paid.id = p.attempt_id
        where paid.order_id = a.order_id and paid.provider_product_id = a.provider_product_id)
    order by a.provider_product_id, a.id`)
}
