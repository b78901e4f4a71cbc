import type { JsonObject } from '../exchange'
import { toMajor } from '../money'
import type { Order, Refund, Session } from './model'
import { statedMoney } from './order-view'
import type { World } from './world'

/** `order.completed` in the form that is switched on (docs/providers.md); `form` overrides the switch. */
export function completedBody(world: World, order: Order, form = world.switches.values.payload_form): JsonObject {
  const { amounts, currency } = statedMoney(world, order, 'webhook')
  const full = { event: 'order.completed', ...orderShape(world, order, form === 'A_minor' ? 'minor' : 'major') }
  if (form === 'A_no_event') return without(full, ['event'])
  if (form === 'A_bare')
    return { ...without(full, ['event', 'metadata', 'clientReferenceId']), customer: { email: order.buyerEmail } }
  if (form === 'enveloped') return { event: { type: 'order.completed', data: without(full, ['event']) } }
  if (form !== 'B') return full
  return {
    order: { id: order._id, amount: amounts.totalMinor, currency: currency.toLowerCase() },
    customer: { email: order.buyerEmail },
    ...correlation(world, order),
  }
}

/** `order.refunded`: with a refund object, or in the shape of the order without one. */
export function refundedBody(world: World, order: Order, refund: Refund): JsonObject {
  const { values } = world.switches
  if (values.refund_form === 'order_shape') return { event: 'order.refunded', ...orderShape(world, order, 'major') }
  return {
    event: 'order.refunded',
    product: { id: order.productId, variantId: null },
    order: { id: order._id },
    refund: {
      id: refund._id,
      amount: toMajor(refund.amountMinor, order.currency),
      reason: refund.reason,
      status: refund.status === 'completed' ? 'succeeded' : refund.status,
    },
    currency: order.currency.toLowerCase(),
    customer: customerOf(order),
    ...correlation(world, order),
  }
}

/** No source shows a sample of payment_intent.*; this is the least that such an event must say. */
export function paymentIntentBody(
  event: string,
  session: Pick<Session, 'productId' | 'metadata' | 'clientReferenceId'>,
  money: { totalMinor: number; currency: string },
  extra: JsonObject,
): JsonObject {
  return {
    event,
    product: { id: session.productId, variantId: null },
    amount: toMajor(money.totalMinor, money.currency),
    currency: money.currency.toLowerCase(),
    metadata: session.metadata,
    ...(session.clientReferenceId === null ? {} : { clientReferenceId: session.clientReferenceId }),
    ...extra,
  }
}

function orderShape(world: World, order: Order, unit: 'major' | 'minor'): JsonObject {
  const { amounts, currency } = statedMoney(world, order, 'webhook')
  const stated = (minor: number) => (unit === 'minor' ? minor : toMajor(minor, currency))
  return {
    product: { id: order.productId, variantId: null },
    order: { id: order._id },
    currency: currency.toLowerCase(),
    customer: customerOf(order),
    tax: {
      amount: stated(order.taxMinor),
      rate: order.taxPercent / 100,
      ToCountry: order.country,
      ToZip: null,
      ToState: null,
      percentage: order.taxPercent,
      vatNumber: null,
    },
    amount: stated(amounts.totalMinor),
    amountBeforeTax: stated(amounts.beforeTaxMinor),
    ...correlation(world, order),
  }
}

function customerOf(order: Order): JsonObject {
  return { email: order.buyerEmail, firstName: order.firstName, lastName: order.lastName }
}

function correlation(world: World, order: Order): JsonObject {
  return {
    ...(order.clientReferenceId === null ? {} : { clientReferenceId: order.clientReferenceId }),
    ...(world.switches.values.webhook_metadata === 'on' ? { metadata: order.metadata } : {}),
  }
}

function without(body: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(body).filter(([name]) => !names.includes(name)))
}
