import 'server-only'
import type { Clock } from '@/lib/clock'
import { inTransaction } from '@/lib/db'
import type { ProviderEvent } from '@/lib/payments/contract/events'
import type { PaymentGateway } from '@/lib/payments/gateway'
import { eventTable } from '@/lib/subscriptions/event-table'
import { type Synced, syncSubscription } from '@/lib/subscriptions/sync-subscription'
import { recordVerdict, type StoredEvent } from './inbox'
import type { InboxState } from './model'
import { patienceMs, waitMs } from './patience'

type SubscriptionEvent = Extract<ProviderEvent, { kind: 'subscription' }>

type Verdict = { state: InboxState; reason: string | null; orderId: number | null }

function verdictOf({ change }: SubscriptionEvent, synced: Synced): Verdict {
  const { orderId } = synced
  if (synced.outcome !== 'known')
    return { state: 'unmatched', reason: 'No order of this shop explains this subscription.', orderId }
  if (synced.settled > 0) return { state: 'settled', reason: null, orderId }
  if (eventTable[change].tellsOfMoney)
    return {
      state: 'duplicate',
      reason: 'The interval that it tells of is written down already, or not paid.',
      orderId,
    }
  return { state: 'settled', reason: 'The provider was asked how the subscription stands.', orderId }
}

async function record(event: StoredEvent, verdict: Verdict, nextTryAt: Date | null, at: Date): Promise<void> {
  await inTransaction((tx) => recordVerdict(tx, event, { ...verdict, nextTryAt, at }))
}

/** Asked again later; after ten minutes it is left to the sweep, which asks about every subscription. */
async function putOff(event: StoredEvent, problem: string, at: Date): Promise<void> {
  const isPatient = at.getTime() - event.receivedAt.getTime() < patienceMs
  const nextTryAt = isPatient ? new Date(at.getTime() + waitMs(event.tries)) : null
  await record(event, { state: isPatient ? 'confirming' : 'failed', reason: problem, orderId: null }, nextTryAt, at)
}

/**
 * What an event says of a subscription is only a reason to ask: the provider's API tells how it stands, and each paid
 * interval is settled once. No answer is put off, never dropped. Safe to repeat.
 */
export async function confirmSubscription(
  event: StoredEvent,
  understood: SubscriptionEvent,
  { gateway, clock }: { gateway: PaymentGateway; clock: Clock },
): Promise<void> {
  const { change, claims } = understood
  const synced = await syncSubscription({
    gateway,
    clock,
    providerSubscriptionId: claims.providerSubscriptionId,
    confirmedBy: 'webhook',
    event: { id: event.id, change, claims, receivedAt: event.receivedAt },
  })
  const at = clock.now()
  if (!synced.ok) return putOff(event, `${synced.error.code}: ${synced.error.detail}`, at)
  if (synced.value.outcome === 'unknown') return putOff(event, 'the provider does not know this subscription (yet)', at)
  await record(event, verdictOf(understood, synced.value), null, at)
}
