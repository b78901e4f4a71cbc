import 'server-only'
import type { Answer } from '@/lib/payments/contract/gateway-error'
import type { ProviderPayment } from '@/lib/payments/contract/payments'
import type {
  ProviderSubscription,
  SubscriptionCharge,
  SubscriptionPage,
  SubscriptionState,
} from '@/lib/payments/contract/subscriptions'
import { absentIs } from '@/lib/payments/read-answer'
import { err, ok } from '@/lib/shared/result'
import { type FlexClient, isFlexId } from './client'
import { type FlexBooks, readSession } from './lookups'
import { modeOf, paymentOf } from './payments'
import {
  anyAnswer,
  type FlexInvoice,
  type FlexSubscription,
  invoiceListSchema,
  invoiceSchema,
  subscriptionListSchema,
  subscriptionSchema,
} from './schemas'

/**
 * Flex documents the events of subscriptions (docs/providers.md), not the calls that read them: these are those of the
 * product that it is made like. Where Flex answers “not found”, nothing is settled by an event alone.
 */

const pageSize = 100

const states: Record<string, SubscriptionState> = {
  active: 'active',
  trialing: 'trialing',
  past_due: 'past_due',
  unpaid: 'past_due',
  incomplete: 'past_due',
  paused: 'paused',
  canceled: 'cancelled',
  cancelled: 'cancelled',
  incomplete_expired: 'cancelled',
}

function subscriptionOf(told: FlexSubscription, { api }: FlexBooks): ProviderSubscription {
  const state = states[told.status] ?? 'unknown'
  return {
    providerSubscriptionId: told.id,
    providerOfferId: null,
    mode: modeOf(told.test_mode, api.mode),
    state,
    startedAt: told.created_at,
    trialEndsAt: told.trial_end ?? (state === 'trialing' ? told.current_period_end : null),
    currentPeriodStart: told.current_period_start,
    currentPeriodEnd: told.current_period_end,
    cancelAtPeriodEnd: told.cancel_at_period_end ?? false,
    providerCustomerId: told.customer?.customer_id ?? null,
    buyerEmail: told.customer?.email ?? null,
    portalUrl: null,
    orderNumber: told.metadata.external_order_id ?? told.client_reference_id ?? null,
    nonce: told.metadata.nonce ?? null,
  }
}

/** What a subscription does not show of our references its session does. */
async function withSession(books: FlexBooks, client: FlexClient, told: FlexSubscription): Answer<ProviderSubscription> {
  const subscription = subscriptionOf(told, books)
  if (subscription.nonce !== null || !told.checkout_session_id) return ok(subscription)
  const session = await readSession(books, client, told.checkout_session_id)
  if (!session.ok) return session
  const { nonce = null, external_order_id: orderNumber = null } = session.value?.metadata ?? {}
  return ok({ ...subscription, nonce, orderNumber: subscription.orderNumber ?? orderNumber })
}

async function read(client: FlexClient, id: string): Answer<FlexSubscription | null> {
  if (!isFlexId(id)) return ok(null)
  return absentIs(null, await client.call({ method: 'GET', path: `/subscriptions/${id}` }, subscriptionSchema))
}

/** Null when there is no such subscription; an invoice stands for its own. Safe to repeat. */
export async function lookUpSubscription(books: FlexBooks, id: string): Answer<ProviderSubscription | null> {
  const client = books.api.open()
  const own = await read(client, id)
  const told = own.ok && own.value === null ? await readByInvoice(client, id) : own
  return told.ok && told.value ? withSession(books, client, told.value) : (told as Awaited<Answer<null>>)
}

async function readByInvoice(client: FlexClient, id: string): Answer<FlexSubscription | null> {
  const invoice = await readInvoice(client, id)
  return invoice.ok ? read(client, invoice.value?.subscription_id ?? '') : invoice
}

/** A page of all, newest first; where Flex has no such list it is empty. Safe to repeat. */
export async function listSubscriptions(books: FlexBooks, page: number): Answer<SubscriptionPage> {
  const client = books.api.open()
  const query = { limit: pageSize, offset: (page - 1) * pageSize }
  const listed = absentIs(
    [],
    await client.call({ method: 'GET', path: '/subscriptions', query }, subscriptionListSchema),
  )
  if (!listed.ok) return listed
  const subscriptions: ProviderSubscription[] = []
  for (const told of listed.value.flatMap((raw) => subscriptionSchema.safeParse(raw).data ?? [])) {
    const one = await withSession(books, client, told)
    if (!one.ok) return one
    subscriptions.push(one.value)
  }
  return ok({ subscriptions, hasMore: listed.value.length >= pageSize })
}

