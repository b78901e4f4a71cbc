import type {
  CompletedClaims,
  Delivery,
  EventAmounts,
  ProviderEvent,
  SubscriptionChange,
} from '@/lib/payments/contract/events'
import type { Mode } from '@/lib/payments/contract/provider-id'
import { figuresOf } from './figures'
import { isLaterCharge } from './payments'
import { type OfferReference, readReference } from './reference'
import {
  eventSchema,
  type FungiesOrder,
  type FungiesPayment,
  type FungiesSubscription,
  itemsSchema,
  orderSchema,
  paymentSchema,
  subscriptionSchema,
  withIdSchema,
} from './schemas'

/** Every event that this shop acts on, by its authoritative name (docs/providers.md). */
export const actedOn = [
  'payment_success',
  'payment_failed',
  'payment_refunded',
  'subscription_created',
  'subscription_interval',
  'subscription_updated',
  'subscription_cancelled',
]

type Body = ReturnType<typeof eventSchema.parse>

/**
 * What a delivery tells. Its type decides, never a status: failures and refunds say PAID too. Pure.
 * @throws SyntaxError when the body is not a JSON object.
 */
export function understandEvent({ rawBody }: Delivery, mode: Mode): ProviderEvent {
  const parsed = eventSchema.safeParse(JSON.parse(rawBody.toString('utf8')))
  if (!parsed.success) throw new SyntaxError('the body is not a JSON object')
  const body = parsed.data
  const { name, names } = namesOf(body)
  if (names > 1) return { kind: 'contradictory', eventName: name, reason: 'Its body names two events.' }
  const kind = kindOf(name)
  if (kind === null) return { kind: 'ignored', eventName: name }
  const eventName = name ?? ''
  if (typeof body.testMode === 'boolean' && body.testMode !== (mode === 'test')) {
    const told = body.testMode ? 'a test event' : 'an event of real money'
    return { kind: 'contradictory', eventName, reason: `It is ${told}, and the keys of this shop are ${mode} keys.` }
  }
  return tell(kind, eventName, body)
}

type Kind = 'paid' | 'failed' | 'refunded' | 'subscription'

const kinds: Record<string, Kind> = {
  payment_success: 'paid',
  order_paid: 'paid',
  payment_failed: 'failed',
  payment_refunded: 'refunded',
  payment_refund: 'refunded',
  subscription_created: 'subscription',
  subscription_interval: 'subscription',
  subscription_updated: 'subscription',
  subscription_cancelled: 'subscription',
}

/** Dots and underscores were both seen. */
const kindOf = (name: string | null): Kind | null => {
  const spelt = name?.replace('.', '_') ?? ''
  return Object.hasOwn(kinds, spelt) ? (kinds[spelt] ?? null) : null
}

function namesOf({ type, event }: Body): { name: string | null; names: number } {
  const named = [type, event].flatMap((one) => (one ? [one] : []))
  const [name = null] = named
  const shown = name?.replace(/[^\x20-\x7e]/g, '').slice(0, 100) ?? null
  return { name: shown, names: new Set(named.map((one) => one.replace('.', '_'))).size }
}

function tell(kind: Kind, eventName: string, body: Body): ProviderEvent {
  const parts = partsOf(body)
  const { orderId, order, payment, reference, offerId } = parts
  if (kind !== 'refunded' && parts.subscriptionId !== null) {
    return tellSubscription(eventName, { ...parts, subscriptionId: parts.subscriptionId })
  }
  if (kind === 'subscription') return { kind: 'ignored', eventName }
  const isRenewal = payment !== null && isLaterCharge(payment)
  // A later charge of a subscription names the order that began it, which is another payment.
  const providerOrderId = isRenewal ? payment.id : (orderId ?? payment?.orderId ?? null)
  if (kind === 'failed') {
    const key = body.idempotencyKey ?? body.idempotency_key ?? null
    return { kind: 'payment_failed', eventName, orderNumber: isRenewal ? null : (reference?.orderNumber ?? null), key }
  }
  if (providerOrderId === null) {
    return { kind: 'contradictory', eventName, reason: 'It names no order of Fungies.' }
  }
  if (kind === 'refunded') return { kind: 'payment_refunded', eventName, providerOrderId }
  const told = { order, payment }
  const claims: CompletedClaims = {
    providerOrderId,
    sessionId: null,
    providerProductId: isRenewal ? null : offerId,
    orderNumber: isRenewal ? null : (reference?.orderNumber ?? null),
    nonce: isRenewal ? null : (reference?.nonce ?? null),
    currency: (isRenewal ? payment : (order ?? payment))?.currency.toUpperCase() ?? null,
    buyerEmail: emailIn(body),
    shape: isRenewal ? null : shapeOf(told),
    amountsIn: (unit) => (unit === 'minor' ? amountsOf(isRenewal ? payment : (payment ?? order)) : null),
  }
  return { kind: 'payment_completed', eventName, claims }
}

