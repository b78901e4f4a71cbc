import { expect } from 'vitest'
import { prisma, rows, sql } from '@/lib/db'
import { readOrder } from '@/tests/support/shop-side'
import { type Book, moneyOf } from '../book'
import type { ModelWorld } from '../world'
import { checkOrder, type Order } from './order'

/** Checked when nothing moves any more, for the shop as a whole. */

const sum = (amounts: readonly number[]) => amounts.reduce((total, amount) => total + amount, 0)

/** I4: start - sold = now; only what a person is still to decide about is held. */
async function checkStock(book: Book, orders: readonly Order[]): Promise<void> {
  const holding = orders.filter(({ stockState }) => stockState === 'held').map(({ status }) => status)
  expect(holding.filter((status) => status !== 'needs_review' && status !== 'partly_paid')).toEqual([])
  const lineIds = orders.flatMap(({ lines }) => lines.map(({ id }) => id))
  const restocked = await prisma().refundLine.groupBy({
    by: ['orderLineId'],
    where: { orderLineId: { in: lineIds } },
    _sum: { restocked: true },
  })
  const backOf = new Map(restocked.map(({ orderLineId, _sum }) => [orderLineId, _sum.restocked ?? 0]))
  for (const { variantId, stock } of book.shelves) {
    const sold = orders
      .filter(({ paidAt, stockState }) => paidAt !== null || stockState === 'held')
      .flatMap(({ lines }) => lines.filter((line) => line.variantId === variantId))
      .map((line) => line.quantity - (backOf.get(line.id) ?? 0))
    const variant = await prisma().variant.findUniqueOrThrow({ where: { id: variantId } })
    expect(variant.stock, `stock of ${variantId}`).toBe(stock - sum(sold))
  }
}

/** I7, I10: every accepted delivery is a row, every row is decided, and what was not settled says why. */
async function checkInbox(book: Book, firstEventId: number): Promise<void> {
  const events = await prisma().webhookEvent.findMany({ where: { id: { gt: firstEventId } } })
  expect(events.length, 'stored deliveries').toBe(book.acceptedDeliveries)
  for (const { state, reason, processedAt, providerOrderId, eventName } of events) {
    const money = book.money.find(({ id }) => id === providerOrderId)
    const ends = ['settled', 'duplicate']
    if (money?.isWrong) ends.push('contradictory')
    // A refund of money of which nobody could say yet whose it is.
    if (money?.provider === 'fungies' && eventName === 'payment_refunded') ends.push('unmatched')
    expect(ends, `an event stays ${state}: ${reason}`).toContain(state)
    expect(processedAt).not.toBeNull()
  }
}

async function checkReceipts(): Promise<void> {
  const [receipts] = await rows<{ given: number; highest: number; last: number }>(sql`
    select count(distinct receipt_number)::int as given, coalesce(max(receipt_number), 0) as highest,
      (select last from receipt_counters where mode = 'test') as last from orders where mode = 'test'`)
  expect(receipts, 'receipt numbers without gaps').toMatchObject({ given: receipts?.last, highest: receipts?.last })
}

/** Nobody is asked any more how much went back: everything was entered. */
async function checkQuestions(book: Book): Promise<void> {
  const providerOrderId = { in: book.money.map(({ id }) => id) }
  const asked = await prisma().payment.findMany({ where: { providerOrderId, partRefundToldAt: { not: null } } })
  expect(asked, 'open questions of what went back').toEqual([])
}

/** Compares the model with the providers first, so that a wrong model is never taken for a wrong shop. */
async function checkModel({ all }: ModelWorld, book: Book): Promise<void> {
  const theirs = await Promise.all(all.map((one) => one.books()))
  const ours = book.money.map(({ id, grossMinor, backMinor }) => [id, grossMinor, backMinor])
  expect(ours.sort(), 'the model and the providers').toEqual(theirs.flat().sort())
}

export async function checkInvariants(world: ModelWorld, book: Book, firstEventId: number): Promise<void> {
  await checkModel(world, book)
  const orders = await Promise.all(book.orders.map(({ number }) => readOrder(number)))
  for (const [index, bought] of book.orders.entries()) {
    const order = orders[index]
    if (order) await checkOrder(order, bought, moneyOf(book, bought.number))
  }
  await checkStock(book, orders)
  await checkInbox(book, firstEventId)
  await checkQuestions(book)
  await checkReceipts()
}
