import { randomUUID } from 'node:crypto'
import type { JsonObject } from '../exchange'
import { dashboardOf } from './dashboard'
import type { EventType, Order, Payment, Subscription } from './model'
import { buyerView, itemView, orderView, paymentView, subscriptionView } from './views'
import type { World } from './world'

/** What an event tells of. */
export type Told = { order: Order; payment: Payment; subscription: Subscription | null }

/** An event's body; `key` is the same in every delivery of it. */
export function paymentBody(world: World, type: EventType, told: Told, key: string = randomUUID()): JsonObject {
  const { event_form: form } = world.switches.values
  if (type === 'payment_success' && form === 'order_paid') return orderPaidBody(world, told, key)
  const data = type === 'payment_success' && form === 'thin' ? thinData(world, told) : paymentData(world, type, told)
  return envelope(world, nameOf(world, type), data, key)
}

export function subscriptionBody(
  world: World,
  type: EventType,
  subscription: Subscription,
  key: string = randomUUID(),
): JsonObject {
  const order = world.books.orders.get(subscription.orderId)
  const payment = world.books.payments.get(subscription.lastPaymentId)
  const buyer = buyerView(world.books.buyers.get(subscription.buyerId))
  const data = {
    user: buyer,
    customer: buyer,
    items: order ? itemsOf(world, order) : [],
    lastPayment: payment ? paymentView(world, payment, 'webhook') : null,
    subscription: subscriptionView(world, subscription),
  }
  return envelope(world, type, data, key)
}

/** What the dashboard's test button sends: no items and next to nothing of an order. */
export function dashboardTestBody(world: World, type: EventType, key: string = randomUUID()): JsonObject {
  const order = { object: 'order', id: randomUUID(), number: 'TEST', status: 'PAID', value: 1000, currency: 'USD' }
  return envelope(world, type, { items: [], order }, key)
}

function envelope(world: World, name: string, data: JsonObject, key: string): JsonObject {
  const { event_form: form, test_mode_flag: flag } = world.switches.values
  const isTest = flag === 'as_it_is' ? dashboardOf(world).mode === 'staging' : flag === 'true'
  const testMode = flag === 'absent' ? {} : { testMode: isTest }
  if (form === 'other_keys') return { id: key, event: name, ...testMode, idempotency_key: key, data }
  return { id: key, type: name, ...testMode, idempotencyKey: key, data }
}

function nameOf(world: World, type: EventType): string {
  const { event_form: form, refund_event: refundName } = world.switches.values
  const name = type === 'payment_refunded' ? refundName : type
  return form === 'dotted' ? name.replace('_', '.') : name
}

function paymentData(world: World, type: EventType, { order, payment, subscription }: Told): JsonObject {
  const { event_payment: tells, same_ids: sameIds } = world.switches.values
  const buyer = buyerView(world.books.buyers.get(order.buyerId))
  const status = statusIn(world, type, payment)
  const paid = { ...paymentView(world, payment, 'webhook'), status, ...(sameIds === 'on' && { id: order._id }) }
  const refund = type === 'payment_refunded' && world.switches.values.refund_amount === 'on'
  return {
    items: hasItems(world, type) ? itemsOf(world, order) : [],
    order: { ...orderView(world, order, 'webhook'), status },
    ...(tells === 'on' && { payment: refund ? { ...paid, refundAmount: payment.refundedMinor } : paid }),
    user: buyer,
    customer: buyer,
    ...(subscription && { subscription: subscriptionView(world, subscription) }),
  }
}

/** An older form: neither payment nor buyer, and items that say little. */
function thinData(world: World, { order }: Told): JsonObject {
  const { id, number, status, value, currency, createdAt } = orderView(world, order, 'webhook')
  return { items: itemsOf(world, order), order: { object: 'order', id, number, status, value, currency, createdAt } }
}

/** A form that stands in the newest overview and in no list of events. */
function orderPaidBody(world: World, { order }: Told, key: string): JsonObject {
  return {
    object: 'event',
    id: `evt_${key.replaceAll('-', '')}`,
    type: 'order.paid',
    createdAt: world.now(),
    data: { ...orderView(world, order, 'webhook'), items: itemsOf(world, order) },
  }
}

function statusIn(world: World, type: EventType, payment: Payment): string {
  const { failed_status: failed, refund_status: refunded } = world.switches.values
  if (type === 'payment_failed') return failed
  return type === 'payment_refunded' && refunded === 'PAID' ? 'PAID' : payment.status
}

function hasItems(world: World, type: EventType): boolean {
  if (world.switches.values.event_items === 'empty') return false
  return type !== 'payment_refunded' || world.switches.values.refund_items === 'full'
}

function itemsOf(world: World, order: Order): JsonObject[] {
  return order.items.map((item) => itemView(world, order, item))
}
