import { type JsonObject, json } from '../exchange'
import { announce } from './announce'
import type { ApiCall, ApiRoute } from './api-route'
import { lineMinor } from './cart'
import { limitOf } from './catalogue'
import { notFound } from './errors'
import { intervalStart } from './intervals'
import type { Invoice, Recurring, Session, Subscription } from './model'
import { idOf, moment, type World } from './world'

const DAY_MS = 86_400_000

/** The guides name no calls for subscriptions but their events; these are the natural ones. */
export const subscriptionRoutes: readonly ApiRoute[] = [
  [
    'GET',
    '/subscriptions',
    null,
    (world, call) => json(200, { subscriptions: listed(world, call).map((one) => subscriptionView(world, one)) }),
  ],
  [
    'GET',
    '/subscriptions/:id',
    null,
    (world, call) => json(200, { subscription: subscriptionView(world, getSubscription(world, call)) }),
  ],
  [
    'POST',
    '/subscriptions/:id/cancel',
    null,
    (world, call) => {
      const ended = cancelSubscription(world, getSubscription(world, call))
      return json(200, { subscription: subscriptionView(world, ended) })
    },
  ],
  ['GET', '/invoices', null, (world, call) => json(200, { invoices: listInvoices(world, call) })],
  [
    'GET',
    '/invoices/:id',
    null,
    (world, { params, testMode }) => {
      const invoice = world.books.invoices.get(params.id ?? '')
      if (invoice?.testMode !== testMode || isUnknown(world)) throw notFound()
      return json(200, { invoice: invoiceView(world, invoice) })
    },
  ],
]

const isUnknown = (world: World) => world.switches.values.subscription_calls === 'unknown'

/** Begins what a session in the mode subscription sold. @returns its id, or null for a session that sold none. */
export function startSubscription(world: World, session: Session): string | null {
  const recurring = recurringOf(session)
  if (session.mode !== 'subscription' || !recurring) return null
  const start = world.now()
  const trialEndMs = session.trialDays > 0 ? start + session.trialDays * DAY_MS : null
  const subscription = world.books.subscriptions.put({
    _id: idOf(world, 'fsub'),
    testMode: session.testMode,
    createdAtMs: start,
    sessionId: session._id,
    customerId: session.customerId ?? '',
    status: trialEndMs === null ? 'active' : 'trialing',
    lines: session.lines,
    amountMinor: session.lines.reduce((sum, line) => sum + lineMinor(line) - line.discountMinor, 0),
    anchorMs: trialEndMs ?? start,
    index: 0,
    trialEndMs,
    periodStartMs: start,
    periodEndMs: trialEndMs ?? intervalStart(start, recurring, 1),
    metadata: session.metadata,
    clientReferenceId: session.clientReferenceId,
  })
  return subscription._id
}

/** What is told when a subscription begins: it exists, and its first invoice is paid, unless a trial runs. */
export function announceSubscription(world: World, subscription: Subscription, session: Session): void {
  tell(world, 'customer.subscription.created', subscription)
  const [intent = null] = session.intents
  tellPaid(world, bill(world, subscription, { reason: 'subscription_create', status: 'paid', intent }))
}

/** Another period: its invoice is paid, or the payment fails and the subscription is past due. */
export function renew(world: World, subscription: Subscription, fails: boolean): Invoice {
  const recurring = recurringOf(subscription) ?? { interval: 'month', intervalCount: 1 }
  const isAfterTrial = subscription.trialEndMs !== null && subscription.periodStartMs < subscription.trialEndMs
  const index = isAfterTrial ? 0 : subscription.index + 1
  const start = (at: number) => intervalStart(subscription.anchorMs, recurring, at)
  const moved = { index, periodStartMs: start(index), periodEndMs: start(index + 1) }
  const renewed = world.books.subscriptions.put({
    ...subscription,
    ...moved,
    status: fails ? 'past_due' : 'active',
  })
  const intent = fails ? null : newIntent(world, renewed.amountMinor)
  const invoice = bill(world, renewed, { reason: 'subscription_cycle', status: fails ? 'open' : 'paid', intent })
  tellInvoice(world, 'invoice.created', invoice)
  if (fails) tellInvoice(world, 'invoice.payment_failed', invoice)
  else tellPaid(world, invoice)
  tell(world, 'customer.subscription.updated', renewed)
  return invoice
}

const newIntent = (world: World, amountMinor: number) => ({
  id: idOf(world, 'fpi'),
  methodId: idOf(world, 'fpm'),
  last4: '4242',
  amountMinor,
})

/** The card of a subscription that is past due takes money again: its open invoice is paid, for the period it was for. */
export function retry(world: World, subscription: Subscription): Invoice {
  const open = world.books.invoices.find((one) => one.subscriptionId === subscription._id && one.status === 'open')
  if (!open) throw notFound()
  const invoice = world.books.invoices.put({ ...open, status: 'paid', intent: newIntent(world, open.amountMinor) })
  tellPaid(world, invoice)
  change(world, subscription, { status: 'active' })
  return invoice
}

