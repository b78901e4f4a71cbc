import 'server-only'
import type { GatewayError } from '@/lib/payments/contract/gateway-error'
import type { PaymentPage, PaymentQuery, ProviderPayment } from '@/lib/payments/contract/payments'
import { err, ok, type Result } from '@/lib/shared/result'
import { absentIs, type FungiesApi, type FungiesCaller, isFungiesId } from './api'
import { type Reading, readLaterCharge, readOrder } from './payments'
import { type FungiesOrder, orderAnswer, orderListAnswer, orderSchema, paymentAnswer } from './schemas'

type Answer<Value> = Promise<Result<Value, GatewayError>>

/** What one call may ask for (docs/providers.md). */
export const pageSize = 100

/**
 * `GET /orders/{id}` with its payment; a payment's own id finds a later charge of a subscription. Null when there is no such
 * money (yet). An order's number, which the route takes too, is no id. Safe to repeat.
 */
export async function lookUpPayment(
  api: FungiesApi,
  id: string,
  caller: FungiesCaller = api.open(),
): Answer<ProviderPayment | null> {
  if (!isFungiesId(id)) return ok(null)
  const found = absentIs(null, await caller.get(`/orders/${id}`, orderAnswer))
  if (!found.ok) return found
  if (found.value === null) return lookUpLaterCharge(api, id, caller)
  const { order } = found.value
  if (order.id !== id) return ok(null)
  const paid = await paymentOf(caller, order)
  return paid.ok ? completed(readOrder(order, paid.value, api.mode)) : paid
}

/** The order may bring its payment along; otherwise it is asked for. */
async function paymentOf(caller: FungiesCaller, { lastPayment, lastPaymentId }: FungiesOrder) {
  if (lastPayment) return ok(lastPayment)
  if (!lastPaymentId) return ok(null)
  const answer = absentIs(null, await caller.get(`/payments/${lastPaymentId}`, paymentAnswer))
  return answer.ok ? ok(answer.value?.payment ?? null) : answer
}

async function lookUpLaterCharge(api: FungiesApi, id: string, caller: FungiesCaller): Answer<ProviderPayment | null> {
  const found = absentIs(null, await caller.get(`/payments/${id}`, paymentAnswer))
  if (!found.ok || found.value === null) return found.ok ? ok(null) : found
  return completed(readLaterCharge(found.value.payment, api.mode))
}

function completed(reading: Reading): Result<ProviderPayment | null, GatewayError> {
  if (reading.kind === 'unreadable') {
    return err({ code: 'unreadable', detail: 'The order shows an amount that cannot be read.' })
  }
  return ok(reading.kind === 'paid' ? reading.payment : null)
}

/** The newest orders that were paid. Safe to repeat. */
export async function listNewestPayments(api: FungiesApi): Answer<ProviderPayment[]> {
  const page = await readPage(api, api.open(), 0)
  return page.ok ? ok(page.value.payments) : page
}

/**
 * Pages of a time: `GET /orders/list` takes no dates, so it is read newest first until the time is over. A page may be
 * made shorter without a word, so the first one's length is how far each of the next ones skips. Safe to repeat.
 */
export function paymentPages(api: FungiesApi): (query: PaymentQuery) => Answer<PaymentPage> {
  let pageLength = pageSize
  return async ({ from, to, page }) => {
    const answer = await readPage(api, api.open(), (page - 1) * pageLength)
    if (!answer.ok) return answer
    const { entries, payments, hasMore } = answer.value
    if (page === 1) pageLength = Math.max(1, entries)
    const isWithin = ({ createdAt }: { createdAt: Date | null }) =>
      createdAt === null || (createdAt >= from && (to === null || createdAt <= to))
    return ok({
      payments: payments.filter(isWithin),
      entryCount: entries,
      totalCount: null,
      hasMore: hasMore && !(answer.value.oldest && answer.value.oldest < from),
    })
  }
}

type Page = { payments: ProviderPayment[]; entries: number; oldest: Date | null; hasMore: boolean }

/** One page of all orders, newest first. */
export async function readPage(api: FungiesApi, caller: FungiesCaller, skip: number): Answer<Page> {
  const answer = await caller.get(`/orders/list?skip=${skip}&take=${pageSize}&orderDirection=DESC`, orderListAnswer)
  if (!answer.ok) return answer
  const { orders, hasMore } = answer.value
  const parsed = orders.flatMap((raw) => orderSchema.safeParse(raw).data ?? [])
  const readings = parsed.map((order) => readOrder(order, order.lastPayment ?? null, api.mode))
  const isStrange = readings.every(({ kind }) => kind === 'unreadable')
  if (orders.length > 0 && isStrange) {
    return err({ code: 'unreadable', detail: 'None of the listed orders is of a known form.' })
  }
  const payments = readings.flatMap((reading) => (reading.kind === 'paid' ? [reading.payment] : []))
  return ok({
    payments: [...new Map(payments.map((payment) => [payment.providerOrderId, payment])).values()],
    entries: orders.length,
    oldest: parsed.at(-1)?.createdAt ?? null,
    hasMore: orders.length > 0 && hasMore !== false,
  })
}
