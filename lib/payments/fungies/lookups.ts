import 'server-only'
import type { Answer, GatewayError } from '@/lib/payments/contract/gateway-error'
import type { PaymentPage, PaymentQuery, ProviderPayment } from '@/lib/payments/contract/payments'
import { absentIs } from '@/lib/payments/read-answer'
import { err, ok, type Result } from '@/lib/shared/result'
import { type FungiesApi, type FungiesCaller, isFungiesId } from './api'
import { laterCharges, type Reading, readLaterCharge, readOrder } from './payments'
import {
  type FungiesOrder,
  orderAnswer,
  orderListAnswer,
  orderSchema,
  paymentAnswer,
  paymentListAnswer,
  paymentSchema,
} from './schemas'

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

/** The orders that were paid in a time. */
export const paymentPages = (api: FungiesApi) => pagesOfTime((skip) => readPage(api, api.open(), skip))

/** What renewals were paid by in a time: payments that no list of orders shows. */
export const renewalPages = (api: FungiesApi) => pagesOfTime((skip) => readRenewals(api, api.open(), skip))

/**
 * Pages of a time: the lists take no dates, so they are read newest first until the time is over. A page may be made
 * shorter without a word, so the first one's length tells how far each of the next ones skips; they overlap, so that a list
 * which shifts while it is read skips nothing. Safe to repeat.
 */
function pagesOfTime(read: (skip: number) => Answer<Page>): (query: PaymentQuery) => Answer<PaymentPage> {
  let stride = pageSize
  return async ({ from, to, page }) => {
    const answer = await read((page - 1) * stride)
    if (!answer.ok) return answer
    const { entries, payments, hasMore } = answer.value
    if (page === 1) stride = Math.max(1, entries - Math.floor(entries / 10))
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

/** One page of all payments, of which only those of running subscriptions count; a filter that is ignored changes nothing. */
async function readRenewals(api: FungiesApi, caller: FungiesCaller, skip: number): Answer<Page> {
  const types = laterCharges.map((type) => `types[]=${type}`).join('&')
  const answer = await caller.get(`/payments/list?skip=${skip}&take=${pageSize}&${types}`, paymentListAnswer)
  if (!answer.ok) return answer
  const { payments: raw } = answer.value
  const parsed = raw.flatMap((one) => paymentSchema.safeParse(one).data ?? [])
  const readings = parsed.map((one) => readLaterCharge(one, api.mode))
  return ok({
    payments: readings.flatMap((reading) => (reading.kind === 'paid' ? [reading.payment] : [])),
    entries: raw.length,
    oldest: parsed.at(-1)?.createdAt ?? null,
    hasMore: raw.length > 0,
  })
}
