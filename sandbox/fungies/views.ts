import type { JsonObject } from '../exchange'
import { mergePatch } from '../merge'
import { decimalsOf } from '../money'
import type { Buyer, Item, Offer, Order, Payment, Product, Subscription } from './model'
import type { World } from './world'

/** Where something is shown: an event or an answer of the API. */
export type Place = 'webhook' | 'api'

const untoldTax = { tax: null, fee: null }

type Money = { valueMinor: number; taxMinor: number; feeMinor: number; currency: string }

export function productView(world: World, product: Product): JsonObject {
  return {
    object: 'product',
    id: product._id,
    name: product.name,
    description: product.description,
    type: product.type,
    internalId: product.internalId,
    status: statusView(world, product.status),
    createdAt: product.createdAtMs,
  }
}

export function offerView(world: World, offer: Offer): JsonObject {
  const { offer_overrides: overrides, sold_items_late: late } = world.switches.values
  const view = {
    object: 'offer',
    id: offer._id,
    internalId: offer.externalId,
    name: offer.name,
    description: offer.description,
    price: offer.priceMinor,
    originalPrice: offer.originalPriceMinor,
    currency: offer.currency,
    currencyDecimals: decimalsOf(offer.currency),
    limit: offer.limit,
    soldItems: late === 'on' ? 0 : offer.soldItems,
    status: statusView(world, offer.status),
    recurringInterval: offer.recurringInterval,
    recurringIntervalCount: offer.recurringIntervalCount,
    trialInterval: offer.trialInterval,
    trialIntervalCount: offer.trialIntervalCount,
    mutableQuantity: offer.mutableQuantity,
    taxBehavior: offer.taxBehavior,
    createdAt: offer.createdAtMs,
  }
  return mergePatch(view, overrides)
}

export function orderView(world: World, order: Order, place: Place): JsonObject {
  const payment = world.books.payments.get(order.lastPaymentId)
  const view = {
    object: 'order',
    id: order._id,
    number: order.number,
    orderNumber: order.number,
    status: order.status,
    ...moneyView(world, order, place),
    totalItems: order.items.reduce((sum, item) => sum + item.quantity, 0),
    country: order.country,
    createdAt: order.createdAtMs,
    userId: order.buyerId,
    subscriptionId: order.subscriptionId,
    lastPaymentId: order.lastPaymentId,
    lastPaymentNumber: payment?.number ?? null,
    ...(world.switches.values.order_tax === 'payment' && untoldTax),
  }
  if (place === 'webhook') return view
  const shown = {
    ...view,
    user: buyerView(world.books.buyers.get(order.buyerId)),
    lastPayment: payment ? paymentView(world, payment, place) : null,
  }
  return mergePatch(shown, world.switches.values.order_overrides)
}

export function paymentView(world: World, payment: Payment, place: Place): JsonObject {
  const order = world.books.orders.get(payment.orderId)
  const { charges, payment_overrides: overrides } = world.switches.values
  const view = {
    object: 'payment',
    id: payment._id,
    number: payment.number,
    type: payment.type,
    status: payment.status,
    ...moneyView(world, payment, place),
    createdAt: payment.createdAtMs,
    userId: payment.buyerId,
    orderId: payment.orderId,
    orderNumber: order?.number ?? null,
    subscriptionId: payment.subscriptionId,
    discount: null,
    invoiceNumber: payment.invoiceNumber,
    invoiceUrl: payment.invoiceNumber === null ? null : `${world.origin()}/invoices/${payment.invoiceNumber}`,
    charges: charges === 'on' ? [chargeView(payment)] : [],
    ...(world.switches.values.order_tax === 'order' && untoldTax),
  }
  return place === 'api' ? mergePatch(view, overrides) : view
}

export function subscriptionView(world: World, subscription: Subscription): JsonObject {
  return {
    object: 'subscription',
    id: subscription._id,
    status: subscription.status,
    orderId: subscription.orderId,
    orderNumber: world.books.orders.get(subscription.orderId)?.number ?? null,
    createdAt: subscription.createdAtMs,
    canceledAt: subscription.canceledAtMs,
    currentIntervalStart: subscription.intervalStartMs,
    currentIntervalEnd: subscription.intervalEndMs,
    cancelAtIntervalEnd: subscription.cancelAtIntervalEnd,
    lastPaymentId: subscription.lastPaymentId,
    lastPaymentNumber: world.books.payments.get(subscription.lastPaymentId)?.number ?? null,
    userId: subscription.buyerId,
  }
}

export function buyerView(buyer: Buyer | undefined): JsonObject | null {
  if (!buyer) return null
  return { object: 'user', id: buyer._id, email: buyer.email, username: null, internalId: null }
}

/** An item as events show it; the API shows none. */
export function itemView(world: World, order: Order, item: Item): JsonObject {
  const offer = world.books.offers.get(item.offerId)
  const product = offer && world.books.products.get(offer.productId)
  const quantity = world.switches.values.string_quantity === 'on' ? String(item.quantity) : item.quantity
  const name = offer?.name ?? product?.name ?? 'Item'
  if (world.switches.values.event_form === 'thin') {
    const internalId = offer?.externalId ?? null
    return { id: item.id, name, quantity: String(item.quantity), internalId, customFields: order.customFields }
  }
  return {
    object: 'item',
    id: item.id,
    name,
    ...wrongMoney(world, { valueMinor: item.valueMinor, currency: order.currency }, 'webhook'),
    quantity,
    product: product && { object: 'product', id: product._id, type: product.type, internalId: product.internalId },
    offer: offer && { object: 'offer', id: offer._id, internalId: offer.externalId },
    variant: null,
    plan: null,
    customFields: order.customFields,
  }
}

function statusView(world: World, status: Offer['status']): string {
  if (world.switches.values.status_case === 'OPEN_ARCHIVED') return status
  return { OPEN: 'active', ARCHIVED: 'archived', DRAFT: 'draft' }[status]
}

function chargeView({ valueMinor, refundedMinor, currency }: Payment): JsonObject {
  return { amount: valueMinor, amountRefunded: refundedMinor, currency }
}

function moneyView(world: World, money: Money, place: Place): JsonObject {
  return {
    ...wrongMoney(world, money, place),
    tax: money.taxMinor,
    fee: money.feeMinor,
    currencyDecimals: decimalsOf(money.currency),
  }
}

function wrongMoney(
  world: World,
  { valueMinor, currency }: Pick<Money, 'valueMinor' | 'currency'>,
  place: Place,
): JsonObject {
  const { amount_offset_minor: offset, currency_override: other, wrong_in: where } = world.switches.values
  if (where !== 'both' && where !== place) return { value: valueMinor, currency }
  return { value: valueMinor + offset, currency: other === '' ? currency : other.toUpperCase() }
}
