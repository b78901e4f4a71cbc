import type { CompletedClaims, Delivery, ProviderEvent } from '@/lib/payments/contract/events'
import { claimedAmounts } from './event-amounts'
import { agreed, at, found, isObject } from './event-fields'
import { carriesRefund, type EventName, eventNameOf, shown } from './event-name'
import { referenceText } from './references'
import { isSubscriptionEvent, understandSubscription } from './subscription-events'

const unnamed = 'unnamed'

/**
 * What a delivery of Pocketsflow's says, in every documented shape (docs/providers.md, read 2026-11). Pure; believes
 * nothing and guesses no unit. @throws SyntaxError when the body is not a JSON object.
 */
export function understandEvent({ rawBody, headers }: Delivery, apiUrl = 'https://api.pocketsflow.com'): ProviderEvent {
  const body = parseObject(rawBody)
  const named = eventNameOf(body, headers)
  const eventName = named.name === null ? null : shown(named.name)
  if (named.contradiction) return { kind: 'contradictory', eventName, reason: named.contradiction }
  if (named.name === null) return understandUnnamed(body, named)
  if (named.name === 'order.completed') return understandCompleted(body, named)
  if (named.name === 'order.refunded') return understandRefunded(body, named.name)
  if (named.name === 'payment_intent.payment_failed') {
    return { kind: 'payment_failed', eventName: named.name, orderNumber: orderNumberIn(body).value }
  }
  if (isSubscriptionEvent(named.name)) return understandSubscription(body, named.name, apiUrl)
  return { kind: 'ignored', eventName }
}

function parseObject(rawBody: Buffer): Record<string, unknown> {
  // Drops a byte order mark, which the signature covers and JSON does not know.
  const body: unknown = JSON.parse(new TextDecoder('utf-8').decode(rawBody))
  if (!isObject(body)) throw new SyntaxError('the body is not a JSON object')
  return body
}

// A proxy may strip the header that is the only name of the short form: the API then tells what the order is.
function understandUnnamed(body: unknown, named: EventName): ProviderEvent {
  if (carriesRefund(body)) return understandRefunded(body, unnamed)
  const namesGoods = orderNumberIn(body).value !== null || productIdIn(body).value !== null
  return namesGoods && providerOrderIdIn(body).value !== null
    ? understandCompleted(body, named)
    : { kind: 'ignored', eventName: null }
}

function understandRefunded(body: unknown, eventName: string): ProviderEvent {
  const { value: providerOrderId, disagrees } = providerOrderIdIn(body)
  if (disagrees || providerOrderId === null) return contradictory(eventName, 'Pocketsflow order')
  return { kind: 'payment_refunded', eventName, providerOrderId }
}

const contradictory = (eventName: string, what: string): ProviderEvent => ({
  kind: 'contradictory',
  eventName,
  reason: `It does not name exactly one ${what}.`,
})

function understandCompleted(body: unknown, named: EventName): ProviderEvent {
  const eventName = named.name ?? unnamed
  const order = providerOrderIdIn(body)
  if (order.disagrees || order.value === null) return contradictory(eventName, 'Pocketsflow order')
  const product = productIdIn(body)
  const orderNumber = orderNumberIn(body)
  const nonce = agreed(body, ['metadata.nonce', 'order.metadata.nonce'], referenceText)
  const currency = agreed(body, ['currency', 'order.currency'], currencyText)
  const unclear = { product, 'order of ours': orderNumber, nonce, currency }
  const disagreement = Object.entries(unclear).find(([, reading]) => reading.disagrees)
  if (disagreement) return contradictory(eventName, disagreement[0])
  const { shape, amountsIn } = claimedAmounts(body, currency.value)
  const claims: CompletedClaims = {
    providerOrderId: order.value,
    sessionId: null,
    providerProductId: product.value,
    orderNumber: orderNumber.value,
    nonce: nonce.value,
    currency: currency.value,
    buyerEmail: buyerEmailIn(body),
    shape: named.inBody && !namesVariant(body) ? shape : null,
    amountsIn,
  }
  return { kind: 'payment_completed', eventName, claims }
}

function providerOrderIdIn(body: unknown) {
  const named = agreed(body, ['order.id', 'order._id', 'orderId'], referenceText)
  if (named.value !== null || named.disagrees) return named
  const enveloped = [at(body, 'data.id'), at(body, 'event.data.id')].map(referenceText).find((id) => id !== null)
  return { value: enveloped ?? null, disagrees: false }
}

const productIdIn = (body: unknown) =>
  agreed(body, ['product.id', 'product._id', 'productId', 'order.productId'], referenceText)

const orderNumberIn = (body: unknown) =>
  agreed(body, ['metadata.external_order_id', 'order.metadata.external_order_id', 'clientReferenceId'], referenceText)

// A session sells no variant of Pocketsflow's, so one in the event is a question for the API.
const namesVariant = (body: unknown) =>
  found(body, ['product.variantId', 'variantId']).some(({ value }) => value !== '')

const currencyText = (value: unknown) =>
  typeof value === 'string' && /^[A-Za-z]{3}$/.test(value) ? value.toUpperCase() : null

function buyerEmailIn(body: unknown): string | null {
  const texts = found(body, ['customer.email', 'buyerEmail', 'customerEmail', 'email']).map(({ value }) => value)
  return texts.find(isEmailLike) ?? null
}

// Only what a database and a mail header can hold; the address is a hint beside the order's own.
const isEmailLike = (value: unknown): value is string =>
  typeof value === 'string' && value.length <= 320 && /^[^\s@\p{Cc}]+@[^\s@\p{Cc}]+$/u.test(value)
