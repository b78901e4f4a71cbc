import 'server-only'
import type { Clock } from '@/lib/clock'
import { inTransaction, rows, sql } from '@/lib/db'
import { lockOrderWithCart } from '@/lib/orders/order-state'
import { writeTimeline } from '@/lib/orders/timeline'
import type { Mode, ProviderId } from '@/lib/payments/contract/provider-id'
import type { ProviderSubscription } from '@/lib/payments/contract/subscriptions'
import { failureText } from '@/lib/payments/failure-text'
import type { FindGateway } from '@/lib/payments/gateway'
import { findGateway } from '@/lib/payments/registry'
import { err, ok, type Result } from '@/lib/shared/result'
import { linkToOrder } from './link-subscription'
import { syncSubscription } from './sync-subscription'
import { writeSubscriptionEvent } from './write-event'

/** Which subscription a merchant gives to which order, and why. */
export type PlaceInput = {
  unmatchedId: number
  orderNumber: number
  merchantId: number
  reason: string
  clock: Clock
}

/** Why it could not be given. */
export type PlaceError = {
  code: 'unknown_subscription' | 'unknown_order' | 'does_not_fit' | 'provider_not_ready' | 'provider_failed'
  detail: string | null
}

/** `settled`: intervals that were written down by it at once; the sweep goes on with the rest. */
export type Placed = { orderNumber: number; subscriptionId: number; settled: number }

export type PlaceDeps = { gateway: FindGateway }

type Row = { provider: ProviderId; mode: Mode; providerSubscriptionId: string }

const failed = (code: PlaceError['code'], detail: string | null = null) => err({ code, detail })

type Linking = { input: PlaceInput; orderId: number; provider: ProviderId; told: ProviderSubscription }

async function link({ input, orderId, provider, told }: Linking): Promise<number | null> {
  const { merchantId, clock, reason } = input
  return inTransaction(async (tx) => {
    await lockOrderWithCart(tx, orderId)
    const at = clock.now()
    const made = await linkToOrder(tx, { provider, told, nonce: null, isOnlyOne: false, at }, orderId)
    if (!made) return null
    // Should the look that follows fail, the next sweep makes up for it.
    await tx.rows(sql`update subscriptions set next_look_at = ${at} where id = ${made.id}`)
    const by = { at, actor: 'merchant' as const, merchantId }
    const text = `A merchant said that it belongs to this order: ${reason}`
    await writeSubscriptionEvent(tx, { ...by, subscriptionId: made.id, kind: 'started', text })
    await writeTimeline(tx, {
      ...by,
      orderId,
      kind: 'subscription_placed',
      text: `Subscription ${told.providerSubscriptionId} was given to this order by hand: ${reason}`,
    })
    return made.id
  })
}

/**
 * A merchant's choice, with a reason that stays in both stories, that a subscription which no order explains began with
 * this one. Its paid intervals are settled as for any other: what differs from what was asked needs review. Safe to
 * repeat: the second call answers `unknown_subscription`.
 */
export async function placeUnmatched(
  input: PlaceInput,
  deps: PlaceDeps = { gateway: findGateway },
): Promise<Result<Placed, PlaceError>> {
  const { unmatchedId, orderNumber, clock } = input
  const [row] = await rows<Row>(sql`
    select provider, mode, provider_subscription_id as "providerSubscriptionId" from unmatched_subscriptions
    where id = ${unmatchedId}`)
  if (!row) return failed('unknown_subscription')
  const [order] = await rows<{ id: number }>(sql`select id from orders where number = ${orderNumber}`)
  if (!order) return failed('unknown_order')
  const { provider, mode, providerSubscriptionId } = row
  const gateway = deps.gateway(provider, mode)
  if (!gateway?.subscriptions) return failed('provider_not_ready')
  const told = await gateway.subscriptions.lookUp(providerSubscriptionId)
  if (!told.ok) return failed('provider_failed', failureText(told.error))
  if (!told.value) return failed('provider_failed', 'The provider does not know this subscription any more.')
  const subscriptionId = await link({ input, orderId: order.id, provider, told: told.value })
  if (subscriptionId === null) return failed('does_not_fit')
  const ask = { gateway, clock, providerSubscriptionId, confirmedBy: 'merchant' as const }
  const synced = await syncSubscription({ ...ask, listed: told.value })
  return ok({ orderNumber, subscriptionId, settled: synced.ok ? synced.value.settled : 0 })
}

/** Which subscription is none of the shop's, and why. */
export type SetAsideInput = { unmatchedId: number; merchantId: number; reason: string; clock: Clock }

/** A merchant says that a subscription is none of this shop's: it is asked about no more. @returns false when it is not there. */
export async function setUnmatchedAside({ unmatchedId, merchantId, reason, clock }: SetAsideInput): Promise<boolean> {
  const [row] = await rows(sql`
    update unmatched_subscriptions set set_aside_at = ${clock.now()}, set_aside_by = ${merchantId},
      set_aside_reason = ${reason}
    where id = ${unmatchedId} and set_aside_at is null returning id`)
  return row !== undefined
}
