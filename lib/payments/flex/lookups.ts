import 'server-only'
import { isSafeCheckoutUrl } from '@/lib/payments/checkout-url'
import type { OpenedPage } from '@/lib/payments/contract/checkout'
import type { Answer } from '@/lib/payments/contract/gateway-error'
import type { AskedOrder, PaymentPage, PaymentQuery, ProviderPayment } from '@/lib/payments/contract/payments'
import type { KnownPayments } from '@/lib/payments/contract/surroundings'
import { absentIs } from '@/lib/payments/read-answer'
import { err, ok } from '@/lib/shared/result'
import { type FlexApi, type FlexClient, isFlexId } from './client'
import type { KnownIntents } from './known-intents'
import { paymentOf, stateOf, subscriptionIdOf } from './payments'
import { continueUrlOf, type FlexSession, sessionListSchema, sessionSchema } from './schemas'

/** What a look-up works with. */
export type FlexBooks = { api: FlexApi; payments: KnownPayments; intents: KnownIntents }

const pageSize = 100
/** Pages overlap, so that a list which shifts while it is read skips nothing. */
const stride = 90
const mostPartsOfPage = 20
const dayMs = 86_400_000
/** A session can be paid for this long after it was made, and lists know only when that was. */
const payableForMs = dayMs + 15 * 60_000
const mostIntentPages = 3
const mostNarrowed = 3

/** `GET /checkout/sessions/{id}`; null when Flex knows no such session. Safe to repeat. */
export async function readSession(
  { intents }: FlexBooks,
  client: FlexClient,
  sessionId: string,
): Answer<FlexSession | null> {
  if (!isFlexId(sessionId)) return ok(null)
  const query = { expand_customer: 'true', expand_payment_intent: 'true' }
  const call = { method: 'GET', path: `/checkout/sessions/${sessionId}`, query } as const
  const answer = absentIs(null, await client.call(call, sessionSchema))
  if (answer.ok && answer.value && answer.value.id !== sessionId)
    return err({ code: 'unreadable', detail: 'The answer is about another session.' })
  if (answer.ok && answer.value) intents.remember(answer.value)
  return answer
}

/** The payment made in a session; null when there is none (yet). Safe to repeat. */
export async function lookUpSession(
  books: FlexBooks,
  client: FlexClient,
  sessionId: string,
): Answer<ProviderPayment | null> {
  const session = await readSession(books, client, sessionId)
  if (!session.ok || session.value === null) return session.ok ? ok(null) : session
  return readablePayment(books, session.value)
}

/** How far a page that was opened has come, and where its buyer must go on. Safe to repeat. */
export async function readPage(books: FlexBooks, sessionId: string): Answer<OpenedPage | null> {
  const session = await readSession(books, books.api.open(), sessionId)
  if (!session.ok || session.value === null) return session.ok ? ok(null) : session
  const payment = readablePayment(books, session.value)
  if (!payment.ok) return payment
  const url = continueUrlOf(session.value.next_action)
  const continueUrl = url !== null && isSafeCheckoutUrl(url, books.api.apiUrl) ? url : null
  const subscriptionId = subscriptionIdOf(session.value)
  return ok({ state: stateOf(session.value), payment: payment.value, subscriptionId, continueUrl })
}

function readablePayment({ api }: FlexBooks, session: FlexSession) {
  const payment = paymentOf(session, api.mode)
  if (payment || stateOf(session) !== 'complete') return ok(payment)
  return err({ code: 'unreadable' as const, detail: 'The complete session does not say what was received.' })
}

/** The newest sessions that were paid, of one page of the list. Safe to repeat. */
export async function listNewestPayments(books: FlexBooks): Answer<ProviderPayment[]> {
  const rows = await readRows(books.api.open(), { offset: 0 })
  return rows.ok ? paymentsIn(books, rows.value) : rows
}

/**
 * One page of `GET /checkout/sessions`. The list knows when sessions were made, not when they were paid: it is read from
 * so much earlier that everything paid since `from` is in it. `to` is left to the caller. Safe to repeat.
 */
