import { randomUUID } from 'node:crypto'
import { endOfInterval } from './intervals'
import type { Buyer, Offer, Order, Payment, PaymentType, Subscription } from './model'
import type { Quote } from './quote'
import type { Page, SaleForm } from './sale-form'
import type { World } from './world'

export type BookedSale = { order: Order; payment: Payment; subscription: Subscription | null }
type Sale = { page: Page; form: SaleForm; price: Quote; status: 'PAID' | 'FAILED' }

/** Writes down an order with its payment, and the subscription that a paid one begins. */
export function bookSale(world: World, { page, form, price, status }: Sale): BookedSale {
  const { books } = world
  const nowMs = world.now()
  const number = newNumber()
  const recurring = page.offers.find(({ recurringInterval }) => recurringInterval !== null)
  const begins = recurring && status === 'PAID' ? recurring : null
  const buyer = rememberBuyer(world, form.email)
  const orderId = randomUUID()
  const payment = newPayment(world, {
    type: recurring ? 'subscription_initial' : price.totalMinor === 0 ? 'claim_free' : 'one_time',
    status,
    valueMinor: price.totalMinor,
    taxMinor: price.taxMinor,
    currency: price.currency,
    orderId,
    buyerId: buyer._id,
    subscriptionId: begins ? number : null,
  })
  const order = books.orders.put({
    _id: orderId,
    number,
    status,
    valueMinor: payment.valueMinor,
    taxMinor: payment.taxMinor,
    feeMinor: payment.feeMinor,
    currency: price.currency,
    country: form.country,
    items: page.offers.map((offer) => itemOf(offer, price)),
    customFields: { ...page.element?.customFields, ...form.customFields },
    buyerId: buyer._id,
    lastPaymentId: payment._id,
    subscriptionId: payment.subscriptionId,
    archived: false,
    createdAtMs: nowMs,
    visibleAtMs: payment.visibleAtMs,
  })
  if (status === 'PAID') takeFromShelf(world, page, price)
  return { order, payment, subscription: begins ? beginSubscription(world, order, begins) : null }
}

type PaymentFacts = Pick<
  Payment,
  'type' | 'status' | 'valueMinor' | 'taxMinor' | 'currency' | 'orderId' | 'buyerId' | 'subscriptionId'
> & { type: PaymentType }

export function newPayment(world: World, facts: PaymentFacts): Payment {
  const count = world.books.payments.all().length + 1
  const nowMs = world.now()
  return world.books.payments.put({
    ...facts,
    _id: randomUUID(),
    number: `#${1000 + count}`,
    feeMinor: feeOf(facts.valueMinor),
    refundedMinor: 0,
    invoiceNumber: facts.status === 'PAID' ? `INV-${1000 + count}` : null,
    createdAtMs: nowMs,
    visibleAtMs: nowMs + world.switches.values.order_visible_after_ms,
  })
}

function itemOf(offer: Offer, { quantity }: Quote) {
  return { id: randomUUID(), offerId: offer._id, quantity, valueMinor: offer.priceMinor * quantity }
}

function rememberBuyer({ books, now }: World, email: string): Buyer {
  const known = books.buyers.find((one) => one.email.toLowerCase() === email.toLowerCase())
  return known ?? books.buyers.put({ _id: randomUUID(), email, createdAtMs: now() })
}

function takeFromShelf({ books }: World, { offers }: Page, { quantity, discount }: Quote): void {
  for (const offer of offers) {
    const current = books.offers.get(offer._id) ?? offer
    books.offers.put({ ...current, soldItems: current.soldItems + quantity })
  }
  if (discount) books.discounts.put({ ...discount, used: discount.used + 1 })
}

function beginSubscription(world: World, order: Order, offer: Offer): Subscription {
  const nowMs = world.now()
  const first = offer.trialInterval
    ? { interval: offer.trialInterval, count: offer.trialIntervalCount ?? 1 }
    : { interval: offer.recurringInterval ?? 'month', count: offer.recurringIntervalCount ?? 1 }
  return world.books.subscriptions.put({
    _id: order.number,
    status: offer.trialInterval ? 'trialing' : 'active',
    orderId: order._id,
    offerId: offer._id,
    buyerId: order.buyerId,
    lastPaymentId: order.lastPaymentId,
    intervalStartMs: nowMs,
    intervalEndMs: endOfInterval(nowMs, first.interval, first.count),
    cancelAtIntervalEnd: false,
    canceledAtMs: null,
    createdAtMs: nowMs,
  })
}

/** A share and a fixed part, as card payments cost. */
function feeOf(totalMinor: number): number {
  return totalMinor === 0 ? 0 : Math.min(totalMinor, Math.round(totalMinor * 0.05) + 50)
}

/** Short upper-case text, as order numbers look. */
const newNumber = () => randomUUID().replaceAll('-', '').slice(0, 8).toUpperCase()
