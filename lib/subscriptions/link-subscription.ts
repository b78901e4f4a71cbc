import 'server-only'
import { sql, type Tx } from '@/lib/db'
import { lockOrderWithCart } from '@/lib/orders/order-state'
import type { ProviderId } from '@/lib/payments/contract/provider-id'
import type { ProviderSubscription } from '@/lib/payments/contract/subscriptions'
import { providerName } from '@/lib/payments/providers'
import type { PlanInterval } from './model'
import { findSubscription, type SubscriptionRecord } from './subscription-record'
import { writeSubscriptionEvent } from './write-event'

const dayMs = 86_400_000
/** The two clocks may differ by this much. */
const skewMs = 10 * 60_000

export type Link = {
  provider: ProviderId
  told: ProviderSubscription
  /** From a signed event, where the API shows no metadata. */
  nonce: string | null
  /** True when no other subscription of this offer and e-mail is without an order: then these may tell whose it is. */
  isOnlyOne: boolean
  at: Date
}

type Asked = {
  orderId: number
  interval: PlanInterval
  priceMinor: number
  currency: string
  trialDays: number
}

const asked = sql`
  select o.id as "orderId", l.plan_interval as interval, l.plan_price_minor as "priceMinor", o.currency,
    l.trial_days as "trialDays"
  from attempts a join orders o on o.id = a.order_id
  join order_lines l on l.order_id = o.id and l.plan_interval is not null and o.subscription_id is null`

/** By the nonce of its checkout. */
async function findByNonce(tx: Tx, { provider, told, nonce }: Link): Promise<Asked | null> {
  const [found] = await tx.rows<Asked>(sql`${asked}
    where a.nonce = ${nonce} and a.provider = ${provider}::provider and a.mode = ${told.mode}::payment_mode`)
  return found ?? null
}

/**
 * Where no nonce came back: the one order that waits for this very offer, was placed with this e-mail and opened its page
 * before the subscription began. Two that fit are none.
 */
async function findOnlyFitting(tx: Tx, { provider, told, isOnlyOne }: Link): Promise<Asked | null> {
  const { providerOfferId, buyerEmail, startedAt, mode } = told
  if (!isOnlyOne || !providerOfferId || !buyerEmail || !startedAt) return null
  const from = new Date(startedAt.getTime() - 2 * dayMs)
  const until = new Date(startedAt.getTime() + skewMs)
  const found = await tx.rows<Asked>(sql`
    select distinct on (fitting."orderId") fitting.* from (${asked}
      where a.provider = ${provider}::provider and a.mode = ${mode}::payment_mode
        and a.provider_product_id = ${providerOfferId} and o.email = ${buyerEmail.toLowerCase()}
        and a.url is not null and a.created_at between ${from} and ${until}
        and o.status in ('awaiting_payment', 'failed', 'expired', 'cancelled')) fitting`)
  return found.length === 1 ? (found[0] ?? null) : null
}

const trialEnd = (told: ProviderSubscription, startedAt: Date, trialDays: number): Date | null => {
  if (trialDays === 0) return told.trialEndsAt
  return told.trialEndsAt ?? new Date(startedAt.getTime() + trialDays * dayMs)
}

async function insert(tx: Tx, { provider, told, at }: Link, order: Asked): Promise<SubscriptionRecord | null> {
  const startedAt = told.startedAt ?? told.currentPeriodStart ?? at
  const trialEndsAt = trialEnd(told, startedAt, order.trialDays)
  const { providerSubscriptionId, mode } = told
  await tx.rows(sql`
    insert into subscriptions (order_id, provider, mode, provider_subscription_id, state, interval, price_minor, currency,
      started_at, anchor_at, trial_ends_at)
    values (${order.orderId}, ${provider}::provider, ${mode}::payment_mode, ${providerSubscriptionId}, 'unknown',
      ${order.interval}::plan_interval, ${order.priceMinor}, ${order.currency}, ${startedAt}, ${trialEndsAt ?? startedAt},
      ${trialEndsAt}) on conflict do nothing`)
  const made = await findSubscription(tx, { provider, mode, providerSubscriptionId })
  if (made?.orderId !== order.orderId) return null
  await tx.rows(sql`
    update orders set subscription_id = ${made.id}, period_start = ${startedAt} where id = ${order.orderId}`)
  tx.send(sql`
    delete from unmatched_subscriptions where provider = ${provider}::provider and mode = ${mode}::payment_mode
      and provider_subscription_id = ${providerSubscriptionId}`)
  const text = `Subscription ${providerSubscriptionId} of ${providerName(provider)} began.`
  await writeSubscriptionEvent(tx, { subscriptionId: made.id, at, actor: 'provider', kind: 'started', text })
  return made
}

/**
 * The shop's record of a subscription, made when its order is found; null when no order of ours explains it. Leaves the order
 * that it began with locked, as whoever changes a subscription does first. Safe to repeat.
 */
export async function linkSubscription(tx: Tx, link: Link): Promise<SubscriptionRecord | null> {
  const { provider, told } = link
  const ref = { provider, mode: told.mode, providerSubscriptionId: told.providerSubscriptionId }
  const known = await findSubscription(tx, ref)
  if (known) {
    await lockOrderWithCart(tx, known.orderId)
    return findSubscription(tx, ref)
  }
  const order = link.nonce === null ? await findOnlyFitting(tx, link) : await findByNonce(tx, link)
  if (!order) return null
  await lockOrderWithCart(tx, order.orderId)
  return (await findSubscription(tx, ref)) ?? insert(tx, link, order)
}

/**
 * The same for the order that a merchant chose, which the caller has locked; null when it bought no plan, opened no page at
 * this provider, or has a subscription already.
 */
export async function linkToOrder(tx: Tx, link: Link, orderId: number): Promise<SubscriptionRecord | null> {
  const { provider, told } = link
  const [order] = await tx.rows<Asked>(sql`${asked}
    where o.id = ${orderId} and a.provider = ${provider}::provider and a.mode = ${told.mode}::payment_mode limit 1`)
  return order ? insert(tx, link, order) : null
}