export async function listPayments(books: FlexBooks, { from, page }: PaymentQuery): Answer<PaymentPage> {
  const client = books.api.open()
  const since = from.getTime() - payableForMs
  const interval = Math.max(1, Math.ceil((books.api.nowMs() - since) / dayMs))
  const rows = await readWholePage(client, { interval, first: (page - 1) * stride })
  if (!rows.ok) return rows
  const payments = paymentsIn(books, rows.value)
  if (!payments.ok) return payments
  const hasMore = rows.value.length >= pageSize
  return ok({ payments: payments.value, entryCount: rows.value.length, totalCount: null, hasMore })
}

/** A page may be made shorter than asked without a word: it is read on until it is full or the list is at its end. */
async function readWholePage(
  client: FlexClient,
  { interval, first }: { interval: number; first: number },
): Answer<unknown[]> {
  const rows: unknown[] = []
  for (let part = 0; part < mostPartsOfPage && rows.length < pageSize; part += 1) {
    const more = await readRows(client, { offset: first + rows.length, interval })
    if (!more.ok) return more
    if (more.value.length === 0) break
    rows.push(...more.value)
  }
  return ok(rows)
}

/**
 * The payments made in the sessions of an order: each that is known, and all that name its number, which finds one whose
 * answer was lost. Safe to repeat.
 */
export async function findPaymentsOf(
  books: FlexBooks,
  { orderNumber, attempts }: AskedOrder,
): Answer<ProviderPayment[]> {
  const client = books.api.open()
  const named = await findSessions(books, client, orderNumber)
  if (!named.ok) return named
  const found = new Map(named.value.map((session) => [session.id, session]))
  for (const { sessionId } of attempts) {
    if (sessionId === null || found.has(sessionId)) continue
    const session = await readSession(books, client, sessionId)
    if (!session.ok) return session
    if (session.value) found.set(session.value.id, session.value)
  }
  return paymentsIn(books, [...found.values()])
}

/** The sessions that name an order's number, newest first; those that a server lists without being asked for are left out. */
export async function findSessions(books: FlexBooks, client: FlexClient, orderNumber: string): Answer<FlexSession[]> {
  const rows = await readRows(client, { offset: 0, client_reference_id: orderNumber })
  if (!rows.ok) return rows
  return ok(sessionsIn(books, rows.value).filter((session) => session.client_reference_id === orderNumber))
}

/**
 * Looks at Flex for the sessions of payment intents, and remembers what it sees: by the intent, where its list can be narrowed
 * so, which the reference shows only in part, else among the newest sessions. Safe to repeat.
 */
export async function searchSessionsOf(
  books: FlexBooks,
  client: FlexClient,
  intentIds: readonly string[],
): Answer<void> {
  const looks: Record<string, string | number>[] = [
    ...intentIds.slice(0, mostNarrowed).map((intent) => ({ offset: 0, payment_intent: intent })),
    ...Array.from({ length: mostIntentPages }, (_, page) => ({ offset: page * stride })),
  ]
  for (const query of looks) {
    if (intentIds.every((intent) => books.intents.ownerOf(intent) !== null)) return ok(undefined)
    const rows = await readRows(client, query)
    if (!rows.ok) return rows
    sessionsIn(books, rows.value)
    if (rows.value.length === 0 && !query.payment_intent) break
  }
  for (const intent of intentIds) if (books.intents.ownerOf(intent) === null) books.intents.miss(intent)
  return ok(undefined)
}

function readRows(client: FlexClient, query: Record<string, string | number>): Answer<unknown[]> {
  return client.call(
    { method: 'GET', path: '/checkout/sessions', query: { limit: pageSize, ...query } },
    sessionListSchema,
  )
}

function sessionsIn({ intents }: Pick<FlexBooks, 'intents'>, rows: readonly unknown[]): FlexSession[] {
  const sessions = rows.flatMap((row) => sessionSchema.safeParse(row).data ?? [])
  for (const session of sessions) intents.remember(session)
  return sessions
}

/** Each once; sessions of an unknown form are left out, unless none can be read. */
function paymentsIn(books: FlexBooks, rows: readonly unknown[]) {
  const sessions = sessionsIn(books, rows)
  if (rows.length > 0 && sessions.length === 0)
    return err({ code: 'unreadable' as const, detail: 'None of the listed sessions is of a known form.' })
  const payments = sessions.flatMap((session) => paymentOf(session, books.api.mode) ?? [])
  return ok([...new Map(payments.map((payment) => [payment.providerOrderId, payment])).values()])
}
