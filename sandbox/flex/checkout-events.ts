import { idFor } from '../ids'
import { type Announcement, announce } from './announce'
import type { Session } from './model'
import { sessionView } from './session-view'
import { announceSubscription } from './subscriptions'
import type { World } from './world'

/** What happens around the answer to the buyer: awaited before it, or started after it has left. */
export type Aftermath = { before: Promise<unknown>; afterSent?: () => void }

/** Announces a payment in the order of time that the switches ask for. */
export function announcePaid(world: World, session: Session): Aftermath {
  const start = () => tellPaid(world, session)
  const waitMs = session.completeAtMs - world.now()
  if (waitMs > 0) {
    const timer = setTimeout(() => void start(), waitMs)
    world.stopping.addEventListener('abort', () => clearTimeout(timer))
    return { before: Promise.resolve() }
  }
  const { webhook_timing: timing } = world.switches.values
  if (timing === 'after_redirect') return { before: Promise.resolve(), afterSent: () => void start() }
  const sent = start()
  return { before: timing === 'before_redirect' ? sent : Promise.resolve() }
}

export function announceSession(world: World, type: string, session: Session): Promise<void> {
  const object = sessionView(world, session, 'webhook')
  return announce(world, { type, testMode: session.testMode, resource: 'checkout_session', object })
}

export function announceDeclined(world: World, session: Session, code: string): void {
  const object = { amount: session.totalMinor, failure_code: code, checkout_session: session._id, status: 'failed' }
  void announce(world, { type: 'charge.failed', testMode: session.testMode, resource: 'charge', object })
}

export function announceDispute(world: World, session: Session, type: string): void {
  const object = {
    dispute_id: `fdp_${idFor(session._id)}`,
    checkout_session_id: session._id,
    amount: session.disputedMinor,
    payment_intent_id: session.intents[0]?.id ?? null,
    test_mode: session.testMode,
  }
  void announce(world, { type, testMode: session.testMode, resource: 'dispute', object })
}

async function tellPaid(world: World, session: Session): Promise<void> {
  const subscription = world.books.subscriptions.get(session.subscriptionId ?? '')
  await Promise.all([
    announceSession(world, 'checkout.session.completed', session),
    ...session.intents.map((intent) => announce(world, intentEvent(session, intent))),
  ])
  if (subscription) announceSubscription(world, subscription, session)
}

/** One for each card that paid: twice for a split cart. */
function intentEvent(session: Session, intent: Session['intents'][number]): Announcement {
  const object = {
    payment_intent_id: intent.id,
    amount: intent.amountMinor,
    status: 'succeeded',
    metadata: session.metadata,
    checkout_session_id: session._id,
    test_mode: session.testMode,
  }
  return { type: 'payment_intent.succeeded', testMode: session.testMode, resource: 'payment_intent', object }
}
