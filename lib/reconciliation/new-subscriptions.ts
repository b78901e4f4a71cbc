import 'server-only'
import type { Clock } from '@/lib/clock'
import { rows, sql } from '@/lib/db'
import type { GatewayError } from '@/lib/payments/contract/gateway-error'
import type { ProviderSubscription, SubscriptionPage } from '@/lib/payments/contract/subscriptions'
import type { PaymentGateway } from '@/lib/payments/gateway'
import type { ConfirmedBy } from '@/lib/settlement/complete-order'
import { ok, type Result } from '@/lib/shared/result'
import { syncSubscription } from '@/lib/subscriptions/sync-subscription'

/** Pages of the provider's list that one look goes back at most. */
const mostPages = 5
/** A page that was opened longer ago than this sells nothing any more. */
const longestMs = 30 * 86_400_000
/** The two clocks may differ by this much. */
const skewMs = 10 * 60_000

export type NewSubscriptionsInput = {
  gateway: PaymentGateway
  clock: Clock
  confirmedBy: ConfirmedBy
  /** Looks at all that began since then, whether orders wait or not. */
  since?: Date
  /** How the list is asked for; a sweep waits for its turn. */
  ask?: (call: () => Promise<Result<SubscriptionPage, GatewayError>>) => Promise<Result<SubscriptionPage, GatewayError>>
}

/** When the oldest page was opened for an order that waits for its subscription; null when none does. */
async function findWaitingSince({ id, mode }: PaymentGateway, at: Date): Promise<Date | null> {
  const [row] = await rows<{ since: Date | null }>(sql`
    select min(a.created_at) as since from orders o
    join order_lines l on l.order_id = o.id and l.plan_interval is not null
    join attempts a on a.order_id = o.id and a.url is not null
    where o.subscription_id is null and o.status in ('awaiting_payment', 'failed', 'expired', 'cancelled')
      and a.provider = ${id}::provider and a.mode = ${mode}::payment_mode
      and a.created_at > ${new Date(at.getTime() - longestMs)}`)
  return row?.since ?? null
}

async function keepUnlinked(gateway: PaymentGateway, listed: ProviderSubscription[]): Promise<ProviderSubscription[]> {
  const ids = listed.map((one) => one.providerSubscriptionId)
  const linked = await rows<{ id: string }>(sql`
    select provider_subscription_id as id from subscriptions where provider = ${gateway.id}::provider
      and mode = ${gateway.mode}::payment_mode and provider_subscription_id = any(${ids})`)
  const known = new Set(linked.map((row) => row.id))
  return listed.filter((one) => !known.has(one.providerSubscriptionId) && one.mode === gateway.mode)
}

async function listSince(
  input: NewSubscriptionsInput,
  since: Date,
): Promise<Result<ProviderSubscription[], GatewayError>> {
  const { gateway, ask = (call) => call() } = input
  const found: ProviderSubscription[] = []
  for (let page = 1; page <= mostPages; page += 1) {
    const answer = await ask(async () => gateway.subscriptions?.list(page) ?? ok({ subscriptions: [], hasMore: false }))
    if (!answer.ok) return answer
    found.push(...answer.value.subscriptions)
    const oldest = answer.value.subscriptions.at(-1)?.startedAt
    if (!answer.value.hasMore || (oldest && oldest.getTime() < since.getTime() - skewMs)) break
  }
  return ok([...new Map(found.map((one) => [one.providerSubscriptionId, one])).values()])
}

const sameBuyer = (one: ProviderSubscription, other: ProviderSubscription) =>
  one.providerOfferId === other.providerOfferId && one.buyerEmail?.toLowerCase() === other.buyerEmail?.toLowerCase()

/**
 * Looks for the subscriptions that orders of ours wait for, in the provider's own list, and settles what it finds; what no order
 * explains is written down. Without `since` it asks nobody while no order waits. Safe to repeat. @returns how many intervals were
 * settled.
 */
export async function findNewSubscriptions(input: NewSubscriptionsInput): Promise<Result<number, GatewayError>> {
  const { gateway, clock, confirmedBy } = input
  const since = gateway.subscriptions ? (input.since ?? (await findWaitingSince(gateway, clock.now()))) : null
  if (!since) return ok(0)
  const listed = await listSince(input, since)
  if (!listed.ok) return listed
  const unlinked = await keepUnlinked(gateway, listed.value)
  let settled = 0
  for (const one of unlinked) {
    const isOnlyOne = unlinked.filter((other) => sameBuyer(one, other)).length === 1
    const { providerSubscriptionId } = one
    const synced = await syncSubscription({
      gateway,
      clock,
      providerSubscriptionId,
      confirmedBy,
      listed: one,
      isOnlyOne,
    })
    if (!synced.ok) return synced
    settled += synced.value.settled
  }
  return ok(settled)
}
