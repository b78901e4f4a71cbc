import 'server-only'
import { rows, sql } from '@/lib/db'
import { failureText } from '@/lib/payments/failure-text'
import { syncSubscription } from '@/lib/subscriptions/sync-subscription'
import { forgetUnmatched, listUnmatchedDue } from '@/lib/subscriptions/unmatched'
import { findNewSubscriptions } from './new-subscriptions'
import type { Sweep } from './sweep-window'

/** Subscriptions that one sweep asks about; the rest have their turn in the next one. */
const mostAsked = 40
const mostUnmatched = 10
const retryMs = 15 * 60_000

/** Whose time has come: an interval ends, a trial ends soon, or a day has passed. */
async function listDue({ gateway, startedAt }: Sweep): Promise<{ id: number; providerSubscriptionId: string }[]> {
  return rows(sql`
    select id, provider_subscription_id as "providerSubscriptionId" from subscriptions
    where provider = ${gateway.id}::provider and mode = ${gateway.mode}::payment_mode and next_look_at <= ${startedAt}
    order by next_look_at limit ${mostAsked}`)
}

/** How those stand that no order explains, and what was paid for them; one whose order is there now is one no more. */
async function lookAtUnmatched({ gateway, clock, caller, startedAt, found }: Sweep): Promise<void> {
  const { id: provider, mode } = gateway
  for (const { providerSubscriptionId } of await listUnmatchedDue({
    provider,
    mode,
    at: startedAt,
    most: mostUnmatched,
  })) {
    const synced = await caller.ask(() =>
      syncSubscription({ gateway, clock, providerSubscriptionId, confirmedBy: 'sweep' }),
    )
    if (!synced.ok) {
      found.problem ??= failureText(synced.error)
      return
    }
    found.settled += synced.value.settled
    // One that the provider does not know any more is nothing that a person could decide about.
    if (synced.value.outcome !== 'unmatched') await forgetUnmatched(provider, mode, providerSubscriptionId)
  }
}

/**
 * Asks about the subscriptions that orders wait for and those whose time has come, so that lost events change nothing: a
 * paid interval has its order even when nobody told of it. Safe to repeat.
 */
export async function sweepSubscriptions(sweep: Sweep): Promise<void> {
  const { gateway, clock, caller, found } = sweep
  if (!gateway.subscriptions) return
  const fresh = await findNewSubscriptions({ gateway, clock, confirmedBy: 'sweep', ask: caller.ask })
  if (fresh.ok) found.settled += fresh.value
  else found.problem = failureText(fresh.error)
  await lookAtUnmatched(sweep)
  for (const { id, providerSubscriptionId } of await listDue(sweep)) {
    const synced = await caller.ask(() =>
      syncSubscription({ gateway, clock, providerSubscriptionId, confirmedBy: 'sweep' }),
    )
    if (!synced.ok) {
      found.problem = failureText(synced.error)
      return
    }
    found.settled += synced.value.settled
    // One that the provider does not show now must not be asked about in every sweep.
    if (synced.value.outcome !== 'known')
      await rows(sql`
        update subscriptions set next_look_at = ${new Date(clock.now().getTime() + retryMs)} where id = ${id}`)
  }
}
