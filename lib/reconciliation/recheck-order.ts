import 'server-only'
import type { Clock } from '@/lib/clock'
import { inTransaction, rows, sql } from '@/lib/db'
import { readAsked } from '@/lib/orders/asked-order'
import type { OrderStatus } from '@/lib/orders/model'
import { type TimelineActor, writeTimeline } from '@/lib/orders/timeline'
import type { GatewayError } from '@/lib/payments/contract/gateway-error'
import type { FindGateway, PaymentGateway } from '@/lib/payments/gateway'
import { providerName } from '@/lib/payments/providers'
import { findGateway } from '@/lib/payments/registry'
import { followRefunds } from '@/lib/refunds/follow-refunds'
import { err, ok, type Result } from '@/lib/shared/result'
import { syncSubscription } from '@/lib/subscriptions/sync-subscription'
import { findNewSubscriptions } from './new-subscriptions'
import { settleFound } from './settle-found'

export type RecheckInput = { orderId: number; actor: TimelineActor; merchantId?: number; clock: Clock }

export type RecheckDeps = { gateway: FindGateway }

/** `text` says for a person what was found. */
export type RecheckAnswer = { status: OrderStatus; text: string }

export type RecheckError = {
  code: 'unknown_order' | 'never_asked' | 'provider_not_ready' | 'provider_failed'
  text: string
}

async function readStatus(orderId: number): Promise<OrderStatus | null> {
  const [order] = await rows<{ status: OrderStatus }>(sql`select status from orders where id = ${orderId}`)
  return order?.status ?? null
}

/** Asks about the subscription that an order belongs to, or may have begun. */
async function recheckSubscription(
  orderId: number,
  gateway: PaymentGateway,
  clock: Clock,
): Promise<Result<unknown, GatewayError>> {
  const [order] = await rows<{ isPlan: boolean; providerSubscriptionId: string | null }>(sql`
    select exists (select from order_lines l where l.order_id = o.id and l.plan_interval is not null) as "isPlan",
      s.provider_subscription_id as "providerSubscriptionId"
    from orders o left join subscriptions s on s.id = o.subscription_id and s.provider = ${gateway.id}::provider
    where o.id = ${orderId}`)
  if (!order?.isPlan) return ok(null)
  const { providerSubscriptionId } = order
  if (providerSubscriptionId === null) return findNewSubscriptions({ gateway, clock, confirmedBy: 'return_check' })
  return syncSubscription({ gateway, clock, providerSubscriptionId, confirmedBy: 'return_check' })
}

/** `answeredAt`: when the question was asked, if it was answered; stock and order may be let go on such an answer only. */
async function noteCheck(input: RecheckInput, text: string, answeredAt: Date | null): Promise<void> {
  const at = input.clock.now()
  await inTransaction(async (tx) => {
    if (answeredAt)
      await tx.rows(sql`
        update orders set checked_at = greatest(checked_at, ${answeredAt}) where id = ${input.orderId}`)
    const { orderId, actor, merchantId } = input
    await writeTimeline(tx, { orderId, at, actor, merchantId: merchantId ?? null, kind: 'checked', text })
  })
}

const failed = (code: RecheckError['code'], text: string) => err({ code, text })

/**
 * Asks the provider about one order's payments and settles what it answers; the question and what came of it stand in the
 * order's timeline. Safe to repeat.
 */
export async function recheckOrder(
  input: RecheckInput,
  deps: RecheckDeps = { gateway: findGateway },
): Promise<Result<RecheckAnswer, RecheckError>> {
  const askedAt = input.clock.now()
  const before = await readStatus(input.orderId)
  if (!before) return failed('unknown_order', 'There is no such order.')
  const asked = await readAsked(input.orderId)
  if (asked.length === 0)
    return failed('never_asked', 'No payment page was ever opened for this order, so there is nothing to ask.')
  let isClear = true
  for (const one of asked) {
    const gateway = deps.gateway(one.provider, one.mode)
    if (!gateway)
      return failed('provider_not_ready', `${providerName(one.provider)} is not configured in ${one.mode} mode.`)
    const payments = await gateway.findPaymentsOf(one)
    if (!payments.ok) {
      const text = `${providerName(one.provider)} could not be asked (${payments.error.code}): ${payments.error.detail}`
      await noteCheck(input, text, null)
      return failed('provider_failed', text)
    }
    const subscribed = await recheckSubscription(input.orderId, gateway, input.clock)
    if (!subscribed.ok) isClear = false
    const confirmedBy = input.actor === 'merchant' ? 'return_check' : 'sweep'
    const found = { gateway, payments: payments.value, confirmedBy, at: input.clock.now() } as const
    isClear = (await settleFound(found)) && isClear
    const seenBy = input.actor === 'merchant' ? 'merchant' : 'sweep'
    const refunds = await followRefunds({ gateway, clock: input.clock, seenBy }, payments.value)
    if (!refunds.ok) isClear = false
  }
  const status = (await readStatus(input.orderId)) ?? before
  const text =
    status === before
      ? 'The provider was asked; nothing changed.'
      : `The provider was asked: the order is now ${status}.`
  await noteCheck(input, text, isClear ? askedAt : null)
  return ok({ status, text })
}
