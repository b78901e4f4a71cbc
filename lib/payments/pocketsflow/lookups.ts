import 'server-only'
import type { Answer } from '@/lib/payments/contract/gateway-error'
import type { AskedOrder, PaymentPage, PaymentQuery, ProviderPayment } from '@/lib/payments/contract/payments'
import { absentIs } from '@/lib/payments/read-answer'
import { err, ok } from '@/lib/shared/result'
import { answerOf, isPocketsflowId, type PocketsflowApi } from './calls'
import type { PocketsflowClient } from './client'
import { paymentFrom, paymentOfOrder } from './orders'
import { orderPageSchema, orderSchema } from './schemas'

const pageSize = 100
const mostPages = 5

/** `GET /orders/:id`, bare or wrapped; null when there is no such order. Safe to repeat. */
export async function lookUpPayment(api: PocketsflowApi, providerOrderId: string): Answer<ProviderPayment | null> {
  if (!isPocketsflowId(providerOrderId)) return ok(null)
  const client = api.open()
  const answer = absentIs(null, await answerOf('reads', orderSchema, () => client.orders.get(providerOrderId)))
  if (!answer.ok || answer.value === null) return answer.ok ? ok(null) : answer
  const payment = paymentOfOrder(answer.value, api.mode)
  return payment ? ok(payment) : err({ code: 'unreadable', detail: 'The order shows an amount that cannot be read.' })
}

/** One page of `GET /orders`, as long as Pocketsflow makes it; orders of an unknown form are left out. Safe to repeat. */
export async function listNewestPayments(api: PocketsflowApi): Answer<ProviderPayment[]> {
  const page = await readPage(api, api.open(), { page: 1 })
  return page.ok ? ok(page.value.payments) : page
}

/** One page of `GET /orders` between two dates; Pocketsflow may make it shorter than asked without a word. Safe to repeat. */
export async function listPayments(api: PocketsflowApi, { from, to, page }: PaymentQuery): Answer<PaymentPage> {
  const dates = { startDate: from.toISOString(), ...(to && { endDate: to.toISOString() }) }
  return readPage(api, api.open(), { page, ...dates })
}

/** The payments for the products that an order was sold by: one made for it alone, or one that others buy too. Safe to repeat. */
export async function findPaymentsOf(api: PocketsflowApi, { attempts }: AskedOrder): Answer<ProviderPayment[]> {
  const payments: ProviderPayment[] = []
  for (const productId of new Set(attempts.map((attempt) => attempt.providerProductId))) {
    const listed = productId === null ? ok([]) : await listPaymentsForProduct(api, productId)
    if (!listed.ok) return listed
    payments.push(...listed.value)
  }
  return ok(payments)
}

/** Whether anybody ever bought a product. Safe to repeat. */
export async function isPaid(api: PocketsflowApi, productId: string): Answer<boolean> {
  const listed = await listPaymentsForProduct(api, productId)
  return listed.ok ? ok(listed.value.length > 0) : listed
}

/** The newest payments for one product, over at most five pages in one deadline. Safe to repeat. */
export async function listPaymentsForProduct(api: PocketsflowApi, productId: string): Answer<ProviderPayment[]> {
  if (!isPocketsflowId(productId)) return ok([])
  const client = api.open()
  let payments: ProviderPayment[] = []
  for (let page = 1; page <= mostPages; page++) {
    const answer = await readPage(api, client, { page, productId })
    if (!answer.ok) return answer
    const known = payments.length
    // The filter is Pocketsflow's; one that is ignored must not make other people's payments this product's.
    payments = distinct([...payments, ...answer.value.payments.filter((one) => one.providerProductId === productId)])
    if (!answer.value.hasMore || payments.length === known) break
  }
  return ok(payments)
}

type Query = { page: number; productId?: string; startDate?: string; endDate?: string }

async function readPage(api: PocketsflowApi, client: PocketsflowClient, query: Query): Answer<PaymentPage> {
  const answer = await answerOf('reads', orderPageSchema, () => client.orders.list({ ...query, pageSize }))
  if (!answer.ok) return answer
  const { orders, pagination } = answer.value
  const payments = orders.flatMap((raw) => paymentFrom(raw, api.mode) ?? [])
  if (orders.length > 0 && payments.length === 0) {
    return err({ code: 'unreadable', detail: 'None of the listed orders is of a known form.' })
  }
  return ok({
    payments: distinct(payments),
    entryCount: orders.length,
    totalCount: pagination?.totalCount ?? null,
    hasMore: pagination?.hasMore ?? orders.length > 0,
  })
}

// Lists shift while they are read, so an order may come twice.
function distinct(payments: ProviderPayment[]): ProviderPayment[] {
  return [...new Map(payments.map((payment) => [payment.providerOrderId, payment])).values()]
}
