import { announce } from './announce'
import { completedBody, paymentIntentBody } from './event-bodies'
import { tellBegun } from './memberships'
import type { Order, Session } from './model'
import type { PaymentResult } from './payment'
import type { World } from './world'

/** What happens around the answer to the buyer: awaited before it, or started after it has left. */
export type Aftermath = { before: Promise<unknown>; afterSent?: () => void }

/** Announces a payment in the order of time that the switches ask for. */
export function announcePaid(
  world: World,
  session: Session,
  paid: Extract<PaymentResult, { kind: 'paid' }>,
): Aftermath {
  const start = () => announceAll(world, session, paid)
  const { webhook_timing: timing } = world.switches.values
  if (timing === 'after_redirect') return { before: Promise.resolve(), afterSent: () => void start() }
  const sent = start()
  return { before: timing === 'before_redirect' ? sent : Promise.resolve() }
}

/** A subscription never tells of a completed order. */
async function announceAll(
  world: World,
  session: Session,
  { order, membership, newCustomer }: Extract<PaymentResult, { kind: 'paid' }>,
): Promise<void> {
  if (membership) await tellBegun(world, membership)
  else if (order) await Promise.all(paidEvents(world, session, order, newCustomer).map((one) => announce(world, one)))
}

export function announceDeclined(
  world: World,
  session: Session,
  declined: Extract<PaymentResult, { kind: 'declined' }>,
): void {
  const event = 'payment_intent.payment_failed'
  const body = paymentIntentBody(event, session, declined.quote, {
    error: { code: declined.code, message: declined.text },
  })
  void announce(world, { event, testMode: session.testMode, body })
}

function paidEvents(world: World, session: Session, order: Order, newCustomer: boolean) {
  const { testMode } = order
  const intent = 'payment_intent.succeeded'
  const events = [
    { event: 'order.completed', testMode, body: completedBody(world, order) },
    { event: intent, testMode, body: paymentIntentBody(intent, session, order, { order: { id: order._id } }) },
  ]
  if (newCustomer) {
    const customer = { id: order.customerId, email: order.buyerEmail }
    events.push({ event: 'customer.created', testMode, body: { event: 'customer.created', customer } })
  }
  return events
}
