import type { JsonObject } from '../exchange'
import { mergePatch } from '../merge'
import { discountOf, lineMinor, subtotalOf } from './cart'
import type { Line, Refund, Session } from './model'
import { refundsOf, refundView } from './refunds'
import { moment, type World } from './world'

export type SessionState = 'open' | 'complete' | 'expired'

/** What a session is at this moment: the clock expires it, and completes one that was paid. */
export function stateOf(world: World, session: Session): SessionState {
  if (session.state === 'paid') return world.now() >= session.completeAtMs ? 'complete' : 'open'
  return session.state === 'expired' || world.now() >= session.expiresAtMs ? 'expired' : 'open'
}

/** A session as the API and the webhooks show it, in cents. */
export function sessionView(world: World, session: Session, place: 'api' | 'webhook'): JsonObject {
  const { values } = world.switches
  const state = stateOf(world, session)
  const word = state === 'complete' && values.complete_status !== '' ? values.complete_status : state
  const view = {
    ...namesOf(world, session),
    ...amountsOf(world, session, place),
    status: word,
    mode: session.mode,
    origin: 'api',
    cancel_url: session.cancelUrl,
    client_reference_id: session.clientReferenceId,
    defaults: session.defaults,
    metadata: session.metadata,
    hsa_fsa_eligible: false,
    letter_of_medical_necessity_required: false,
    created_at: moment(world, session.createdAtMs),
    expires_at: moment(world, session.expiresAtMs),
    ...buyerOf(world, session),
    ...intentsOf(world, session),
    refunds: refundsOf(world, session).map((refund) => refundView(world, refund)),
    shipping_options: session.shipping && {
      shipping_rate_data: { display_name: session.shipping.name, amount: session.shipping.amountMinor },
    },
    fees: session.fees.map((fee) => ({ fee_type: 'custom', name: fee.name, amount: fee.amountMinor })),
    tax_rate: { amount: session.taxMinor },
    next_action: nextActionOf(world, session),
    subscription: session.subscriptionId,
    test_mode: session.testMode,
    ...(values.lines_embedded === 'on' ? { line_items: session.lines.map((line) => lineView(session, line)) } : {}),
  }
  return mergePatch(view, values.session_overrides)
}

export function lineView(session: Session, line: Line): JsonObject {
  const subtotal = lineMinor(line)
  return {
    line_item_id: line.id,
    description: line.name,
    quantity: line.quantity,
    amount_subtotal: subtotal,
    amount_discount: line.discountMinor,
    amount_tax: 0,
    amount_shipping: 0,
    amount_total: subtotal - line.discountMinor,
    eligibility: 'not_eligible',
    price: {
      price_id: line.priceId,
      unit_amount: line.unitMinor,
      product: { product_id: line.productId, name: line.name, test_mode: session.testMode },
      ...(line.recurring && {
        recurring: { interval: line.recurring.interval, interval_count: line.recurring.intervalCount },
      }),
    },
  }
}

/** The success URL with the placeholder replaced, also where it came percent-encoded. */
export function withSessionId(url: string, session: Session): string {
  return url.replace(/\{CHECKOUT_SESSION_ID\}|%7BCHECKOUT_SESSION_ID%7D/gi, session._id)
}

export function refundedOf(world: World, session: Session): number {
  const counts = (refund: Refund) =>
    refund.status === 'succeeded' ||
    (refund.status === 'pending' && world.switches.values.refunded_counts === 'pending_too')
  return refundsOf(world, session)
    .filter(counts)
    .reduce((sum, refund) => sum + refund.amountMinor, 0)
}

export function urlShown(world: World, session: Session): string {
  const path = `/pay/c/${session._id}`
  const urls = {
    normal: `${world.origin()}${path}`,
    http_other_host: `http://flex-lookalike.example${path}`,
    javascript: `javascript:void('${session._id}')`,
    relative: path,
  }
  return urls[world.switches.values.checkout_url]
}

function namesOf(world: World, session: Session): JsonObject {
  const { session_id_key: key, url_key: urlKey } = world.switches.values
  return {
    ...(key === 'success_url_only' ? {} : { [key]: session._id }),
    success_url: key === 'success_url_only' ? withSessionId(session.successUrl, session) : session.successUrl,
    [urlKey]: urlShown(world, session),
  }
}

function amountsOf(world: World, session: Session, place: 'api' | 'webhook'): JsonObject {
  const { amount_offset_minor: offset, currency_override: currency, wrong_in: where } = world.switches.values
  const isWrongHere = where === 'both' || where === place
  const isComplete = stateOf(world, session) === 'complete'
  const isUntold = session.totalMinor === 0 && world.switches.values.free_received === 'no_figure'
  return {
    amount_total: session.totalMinor,
    amount_subtotal: subtotalOf(session),
    amount_received: isUntold ? null : isComplete ? session.totalMinor + (isWrongHere ? offset : 0) : 0,
    amount_refunded: refundedOf(world, session),
    amount_disputed: session.disputedMinor,
    disputes: session.disputedMinor > 0 ? [{ amount: session.disputedMinor, status: 'needs_response' }] : [],
    ...(currency !== '' && isWrongHere ? { currency: currency.toLowerCase() } : {}),
    total_details: {
      amount_discount: discountOf(session),
      amount_tax: session.taxMinor,
      amount_shipping: session.shipping?.amountMinor ?? 0,
    },
  }
}

function buyerOf(world: World, { email, customerId }: Session): JsonObject {
  if (email === null) return { customer: null }
  if (world.switches.values.email_in === 'customer_details')
    return { customer: customerId, customer_details: { email } }
  return { customer: { customer_id: customerId, email } }
}

function intentsOf(world: World, session: Session): JsonObject {
  const shown = session.intents.map((intent) => ({
    payment_intent_id: intent.id,
    payment_method_id: intent.methodId,
    last4: intent.last4,
    amount: intent.amountMinor,
    status: 'succeeded',
  }))
  return world.switches.values.intents_form === 'list'
    ? { payment_intents: shown }
    : { payment_intent: shown[0] ?? null }
}

function nextActionOf(world: World, session: Session): JsonObject | null {
  if (session.nextAction === 'none' || session.state !== 'open') return null
  return { type: session.nextAction, [session.nextAction]: { url: `${urlShown(world, session)}?step=next` } }
}
