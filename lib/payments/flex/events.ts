import type { CompletedClaims, Delivery, ProviderEvent } from '@/lib/payments/contract/events'
import { currencyOf, subscriptionIdOf } from './payments'
import { type FlexSession, isObject, refundSchema, sessionSchema } from './schemas'
import { isSubscriptionEvent, startedBy, understandSubscription } from './subscription-events'

const completedTypes = ['checkout.session.completed', 'checkout.session.async_payment_succeeded']
const declinedTypes = ['checkout.session.async_payment_failed', 'charge.failed']

/**
 * What a delivery of Flex's says, in both envelopes, with the resource in it or only its id (docs/providers.md). Pure;
 * believes nothing: the API is asked about all that matters. `payment_intent.succeeded` comes once for each card and is
 * never taken for a payment. @throws SyntaxError when the body is not a JSON object.
 */
export function understandEvent({ rawBody }: Delivery): ProviderEvent {
  const body = parseObject(rawBody)
  const event = isObject(body.event) ? body.event : body
  const type =
    typeof event.event_type === 'string' ? event.event_type.replace(/^checkout_session\./, 'checkout.session.') : null
  const eventName = type && shown(type)
  const object = isObject(event.object) ? event.object : {}
  if (type === null || eventName === null) return { kind: 'ignored', eventName }
  if (completedTypes.includes(type)) return understandCompleted(eventName, object)
  if (declinedTypes.includes(type)) {
    const key = asId(event.event_id)
    return { kind: 'payment_failed', eventName, orderNumber: orderNumberIn(object), sessionId: declinedIn(object), key }
  }
  if (isRefundType(type)) return about('payment_refunded', eventName, refundedIn(object))
  if (isSubscriptionEvent(type)) return understandSubscription(type, object)
  if (type.startsWith('charge.dispute.')) return about('payment_disputed', eventName, disputedIn(object))
  return { kind: 'ignored', eventName }
}

const isRefundType = (type: string) =>
  /^(refund\.|charge\.refund\.)/.test(type) || type === 'charge.refunded' || type === 'checkout.session.refunded'

function parseObject(rawBody: Buffer): Record<string, unknown> {
  const body: unknown = JSON.parse(new TextDecoder('utf-8').decode(rawBody))
  if (!isObject(body)) throw new SyntaxError('the body is not a JSON object')
  return body
}

const shown = (type: string) => type.replace(/[^\w.-]/g, '?').slice(0, 80)

function about(
  kind: 'payment_refunded' | 'payment_disputed',
  eventName: string,
  providerOrderId: string | null,
): ProviderEvent {
  if (providerOrderId !== null) return { kind, eventName, providerOrderId }
  return { kind: 'contradictory', eventName, reason: 'It does not name a Flex session or payment.' }
}

function understandCompleted(eventName: string, object: Record<string, unknown>): ProviderEvent {
  const session = sessionIn(object)
  const subscriptionId = session?.mode === 'subscription' ? subscriptionIdOf(session) : null
  if (session && subscriptionId) return startedBy(eventName, subscriptionId, session.metadata)
  const sessionId = session?.id ?? sessionIdIn(object)
  if (sessionId === null) return { kind: 'contradictory', eventName, reason: 'It does not name a Flex session.' }
  return { kind: 'payment_completed', eventName, claims: claimsOf(sessionId, session) }
}

function claimsOf(sessionId: string, session: FlexSession | null): CompletedClaims {
  const grossMinor = session?.amount_received ?? null
  const taxMinor = session?.total_details?.amount_tax ?? null
  return {
    providerOrderId: sessionId,
    sessionId,
    providerProductId: null,
    orderNumber: session?.metadata.external_order_id ?? session?.client_reference_id ?? null,
    nonce: session?.metadata.nonce ?? null,
    currency: session && currencyOf(session),
    buyerEmail: session?.customer?.email ?? session?.customer_details?.email ?? null,
    // The session is always fetched: an event may be of any form, and come before the payment is whole.
    shape: null,
    amountsIn: (unit) =>
      unit === 'major' || grossMinor === null
        ? null
        : { grossMinor, preTaxMinor: grossMinor - (taxMinor ?? 0), taxMinor },
  }
}

/** The session in the envelope, wrapped in its name or bare. */
function sessionIn(object: Record<string, unknown>): FlexSession | null {
  const inner = isObject(object.checkout_session) ? object.checkout_session : object
  return sessionSchema.safeParse(inner).data ?? null
}

const idShape = /^[\w-]{1,64}$/
const asId = (raw: unknown) => (typeof raw === 'string' && idShape.test(raw) ? raw : null)

function sessionIdIn(object: Record<string, unknown>): string | null {
  return asId(object.checkout_session) ?? asId(object.checkout_session_id)
}

/** A refund names its payment intent; one of ours carries the session in its metadata. */
function refundedIn(object: Record<string, unknown>): string | null {
  const resource = innerOf(object, ['refund', 'charge'])
  const refund = refundSchema.safeParse(resource).data
  return refund?.metadata.checkout_session ?? refund?.checkout_session_id ?? ownerIn(object, resource)
}

function disputedIn(object: Record<string, unknown>): string | null {
  return ownerIn(object, innerOf(object, ['dispute', 'charge']))
}

/** A charge names its session by its id or as an object; which of them is not documented. */
function declinedIn(object: Record<string, unknown>): string | null {
  const charge = innerOf(object, ['charge'])
  const session = sessionIn(object)?.id ?? (isObject(charge.checkout_session) ? sessionIn(charge)?.id : null)
  return session ?? sessionIdIn(object) ?? sessionIdIn(charge)
}

function innerOf(object: Record<string, unknown>, names: readonly string[]): Record<string, unknown> {
  const inner = names.map((name) => object[name]).find(isObject)
  return inner ?? object
}

/** Whose money it is: a session, else a payment intent, each an id or an object; else a renewal's invoice. */
function ownerIn(object: Record<string, unknown>, resource: Record<string, unknown>): string | null {
  const session = sessionIn(object)
  if (isObject(object.checkout_session) && session) return session.id
  return (
    sessionIdIn(object) ??
    sessionIdIn(resource) ??
    asId(resource.payment_intent_id) ??
    asId(resource.payment_intent) ??
    asId(resource.invoice_id)
  )
}

function orderNumberIn(object: Record<string, unknown>): string | null {
  const resource = innerOf(object, ['checkout_session', 'charge'])
  const { metadata } = resource
  const told = (isObject(metadata) ? metadata.external_order_id : null) ?? resource.client_reference_id
  return typeof told === 'string' ? told : null
}
