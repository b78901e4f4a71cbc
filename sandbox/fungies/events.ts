import { paymentBody, subscriptionBody, type Told } from './event-bodies'
import type { EventType, Subscription } from './model'
import { sendEvent } from './send-event'
import type { World } from './world'

/** What happens around the answer to the buyer: awaited before it, or started after it has left. */
export type Aftermath = { before: Promise<unknown>; afterSent?: () => void }

/** Announces a payment in the order of time that the switches ask for. */
export function announcePaid(world: World, told: Told): Aftermath {
  const start = () => announceAll(world, told)
  const { webhook_timing: timing } = world.switches.values
  if (timing === 'after_redirect') return { before: Promise.resolve(), afterSent: () => void start() }
  const sent = start()
  return { before: timing === 'before_redirect' ? sent : Promise.resolve() }
}

export function announceFailed(world: World, told: Told): Promise<void> {
  return sendEvent(world, 'payment_failed', paymentBody(world, 'payment_failed', told))
}

export function announceRefunded(world: World, told: Told): Promise<void> {
  return sendEvent(world, 'payment_refunded', paymentBody(world, 'payment_refunded', told))
}

export function announceSubscription(world: World, type: EventType, subscription: Subscription): Promise<void> {
  return sendEvent(world, type, subscriptionBody(world, type, subscription))
}

async function announceAll(world: World, told: Told): Promise<void> {
  const paid = () => sendEvent(world, 'payment_success', paymentBody(world, 'payment_success', told))
  const { subscription } = told
  if (!subscription) return paid()
  // It can come before the payment, and then it says that nothing is complete yet.
  if (world.switches.values.subscription_order === 'after_payment') {
    await paid()
    return announceSubscription(world, 'subscription_created', subscription)
  }
  await announceSubscription(world, 'subscription_created', { ...subscription, status: 'incomplete' })
  return paid()
}
