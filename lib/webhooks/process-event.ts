import 'server-only'
import type { Clock } from '@/lib/clock'
import { inTransaction, type TransactionOptions } from '@/lib/db'
import { log } from '@/lib/log'
import type { ProviderEvent } from '@/lib/payments/contract/events'
import type { PaymentGateway } from '@/lib/payments/gateway'
import { settlePayment } from '@/lib/settlement/settle-payment'
import type { SettlementOutcome } from '@/lib/settlement/settlement'
import { eventTable } from '@/lib/subscriptions/event-table'
import { readBackground } from './background'
import { confirmByApi } from './confirm-by-api'
import { afterInlineLease, recordVerdict, type StoredEvent } from './inbox'
import type { InboxState } from './model'
import { noteDecline } from './note-event'
import { stateOfOutcome } from './outcome-state'
import { provenBy } from './proven-claims'

type CompletedEvent = Extract<ProviderEvent, { kind: 'payment_completed' }>

export type ProcessDeps = { gateway: PaymentGateway; clock: Clock }

/** Settlement inside the webhook's own request: the answer does not wait for it any longer than this. */
const settleOptions: TransactionOptions = { pool: 'webhook', timeoutMs: 1_500 }

async function finish(event: StoredEvent, state: InboxState, reason: string | null, clock: Clock): Promise<void> {
  await inTransaction(
    (tx) => recordVerdict(tx, event, { state, reason, orderId: null, nextTryAt: null, at: clock.now() }),
    settleOptions,
  )
}

/** Left for the API: the order waits meanwhile, and the worker or the request's afterwork asks. */
async function awaitConfirmation(event: StoredEvent, reason: string, clock: Clock): Promise<'confirm'> {
  const at = clock.now()
  await inTransaction(
    (tx) =>
      recordVerdict(tx, event, { state: 'confirming', reason, orderId: null, nextTryAt: afterInlineLease(at), at }),
    settleOptions,
  )
  return 'confirm'
}

/** By the event's own signed figures, when their unit is known and everything is there to be compared. */
async function settleBySignature(
  event: StoredEvent,
  { claims, eventName }: CompletedEvent,
  deps: ProcessDeps,
): Promise<'done' | 'confirm'> {
  const { shape, providerOrderId } = claims
  const { unit, hasOpenQuestion } = await readBackground(event, { shape, providerOrderId, eventName })
  const proof = unit && provenBy(claims, unit, event)
  if (!proof)
    return awaitConfirmation(
      event,
      'The provider is asked first: unit, tax or reference are not certain from the event alone.',
      deps.clock,
    )
  if (hasOpenQuestion)
    return awaitConfirmation(event, 'Another event told of this payment first; the provider is asked.', deps.clock)
  const at = deps.clock.now()
  const settlement = {
    proof,
    confirmedBy: 'webhook' as const,
    figuresFrom: 'webhook' as const,
    discountTotalsMinor: null,
    at,
  }
  const trial = await trySettlement(event, settlement)
  if (trial) return 'done'
  return awaitConfirmation(
    event,
    'The event does not agree with the order by itself; the provider is asked.',
    deps.clock,
  )
}

class NotByItself extends Error {}

const settlesByItself = (outcome: SettlementOutcome['outcome']) =>
  outcome === 'paid' || outcome === 'part_paid' || outcome === 'already' || outcome === 'sold_out'

/** True when the event settled its order; anything else is rolled back whole, for the API to decide. */
async function trySettlement(event: StoredEvent, settlement: Parameters<typeof settlePayment>[0]): Promise<boolean> {
  try {
    await settlePayment(settlement, settleOptions, async (tx, outcome) => {
      if (!settlesByItself(outcome.outcome)) throw new NotByItself()
      const orderId = 'orderId' in outcome ? outcome.orderId : null
      await recordVerdict(tx, event, {
        state: stateOfOutcome[outcome.outcome],
        reason: null,
        orderId,
        nextTryAt: null,
        at: settlement.at,
      })
    })
    return true
  } catch (error) {
    if (error instanceof NotByItself) return false
    throw error
  }
}

/**
 * Works on one stored event as far as it goes without asking the provider. `confirm` means that the API is to be asked
 * next. Safe to repeat: settlement counts a provider's order once.
 */
export async function processEvent(event: StoredEvent, deps: ProcessDeps): Promise<'done' | 'confirm'> {
  const understood = deps.gateway.understand({ rawBody: event.rawBody, headers: new Headers(event.headers) })
  switch (understood.kind) {
    case 'payment_completed':
      return event.state === 'confirming' ? 'confirm' : settleBySignature(event, understood, deps)
    case 'payment_refunded':
    case 'payment_disputed': {
      if (event.state === 'confirming') return 'confirm'
      const what = understood.kind === 'payment_refunded' ? 'refund' : 'dispute'
      return awaitConfirmation(event, `The provider is asked what became of the ${what}.`, deps.clock)
    }
    case 'subscription':
      if (!eventTable[understood.change].asks) {
        await finish(event, 'ignored', eventTable[understood.change].text, deps.clock)
        return 'done'
      }
      if (event.state === 'confirming') return 'confirm'
      return awaitConfirmation(event, 'The provider is asked how the subscription stands.', deps.clock)
    case 'payment_failed':
      await noteDecline(event, understood, deps.clock)
      return 'done'
    case 'ignored':
      await finish(event, 'ignored', 'This shop does not act on this kind of event.', deps.clock)
      return 'done'
    case 'contradictory':
      await finish(event, 'contradictory', understood.reason, deps.clock)
      return 'done'
  }
}

/** The whole way of one event, asking the provider where needed. Errors are logged; the event stays due and is taken up again. */
export async function workOnEvent(event: StoredEvent, deps: ProcessDeps): Promise<void> {
  try {
    if ((await processEvent(event, deps)) === 'confirm') await confirmByApi(event, deps)
  } catch (error) {
    log().warn({ err: error, eventId: event.id }, 'an event is left for later')
  }
}
