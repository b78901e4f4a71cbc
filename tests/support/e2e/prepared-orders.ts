import { type APIRequestContext, expect } from '@playwright/test'
import { inTransaction, prisma } from '@/lib/db'
import { enqueueMail } from '@/lib/mail/outbox'
import type { OrderStatus } from '@/lib/orders/model'
import { writeTimeline } from '@/lib/orders/timeline'
import { makeOrder, type OrderFacts } from '../factories'
import { makeAttempt, makePayment } from '../payment-factories'
import { placeOrder, readOrder } from './place-order'
import { sandboxControl } from './sandbox-control'
import { freshEmail } from './shopping'

const FIRST_NUMBER = 600_000
const NUMBERS_PER_WORKER = 1_000
const UNPAID: OrderStatus[] = ['awaiting_payment', 'failed', 'expired', 'cancelled']

let made = 0

// Workers share one database, so each has a range of its own; a worker that is started again has a new index.
function nextNumber(): number {
  made += 1
  return FIRST_NUMBER + Number(process.env.TEST_WORKER_INDEX ?? 0) * NUMBERS_PER_WORKER + made
}

async function noteDifference(orderId: number): Promise<void> {
  const reviewReason = 'asked for $24.00, paid $23.00 before tax'
  await prisma().order.update({ where: { id: orderId }, data: { reviewReason } })
}

/** Session ids are long: a page has to bear one on a phone. */
const noteAttempt = (orderId: number) =>
  inTransaction((tx) =>
    writeTimeline(tx, {
      orderId,
      at: new Date(),
      actor: 'provider',
      kind: 'attempt_opened',
      text: `Attempt 1: the provider opened payment page cs_${'0123456789abcdef'.repeat(3)}.`,
    }),
  )

/** An order in a state that would take long to walk to, with its payment and mail where the state tells of them. */
export async function prepareOrder(status: OrderStatus, facts: OrderFacts = {}) {
  const number = nextNumber()
  const order = await makeOrder({ ...facts, number, receiptNumber: number, placedAt: new Date(), status })
  await noteAttempt(order.orderId)
  if (status === 'awaiting_payment') await makeAttempt(order.orderId)
  if (status === 'needs_review') await noteDifference(order.orderId)
  if (UNPAID.includes(status)) return order
  await makePayment(order.orderId, { verdict: status === 'needs_review' ? 'mismatch' : 'settles' })
  await inTransaction((tx) =>
    enqueueMail(tx, { orderId: order.orderId, kind: 'order_paid', toAddress: order.email, at: new Date() }),
  )
  return order
}

/** An order paid at Fungies, whose refunds are made in its dashboard. */
export async function prepareFungiesOrder() {
  const order = await prepareOrder('paid')
  await prisma().payment.updateMany({ where: { orderId: order.orderId }, data: { provider: 'fungies' } })
  return order
}

/** An order whose stored address is not one, so that its page breaks. */
export async function prepareBrokenOrder() {
  const order = await prepareOrder('paid')
  await prisma().order.update({ where: { id: order.orderId }, data: { address: { nonsense: true } } })
  return order
}

/** The mail that a paid order has sent; its id is part of its address in the back office. */
export async function readMailId(orderId: number): Promise<number> {
  const { id } = await prisma().mail.findFirstOrThrow({ where: { orderId, kind: 'order_paid' }, select: { id: true } })
  return id
}

/** A delivery that settled an order, come the way that all come. @returns its id in the webhook log */
export async function receiveWebhook(request: APIRequestContext): Promise<number> {
  const order = await placeOrder({ sku: 'PS-STK-WTH', email: freshEmail('delivery') })
  await sandboxControl(request).pay(order.url)
  await expect.poll(async () => (await readOrder(order.number)).webhookEvents.at(0)?.state).toBe('settled')
  return (await readOrder(order.number)).webhookEvents[0]?.id ?? 0
}
