import 'server-only'
import { createHash, randomBytes } from 'node:crypto'
import { sql, type Tx } from '@/lib/db'
import { writeTimeline } from '@/lib/orders/timeline'
import type { Mode, ProviderId } from '@/lib/payments/contract/provider-id'

/** A paid interval of a subscription; minor units. */
export type Renewal = {
  subscriptionId: number
  /** The order that the subscription began with: contact, address and lines come from it. */
  firstOrderId: number
  periodStart: Date
  provider: ProviderId
  mode: Mode
  providerOfferId: string | null
  /** “1 month from Dec 21, 2026”, in place of the options. */
  intervalText: string
  priceMinor: number
  at: Date
}

/** The order of an interval, ready to be settled. */
export type PlacedRenewal = { orderId: number; number: number; nonce: string; attemptId: number }

const hashOf = (renewal: Renewal) =>
  createHash('sha256').update(`renewal:${renewal.subscriptionId}:${renewal.periodStart.toISOString()}`).digest()

async function insertOrder(tx: Tx, renewal: Renewal) {
  const { subscriptionId, firstOrderId, periodStart, priceMinor, at } = renewal
  const [order] = await tx.rows<{ id: number; number: number }>(sql`
    insert into orders (number, mode, currency, subtotal_minor, total_minor, customer_id, email, name, address,
      cart_fingerprint, buyer_token_hash, stock_state, hold_expires_at, expires_at, placed_at, subscription_id, period_start)
    select nextval('order_number'), o.mode, o.currency, ${priceMinor}, ${priceMinor}, o.customer_id, o.email, o.name,
      o.address, ${hashOf(renewal)}, o.buyer_token_hash, 'released', ${at}, ${at}, ${at}, ${subscriptionId}, ${periodStart}
    from orders o where o.id = ${firstOrderId} returning id, number`)
  if (!order) throw new Error(`order ${firstOrderId}, with which a subscription began, is gone`)
  await tx.rows(sql`
    insert into order_lines (order_id, position, variant_id, product_slug, product_name, options_text, sku, kind, image_src,
      unit_price_minor, quantity, total_minor, plan_interval, plan_price_minor)
    select ${order.id}, l.position, l.variant_id, l.product_slug, l.product_name, ${renewal.intervalText}, l.sku, l.kind, l.image_src,
      ${priceMinor}, l.quantity, ${priceMinor} * l.quantity, l.plan_interval, l.plan_price_minor
    from order_lines l where l.order_id = ${firstOrderId}`)
  return order
}

/**
 * Writes the order of one paid interval: lines and contact from the order that the subscription began with, the price
 * frozen then. Its stock is taken when it is settled. The database refuses a second one for the same interval.
 */
export async function placeRenewal(tx: Tx, renewal: Renewal): Promise<PlacedRenewal> {
  const order = await insertOrder(tx, renewal)
  const { provider, mode, providerOfferId, priceMinor, at } = renewal
  const nonce = randomBytes(16).toString('hex')
  const [attempt] = await tx.rows<{ id: number }>(sql`
    insert into attempts (order_id, number, provider, mode, state, nonce, details_hash, expected_minor, currency,
      provider_product_id, created_at)
    select id, 1, ${provider}::provider, ${mode}::payment_mode, 'open', ${nonce}, ${hashOf(renewal)}, ${priceMinor}, currency,
      ${providerOfferId}, ${at} from orders where id = ${order.id} returning id`)
  if (!attempt) throw new Error('the attempt was not written')
  const day = renewal.periodStart.toISOString().slice(0, 10)
  const text = `Renewal of a subscription for the interval from ${day}; lines and price are as at its beginning.`
  const entry = { orderId: order.id, at, actor: 'system', kind: 'placed', toStatus: 'awaiting_payment', text } as const
  await writeTimeline(tx, entry)
  return { orderId: order.id, number: order.number, nonce, attemptId: attempt.id }
}
