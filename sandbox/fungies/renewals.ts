import { Refusal } from '../exchange'
import { newPayment } from './book-sale'
import { paymentBody } from './event-bodies'
import { announceFailed, announceSubscription } from './events'
import { endOfInterval } from './intervals'
import type { Offer, Order, Payment, Subscription } from './model'
import { sendEvent } from './send-event'
import type { World } from './world'

/** The next interval is charged: a payment and no order, told by two events. */
export async function renew(world: World, subscription: Subscription): Promise<Payment> {
  const { offer, order } = partsOf(world, subscription)
  const payment = charge(world, subscription, { offer, order, status: 'PAID' })
  const startMs = subscription.intervalEndMs
  const renewed = world.books.subscriptions.put({
    ...subscription,
    status: 'active',
    lastPaymentId: payment._id,
    intervalStartMs: startMs,
    intervalEndMs: endOfInterval(startMs, offer.recurringInterval ?? 'month', offer.recurringIntervalCount ?? 1),
  })
  await sendEvent(
    world,
    'payment_success',
    paymentBody(world, 'payment_success', { order, payment, subscription: renewed }),
  )
  await announceSubscription(world, 'subscription_interval', renewed)
  return payment
}

/** The next interval could not be charged. */
export async function failRenewal(world: World, subscription: Subscription): Promise<Payment> {
  const { offer, order } = partsOf(world, subscription)
  const payment = charge(world, subscription, { offer, order, status: 'FAILED' })
  const late = world.books.subscriptions.put({ ...subscription, status: 'past_due', lastPaymentId: payment._id })
  await announceFailed(world, { order, payment, subscription: late })
  await announceSubscription(world, 'subscription_updated', late)
  return payment
}

function partsOf({ books }: World, { offerId, orderId }: Subscription): { offer: Offer; order: Order } {
  const offer = books.offers.get(offerId)
  const order = books.orders.get(orderId)
  if (!offer || !order) throw new Refusal(409, 'INCOMPLETE', 'Its offer or its order is gone.')
  return { offer, order }
}

function charge(
  world: World,
  { _id, buyerId }: Subscription,
  { offer, order, status }: { offer: Offer; order: Order; status: 'PAID' | 'FAILED' },
): Payment {
  return newPayment(world, {
    type: 'subscription_interval',
    status,
    valueMinor: offer.priceMinor,
    taxMinor: 0,
    currency: offer.currency,
    orderId: order._id,
    buyerId,
    subscriptionId: _id,
  })
}