/**
 * What was paid for one subscription: first in its session, by whose id that payment is known, then by an invoice for each
 * interval. The invoice of the session may come later than the session is complete, so it is left out. Safe to repeat.
 */
export async function listCharges(books: FlexBooks, of: ProviderSubscription): Answer<SubscriptionCharge[]> {
  const client = books.api.open()
  const told = await read(client, of.providerSubscriptionId)
  if (!told.ok || told.value === null) return told.ok ? ok([]) : told
  const first = await firstCharge(books, client, told.value)
  if (!first.ok) return first
  const query = { subscription: of.providerSubscriptionId, limit: pageSize }
  const listed = absentIs([], await client.call({ method: 'GET', path: '/invoices', query }, invoiceListSchema))
  if (!listed.ok) return listed
  const invoices = listed.value.flatMap((raw) => invoiceSchema.safeParse(raw).data ?? [])
  const own = invoices.filter((one) => one.subscription_id === of.providerSubscriptionId)
  const later = own.filter((one) => first.value === null || !isFirst(one))
  return ok([...(first.value ? [first.value] : []), ...later.flatMap((one) => chargeOf(books, one) ?? [])])
}

/** Null where no session is known, or none was paid yet. */
async function firstCharge(
  books: FlexBooks,
  client: FlexClient,
  told: FlexSubscription | null,
): Answer<SubscriptionCharge | null> {
  if (!told?.checkout_session_id) return ok(null)
  const session = await readSession(books, client, told.checkout_session_id)
  if (!session.ok) return session
  const payment = session.value && paymentOf(session.value, books.api.mode)
  return ok(payment && { ...payment, periodStart: told.created_at })
}

const isFirst = (invoice: FlexInvoice): boolean => invoice.billing_reason === 'subscription_create'

function chargeOf({ api }: FlexBooks, invoice: FlexInvoice): SubscriptionCharge | null {
  if (invoice.status !== 'paid') return null
  return {
    providerOrderId: invoice.id,
    sessionId: null,
    providerProductId: null,
    mode: modeOf(invoice.test_mode, api.mode),
    currency: 'USD',
    grossMinor: invoice.amount_paid,
    preTaxMinor: invoice.amount_paid,
    taxMinor: 0,
    feeMinor: null,
    netMinor: null,
    buyerEmail: null,
    orderNumber: null,
    nonce: null,
    isRefunded: false,
    isDisputed: false,
    isSubscription: true,
    createdAt: invoice.created_at,
    periodStart: invoice.period_start,
    ...(invoice.payment_intent_id && { details: [{ label: 'Payment', value: invoice.payment_intent_id }] }),
  }
}

/**
 * The payment of a renewal, by its invoice; that of a session when it is the session's own invoice. Null when there is none
 * or it is not paid. Safe to repeat.
 */
export async function lookUpInvoice(books: FlexBooks, client: FlexClient, id: string): Answer<ProviderPayment | null> {
  const invoice = await readInvoice(client, id)
  if (!invoice.ok || invoice.value === null) return invoice.ok ? ok(null) : invoice
  if (!isFirst(invoice.value)) return ok(chargeOf(books, invoice.value))
  const told = await read(client, invoice.value.subscription_id)
  return told.ok ? firstCharge(books, client, told.value) : told
}

/** `GET /invoices/{id}`; null when there is no such invoice. Safe to repeat. */
export async function readInvoice(client: FlexClient, id: string): Answer<FlexInvoice | null> {
  if (!isFlexId(id)) return ok(null)
  return absentIs(null, await client.call({ method: 'GET', path: `/invoices/${id}` }, invoiceSchema))
}

/** Safe to repeat: one that is over counts as cancelled. */
export async function cancelSubscription(books: FlexBooks, id: string): Answer<void> {
  const client = books.api.open()
  const told = await read(client, id)
  if (!told.ok) return told
  if (told.value === null) return err({ code: 'not_found', detail: 'It knows no such subscription.' })
  if (states[told.value.status] === 'cancelled' || told.value.cancel_at_period_end) return ok(undefined)
  const call = { method: 'POST', path: `/subscriptions/${id}/cancel`, idempotencyKey: `cancel-${id}` } as const
  const answer = await client.call(call, anyAnswer)
  return answer.ok ? ok(undefined) : answer
}
