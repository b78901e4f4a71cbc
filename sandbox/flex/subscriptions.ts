import { json } from '../exchange'
import { announce } from './announce'
import type { ApiCall, ApiRoute } from './api-route'
import { lineMinor } from './cart'
import { notFound } from './errors'
import type { Invoice, Recurring, Session, Subscription } from './model'
import { idOf, moment, type World } from './world'

const DAY_MS = 86_400_000
const DAYS: Record<string, number> = {
  daily: 1,
  day: 1,
  weekly: 7,
  week: 7,
  monthly: 30,
  month: 30,
  yearly: 365,
  year: 365,
}

/** The guides name no calls for subscriptions but their events; these are the natural ones. */
export const subscriptionRoutes: readonly ApiRoute[] = [
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
  [
    'GET',
    '/invoices/:id',
    null,
    (world, { params, testMode }) => {
      const invoice = world.books.invoices.get(params.id ?? '')
      if (invoice?.testMode !== testMode) throw notFound()
      return json(200, { invoice: invoiceView(world, invoice) })
    },
  ],
]

/** Begins what a session in the mode subscription sold. @returns its id, or null for a session that sold none. */
export function startSubscription(world: World, session: Session): string | null {
  const recurring = session.lines.find((line) => line.recurring)?.recurring
  if (session.mode !== 'subscription' || !recurring) return null
  const start = world.now()
  const subscription = world.books.subscriptions.put({
    _id: idOf(world, 'fsub'),
    testMode: session.testMode,
    createdAtMs: start,
    sessionId: session._id,
    customerId: session.customerId ?? '',
    status: recurring.trialDays > 0 ? 'trialing' : 'active',
    lines: session.lines,
    amountMinor: session.lines.reduce((sum, line) => sum + lineMinor(line) - line.discountMinor, 0),
    periodStartMs: start,
    periodEndMs: start + (recurring.trialDays > 0 ? recurring.trialDays * DAY_MS : periodMs(recurring)),
    metadata: session.metadata,
    clientReferenceId: session.clientReferenceId,
  })
  return subscription._id
}

/** What is told when a subscription begins: it exists, and its first invoice is paid. */
export function announceSubscription(world: World, subscription: Subscription): void {
  tell(world, 'customer.subscription.created', subscription)
  tellInvoice(world, 'invoice.paid', bill(world, subscription, 'subscription_create', 'paid'))
}

/** Another period: its invoice is paid, or the payment fails and the subscription is past due. */
export function renew(world: World, subscription: Subscription, fails: boolean): Invoice {
  const recurring = subscription.lines.find((line) => line.recurring)?.recurring
  const start = subscription.periodEndMs
  const renewed = world.books.subscriptions.put({
    ...subscription,
    status: fails ? 'past_due' : 'active',
    ...(fails || !recurring ? {} : { periodStartMs: start, periodEndMs: start + periodMs(recurring) }),
  })
  const invoice = bill(world, renewed, 'subscription_cycle', fails ? 'open' : 'paid')
  tellInvoice(world, 'invoice.created', invoice)
  tellInvoice(world, fails ? 'invoice.payment_failed' : 'invoice.paid', invoice)
  tell(world, 'customer.subscription.updated', renewed)
  return invoice
}

export function cancelSubscription(world: World, subscription: Subscription): Subscription {
  const ended = world.books.subscriptions.put({ ...subscription, status: 'canceled' })
  tell(world, 'customer.subscription.deleted', ended)
  return ended
}

function bill(world: World, subscription: Subscription, reason: Invoice['reason'], status: Invoice['status']): Invoice {
  return world.books.invoices.put({
    _id: idOf(world, 'finv'),
    testMode: subscription.testMode,
    createdAtMs: world.now(),
    subscriptionId: subscription._id,
    amountMinor: subscription.status === 'trialing' ? 0 : subscription.amountMinor,
    status,
    reason,
    periodStartMs: subscription.periodStartMs,
    periodEndMs: subscription.periodEndMs,
  })
}

function tell(world: World, type: string, subscription: Subscription): void {
  const { testMode } = subscription
  void announce(world, { type, testMode, resource: 'subscription', object: subscriptionView(world, subscription) })
}

function tellInvoice(world: World, type: string, invoice: Invoice): void {
  const { testMode } = invoice
  void announce(world, { type, testMode, resource: 'invoice', object: invoiceView(world, invoice) })
}

export function subscriptionView(world: World, one: Subscription) {
  return {
    subscription_id: one._id,
    checkout_session_id: one.sessionId,
    customer: one.customerId,
    status: one.status,
    current_period_start: moment(world, one.periodStartMs),
    current_period_end: moment(world, one.periodEndMs),
    client_reference_id: one.clientReferenceId,
    metadata: one.metadata,
    test_mode: one.testMode,
    created_at: moment(world, one.createdAtMs),
  }
}

function invoiceView(world: World, one: Invoice) {
  return {
    invoice_id: one._id,
    subscription_id: one.subscriptionId,
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

function periodMs({ interval, intervalCount }: Recurring): number {
  return (DAYS[interval] ?? DAYS.month ?? 1) * intervalCount * DAY_MS
}

function getSubscription(world: World, { params, testMode }: ApiCall): Subscription {
  const subscription = world.books.subscriptions.get(params.id ?? '')
  if (subscription?.testMode !== testMode) throw notFound()
  return subscription
}
