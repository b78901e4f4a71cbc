import { Refusal } from '../exchange'
import { announceRefunded } from './events'
import type { Order, Payment } from './model'
import type { World } from './world'

/** A refund made in the dashboard, the only place for it; null gives back all that is left. */
export async function refundOrder(world: World, order: Order, amountMinor: number | null): Promise<Order> {
  await refundPayment(world, world.books.payments.get(order.lastPaymentId), amountMinor)
  return world.books.orders.get(order._id) ?? order
}

/** The same of any payment; that of a renewal leaves the order alone that its subscription began with. */
export async function refundPayment(
  world: World,
  payment: Payment | undefined,
  amountMinor: number | null,
): Promise<Payment> {
  const order = world.books.orders.get(payment?.orderId ?? '')
  if (!payment || !order || !['PAID', 'PARTIALLY_REFUNDED'].includes(payment.status)) {
    throw new Refusal(409, 'NOT_REFUNDABLE', 'There is nothing to give back.')
  }
  const leftMinor = payment.valueMinor - payment.refundedMinor
  const givenMinor = amountMinor ?? leftMinor
  if (givenMinor < 1 || givenMinor > leftMinor)
    throw new Refusal(400, 'VALIDATION_ERROR', 'That is not an amount of it.')
  const refundedMinor = payment.refundedMinor + givenMinor
  const status = refundedMinor === payment.valueMinor ? 'REFUNDED' : 'PARTIALLY_REFUNDED'
  const changedPayment = world.books.payments.put({ ...payment, refundedMinor, status })
  const isItsOwn = order.lastPaymentId === payment._id
  const changedOrder = isItsOwn ? world.books.orders.put({ ...order, status }) : order
  const subscription = world.books.subscriptions.get(order.subscriptionId ?? '') ?? null
  await announceRefunded(world, { order: changedOrder, payment: changedPayment, subscription })
  return changedPayment
}
