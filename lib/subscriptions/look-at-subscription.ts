import 'server-only'
import type { Clock } from '@/lib/clock'
import { rows, sql } from '@/lib/db'
import type { Mode, ProviderId } from '@/lib/payments/contract/provider-id'
import { failureText } from '@/lib/payments/failure-text'
import type { FindGateway } from '@/lib/payments/gateway'
import { findGateway } from '@/lib/payments/registry'
import { err, ok, type Result } from '@/lib/shared/result'
import { syncSubscription } from './sync-subscription'

/** `settled`: intervals that were written down by it. */
export type LookedAt = { isKnown: boolean; settled: number }

export type LookDeps = { gateway: FindGateway }

type Asked = { provider: ProviderId; mode: Mode; providerSubscriptionId: string }

/** A merchant's question: how does it stand at the provider? What comes back is taken over as in a sweep. Safe to repeat. */
export async function lookAtSubscription(
  { subscriptionId, clock }: { subscriptionId: number; clock: Clock },
  deps: LookDeps = { gateway: findGateway },
): Promise<Result<LookedAt, { detail: string }>> {
  const [asked] = await rows<Asked>(sql`
    select provider, mode, provider_subscription_id as "providerSubscriptionId" from subscriptions
    where id = ${subscriptionId}`)
  const gateway = asked && deps.gateway(asked.provider, asked.mode)
  if (!gateway) return err({ detail: 'Its provider is not configured in its mode.' })
  const { providerSubscriptionId } = asked
  const synced = await syncSubscription({ gateway, clock, providerSubscriptionId, confirmedBy: 'return_check' })
  if (!synced.ok) return err({ detail: failureText(synced.error) })
  return ok({ isKnown: synced.value.outcome === 'known', settled: synced.value.settled })
}
