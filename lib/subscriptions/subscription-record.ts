import 'server-only'
import { sql, type Tx } from '@/lib/db'
import type { Mode, ProviderId } from '@/lib/payments/contract/provider-id'
import type { PlanInterval, SubscriptionState } from './model'

/** A subscription as the shop keeps it. */
export type SubscriptionRecord = {
  id: number
  /** The order it began with. */
  orderId: number
  provider: ProviderId
  mode: Mode
  providerSubscriptionId: string
  state: SubscriptionState
  interval: PlanInterval
  priceMinor: number
  currency: string
  startedAt: Date
  anchorAt: Date
  trialEndsAt: Date | null
  currentPeriodStart: Date | null
  currentPeriodEnd: Date | null
  cancelAtPeriodEnd: boolean
  pausedAt: Date | null
  resumedAt: Date | null
  endedAt: Date | null
  portalUrl: string | null
}

/** What a `SubscriptionRecord` is read from; the table is called `s`. */
export const subscriptionColumns = sql`
  s.id, s.order_id as "orderId", s.provider, s.mode, s.provider_subscription_id as "providerSubscriptionId", s.state,
  s.interval, s.price_minor as "priceMinor", s.currency, s.started_at as "startedAt", s.anchor_at as "anchorAt",
  s.trial_ends_at as "trialEndsAt", s.current_period_start as "currentPeriodStart",
  s.current_period_end as "currentPeriodEnd", s.cancel_at_period_end as "cancelAtPeriodEnd", s.paused_at as "pausedAt",
  s.resumed_at as "resumedAt", s.ended_at as "endedAt", s.portal_url as "portalUrl"`

type ProviderRef = { provider: ProviderId; mode: Mode; providerSubscriptionId: string }

/** The shop's record of a provider's subscription; null when it has none. */
export async function findSubscription(tx: Tx, ref: ProviderRef): Promise<SubscriptionRecord | null> {
  const [found] = await tx.rows<SubscriptionRecord>(sql`
    select ${subscriptionColumns} from subscriptions s where s.provider = ${ref.provider}::provider
      and s.mode = ${ref.mode}::payment_mode and s.provider_subscription_id = ${ref.providerSubscriptionId}`)
  return found ?? null
}

/** Starts of the intervals that have an order which is over with: paid, or with a person. */
export async function readKnownStarts(tx: Tx, subscriptionId: number): Promise<Date[]> {
  const rows = await tx.rows<{ start: Date }>(sql`
    select period_start as start from orders where subscription_id = ${subscriptionId} and period_start is not null
      and status not in ('awaiting_payment', 'failed', 'expired', 'cancelled') order by period_start`)
  return rows.map(({ start }) => start)
}