type Parts = {
  /** Also of an order whose figures cannot be read: the API is asked then. */
  orderId: string | null
  order: FungiesOrder | null
  payment: FungiesPayment | null
  reference: OfferReference | null
  offerId: string | null
  /** Set when it is about a subscription: then that is asked about. */
  subscriptionId: string | null
  subscription: FungiesSubscription | null
}

/** The content of an event: under `data.order` and `data.payment`, or `data` is the order itself. */
function partsOf({ data }: Body): Parts {
  const told = data.object === 'order' ? data : data.order
  const order = orderSchema.safeParse(told).data ?? null
  const payment = paymentSchema.safeParse(data.payment).data ?? null
  const items = itemsSchema.parse(data.items)
  // An order of ours is one offer; with several, none of them stands for it.
  const item = items.length === 1 ? items[0] : undefined
  const reference = readReference(item?.offer?.internalId) ?? readReference(item?.internalId)
  const orderId = withIdSchema.safeParse(told).data?.id ?? null
  const subscription = subscriptionSchema.safeParse(data.subscription).data ?? null
  const subscriptionId = idText(subscription?.id ?? payment?.subscriptionId ?? order?.subscriptionId)
  return { orderId, order, payment, reference, offerId: item?.offer?.id ?? null, subscription, subscriptionId }
}

const idText = (id: string | null | undefined) => (id && /^[\w-]{1,64}$/.test(id) ? id : null)

const changes: Record<string, SubscriptionChange> = {
  payment_success: 'paid',
  order_paid: 'paid',
  payment_failed: 'payment_failed',
  subscription_created: 'started',
  subscription_cancelled: 'cancelled',
}

/**
 * An event about a subscription. `subscription_created` may come before the payment and pays nothing; a renewal is told by
 * `payment_success` and `subscription_interval`, of which only the first stands for money.
 */
function tellSubscription(eventName: string, parts: Parts & { subscriptionId: string }): ProviderEvent {
  const { payment, orderId, reference, subscription, subscriptionId } = parts
  const isRenewal = payment !== null && isLaterCharge(payment)
  const isLast = payment !== null && subscription?.lastPaymentId === payment.id
  return {
    kind: 'subscription',
    eventName,
    change: changes[eventName.replace('.', '_')] ?? 'updated',
    claims: {
      providerSubscriptionId: subscriptionId,
      orderNumber: reference?.orderNumber ?? null,
      nonce: reference?.nonce ?? null,
      portalUrl: null,
      currency: payment?.currency.toUpperCase() ?? null,
      amountsIn: (unit) => (unit === 'minor' ? amountsOf(payment) : null),
      periodStart: isLast ? (subscription?.currentIntervalStart ?? null) : null,
      // A renewal's payment that carries the id of the order it began with would be taken for that order's own.
      providerPaymentId: isRenewal ? otherThan(orderId, payment.id) : orderId,
    },
  }
}

const otherThan = (orderId: string | null, id: string) => (id === orderId ? null : id)

/** Which fields carried the figures; null when order and payment do not say the same of money that came. */
function shapeOf({ order, payment }: Pick<Parts, 'order' | 'payment'>): string | null {
  if (!order || !payment || order.status !== 'PAID' || payment.status !== 'PAID') return null
  const agree =
    order.value === payment.value &&
    order.tax === payment.tax &&
    order.currency.toUpperCase() === payment.currency.toUpperCase()
  return agree && typeof payment.tax === 'number' ? 'order.value+payment.value+payment.tax' : null
}

function amountsOf(told: FungiesOrder | FungiesPayment | null): EventAmounts | null {
  const figures = told && figuresOf(told)
  if (!figures) return null
  const { grossMinor, preTaxMinor, taxMinor } = figures
  return { grossMinor, preTaxMinor, taxMinor }
}

function emailIn({ data }: Body): string | null {
  const people = [data.user, data.customer].map((person) =>
    typeof person === 'object' && person !== null && 'email' in person ? person.email : null,
  )
  return people.find(isEmailLike) ?? null
}

// Only what a database and a mail header can hold; the address is a hint beside the order's own.
const isEmailLike = (value: unknown): value is string =>
  typeof value === 'string' && value.length <= 320 && /^[^\s@\p{Cc}]+@[^\s@\p{Cc}]+$/u.test(value)
