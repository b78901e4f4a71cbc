import 'server-only'
import type { Clock } from '@/lib/clock'
import { rows, sql } from '@/lib/db'
import type { Asked } from '@/lib/orders/asked-order'
import type { ProviderSubscription } from '@/lib/payments/contract/subscriptions'
import type { PaymentGateway } from '@/lib/payments/gateway'
import { ok } from '@/lib/shared/result'
import { syncSubscription } from '@/lib/subscriptions/sync-subscription'
import { withinDeadline } from './deadline'

type Asking = { orderId: number; gateway: PaymentGateway; asked: Asked; clock: Clock; timeoutMs: number }

/** Clocks differ. */
const skewMs = 10 * 60_000

async function sellsPlan(orderId: number): Promise<boolean> {
  const [line] = await rows(sql`
    select 1 from order_lines where order_id = ${orderId} and plan_interval is not null limit 1`)
  return line !== undefined
}

/** Those that may have begun on one of these pages: by the nonce, or, where none is told, of the same offer since then. */
function mayBeOf({ attempts }: Asked, { nonce, providerOfferId, startedAt }: ProviderSubscription): boolean {
  if (nonce !== null) return attempts.some((attempt) => attempt.nonce === nonce)
  return attempts.some(
    (attempt) =>
      providerOfferId !== null &&
      attempt.providerProductId === providerOfferId &&
      (startedAt?.getTime() ?? 0) >= attempt.createdAt.getTime() - skewMs,
  )
}

async function settleBegun({ orderId, gateway, asked, clock }: Asking) {
  const listed = await gateway.subscriptions?.list(1)
  if (!listed?.ok) return listed ?? ok(false)
  const candidates = listed.value.subscriptions.filter((one) => mayBeOf(asked, one))
  for (const one of candidates) {
    const isOnlyOne = candidates.filter(({ buyerEmail }) => buyerEmail === one.buyerEmail).length === 1
    const { providerSubscriptionId } = one
    const told = {
      gateway,
      clock,
      providerSubscriptionId,
      confirmedBy: 'return_check',
      listed: one,
      isOnlyOne,
    } as const
    const synced = await syncSubscription(told)
    if (!synced.ok) return synced
    if (synced.value.orderId === orderId) return ok(true)
  }
  return ok(false)
}

/**
 * Where a subscription does not say whose it is, the single-use offer that was made to sell it may have been bought: then one
 * has begun, and an event, or a person, will tell which.
 */
async function isOfferSold({ orderId, gateway }: Asking) {
  const { id, mode, orderProducts } = gateway
  if (!orderProducts) return ok(false)
  const made = await rows<{ providerProductId: string }>(sql`
    select provider_product_id as "providerProductId" from order_products where order_id = ${orderId}
      and provider = ${id}::provider and mode = ${mode}::payment_mode and state = 'live'`)
  for (const { providerProductId } of made) {
    const sold = await orderProducts.isPaid(providerProductId)
    if (!sold.ok || sold.value) return sold
  }
  return ok(false)
}

async function look(asking: Asking) {
  const begun = await settleBegun(asking)
  return begun.ok && !begun.value ? isOfferSold(asking) : begun
}

/**
 * Whether one of an order's pages began a subscription that nobody has told of: it stands in no list of payments. Looks at the
 * newest and settles what is the order's. False when the provider does not answer in time, or does not say whose its
 * subscriptions are. Safe to repeat.
 */
export async function beganSubscription(asking: Asking): Promise<boolean> {
  if (!asking.gateway.subscriptions || !(await sellsPlan(asking.orderId))) return false
  const answer = await withinDeadline(look(asking), asking.timeoutMs)
  return answer.ok && answer.value
}