/** What its buyer or merchant does to it. */
export function change(world: World, subscription: Subscription, changes: Partial<Subscription>): Subscription {
  const changed = world.books.subscriptions.put({ ...subscription, ...changes })
  tell(world, 'customer.subscription.updated', changed)
  return changed
}

export function cancelSubscription(world: World, subscription: Subscription): Subscription {
  if (world.switches.values.cancel_ends === 'with_period') return change(world, subscription, { endsWithPeriod: true })
  const ended = world.books.subscriptions.put({ ...subscription, status: 'canceled' })
  tell(world, 'customer.subscription.deleted', ended)
  return ended
}

type Billed = Pick<Invoice, 'reason' | 'status' | 'intent'>

function bill(world: World, subscription: Subscription, billed: Billed): Invoice {
  return world.books.invoices.put({
    _id: idOf(world, 'finv'),
    testMode: subscription.testMode,
    createdAtMs: world.now(),
    subscriptionId: subscription._id,
    amountMinor: subscription.status === 'trialing' ? 0 : subscription.amountMinor,
    ...billed,
    periodStartMs: subscription.periodStartMs,
    periodEndMs: subscription.periodEndMs,
  })
}

function tell(world: World, type: string, subscription: Subscription): void {
  const { testMode } = subscription
  void announce(world, { type, testMode, resource: 'subscription', object: subscriptionView(world, subscription) })
}

/** Guides say invoice.paid; what Flex is made like says the other as well. */
function tellPaid(world: World, invoice: Invoice): void {
  const { invoice_events: names } = world.switches.values
  if (names !== 'payment_succeeded') tellInvoice(world, 'invoice.paid', invoice)
  if (names !== 'paid') tellInvoice(world, 'invoice.payment_succeeded', invoice)
}

function tellInvoice(world: World, type: string, invoice: Invoice): void {
  const { testMode } = invoice
  void announce(world, { type, testMode, resource: 'invoice', object: invoiceView(world, invoice) })
}

export function subscriptionView(world: World, one: Subscription): JsonObject {
  const isTold = world.switches.values.subscription_metadata === 'on'
  return {
    subscription_id: one._id,
    checkout_session_id: one.sessionId,
    customer: { customer_id: one.customerId, email: world.books.customers.get(one.customerId)?.email ?? null },
    status: one.status,
    trial_end: one.trialEndMs === null ? null : moment(world, one.trialEndMs),
    current_period_start: moment(world, one.periodStartMs),
    current_period_end: moment(world, one.periodEndMs),
    cancel_at_period_end: one.endsWithPeriod ?? false,
    ...(isTold ? { client_reference_id: one.clientReferenceId, metadata: one.metadata } : {}),
    test_mode: one.testMode,
    created_at: moment(world, one.createdAtMs),
  }
}

function invoiceView(world: World, one: Invoice): JsonObject {
  return {
    invoice_id: one._id,
    subscription_id: one.subscriptionId,
    payment_intent_id: one.intent?.id ?? null,
    amount_due: one.amountMinor,
    amount_paid: one.status === 'paid' ? one.amountMinor : 0,
    status: one.status,
    billing_reason: one.reason,
    period_start: moment(world, one.periodStartMs),
    period_end: moment(world, one.periodEndMs),
    test_mode: one.testMode,
    created_at: moment(world, one.createdAtMs),
  }
}

const recurringOf = ({ lines }: Pick<Session, 'lines'>): Recurring | null =>
  lines.find((line) => line.recurring)?.recurring ?? null

function getSubscription(world: World, { params, testMode }: ApiCall): Subscription {
  const subscription = world.books.subscriptions.get(params.id ?? '')
  if (subscription?.testMode !== testMode || isUnknown(world)) throw notFound()
  return subscription
}

/** Newest first. */
function listed(world: World, { query, testMode }: ApiCall): Subscription[] {
  if (isUnknown(world)) throw notFound()
  const mine = world.books.subscriptions.all().filter((one) => one.testMode === testMode)
  const from = Number(query.get('offset') ?? 0)
  return mine.reverse().slice(from, from + limitOf(query))
}

function listInvoices(world: World, { query, testMode }: ApiCall): JsonObject[] {
  if (isUnknown(world)) throw notFound()
  const subscriptionId = query.get('subscription')
  const mine = world.books.invoices.all().filter((one) => one.testMode === testMode)
  const own = mine.filter((one) => subscriptionId === null || one.subscriptionId === subscriptionId)
  return own
    .reverse()
    .slice(0, limitOf(query))
    .map((one) => invoiceView(world, one))
}
