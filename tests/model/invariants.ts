import { expect } from 'vitest'
import { prisma, rows, sql } from '@/lib/db'
import { canMove } from '@/lib/orders/transitions'
import type { ShopWorld } from '@/tests/support/shop-world'
import { type Book, type Money, moneyOf } from './book'

/** Checked when nothing moves any more. Numbered as in the reliability notes (I1 to I10). */

type Order = Awaited<ReturnType<ShopWorld['order']>>
type ProviderOrder = { _id: string; totalMinor: number; refundedMinor: number }

const netMinor = ({ grossMinor, backMinor }: Money) => grossMinor - backMinor
const sum = (amounts: readonly number[]) => amounts.reduce((total, amount) => total + amount, 0)

/** I1, I2: each of the provider's payments is one row of its order, and there is no other. */
function checkMoney(order: Order, money: readonly Money[]): void {
  const byId = (a: { id: string }, b: { id: string }) => a.id.localeCompare(b.id)
  const ours = order.payments.map((payment) => ({
    id: payment.providerOrderId,
    grossMinor: payment.grossMinor,
    backMinor: payment.refundedMinor,
  }))
  const theirs = money.map(({ id, grossMinor, backMinor }) => ({ id, grossMinor, backMinor }))
  expect(ours.sort(byId), 'payments').toEqual(theirs.sort(byId))
  const verdicts = order.payments.map(({ verdict }) => verdict)
  const paying = verdicts.filter((verdict) => verdict === 'settles' || verdict === 'late')
  expect(paying.length, 'payments that pay').toBe(money.length === 0 ? 0 : 1)
  expect(verdicts.length - paying.length, 'payments too many').toBe(Math.max(0, money.length - 1))
}

/** I1: the order stands where its money says; what pays for nothing is owed back, to the cent. */
function checkStanding(order: Order, money: readonly Money[]): void {
  const paying = order.payments.find(({ verdict }) => verdict === 'settles' || verdict === 'late')
  const main = money.find(({ id }) => id === paying?.providerOrderId)
  const isPaid = order.paidAt !== null
  if (!main) {
    expect(['expired', 'cancelled']).toContain(order.status)
    return
  }
  const left = netMinor(main)
  if (isPaid && left === main.grossMinor) expect(order.status).toBe('paid')
  else if (isPaid && left > 0) expect(order.status).toBe('partially_refunded')
  else if (isPaid) expect(order.status).toBe('refunded')
  else if (left > 0) expect(order.status).toBe('needs_review')
  else expect(['refunded', 'expired', 'cancelled']).toContain(order.status)
  const owed = money.filter((one) => one !== main || !isPaid).map(netMinor)
  expect(order.refundDueMinor, 'refund due').toBe(sum(owed))
  expect(order.paidTwice, 'flag of a second payment').toBe(money.length > 1)
}

/** I6: the story holds together, from the first move to where the order stands, and never goes back. */
function checkStory(order: Order): void {
  let status = 'awaiting_payment' as Order['status']
  for (const { fromStatus, toStatus, kind } of order.timeline) {
    if (!toStatus || kind === 'placed') continue
    expect(fromStatus, `the move to ${toStatus} begins where the last ended`).toBe(status)
    expect(canMove(status, toStatus), `${status} may become ${toStatus}`).toBe(true)
    status = toStatus
  }
  expect(order.status, 'the story ends where the order stands').toBe(status)
}

/** I3, I5, I10: one mail of a kind, a receipt exactly for what was paid, a reason for what waits for a person. */
function checkPapers(order: Order, completedRefunds: number): void {
  const count = (kind: string) => order.mails.filter((mail) => mail.kind === kind).length
  const isPaid = order.paidAt !== null
  expect(count('order_paid'), 'receipts mailed').toBe(isPaid ? 1 : 0)
  expect(count('order_refunded'), 'refunds mailed').toBe(completedRefunds)
  expect(order.receiptNumber !== null, 'a receipt number').toBe(isPaid)
  expect(order.timeline.filter(({ toStatus }) => toStatus === 'paid').length, 'times paid').toBe(isPaid ? 1 : 0)
  if (order.status !== 'needs_review') return
  expect(order.reviewReason).toBeTruthy()
  expect(count('order_review'), 'reviews mailed').toBe(1)
}

/** I4: start - sold = now; nothing is held by an order that ended. */
async function checkStock(book: Book, orders: readonly Order[]): Promise<void> {
  const lineIds = orders.flatMap(({ lines }) => lines.map(({ id }) => id))
  const restocked = await prisma().refundLine.groupBy({
    by: ['orderLineId'],
    where: { orderLineId: { in: lineIds } },
    _sum: { restocked: true },
  })
  const backOf = new Map(restocked.map(({ orderLineId, _sum }) => [orderLineId, _sum.restocked ?? 0]))
  for (const { variantId, stock } of book.shelves) {
    const sold = orders
      .filter(({ paidAt }) => paidAt !== null)
      .flatMap(({ lines }) => lines.filter((line) => line.variantId === variantId))
      .map((line) => line.quantity - (backOf.get(line.id) ?? 0))
    const variant = await prisma().variant.findUniqueOrThrow({ where: { id: variantId } })
    expect(variant.stock, `stock of ${variantId}`).toBe(stock - sum(sold))
  }
}

/** The books: what each account holds for an order follows from its money alone. */
async function checkLedger(order: Order, money: readonly Money[]): Promise<void> {
  const balances = await rows<{ account: string; amountMinor: number }>(sql`
    select e.account, sum(e.amount_minor)::int as "amountMinor" from ledger_entries e
    join ledger_transactions t on t.id = e.transaction_id where t.order_number = ${order.number} group by 1`)
  const of = (...accounts: string[]) =>
    sum(balances.filter(({ account }) => accounts.includes(account)).map(({ amountMinor }) => amountMinor))
  expect(sum(balances.map(({ amountMinor }) => amountMinor)), 'the books balance').toBe(0)
  expect(of('provider', 'fees'), 'money in the books').toBe(sum(money.map(netMinor)))
  expect(of('owed_to_buyers') + order.refundDueMinor, 'owed in the books').toBe(0)
}

/** I7, I10: every accepted delivery is a row, every row is decided, and what was not settled says why. */
async function checkInbox(book: Book, firstEventId: number): Promise<void> {
  const events = await prisma().webhookEvent.findMany({ where: { id: { gt: firstEventId } } })
  expect(events.length, 'stored deliveries').toBe(book.acceptedDeliveries)
  for (const { state, reason, processedAt } of events) {
    expect(['settled', 'duplicate'], `an event stays ${state}: ${reason}`).toContain(state)
    expect(processedAt).not.toBeNull()
  }
}

async function checkReceipts(): Promise<void> {
  const [receipts] = await rows<{ given: number; highest: number; last: number }>(sql`
    select count(distinct receipt_number)::int as given, coalesce(max(receipt_number), 0) as highest,
      (select last from receipt_counters where mode = 'test') as last from orders where mode = 'test'`)
  expect(receipts, 'receipt numbers without gaps').toMatchObject({ given: receipts?.last, highest: receipts?.last })
}

async function checkOrder(order: Order, money: readonly Money[]): Promise<void> {
  const refunds = await prisma().refund.findMany({ where: { orderId: order.id } })
  expect(refunds.map(({ state }) => state).filter((state) => state !== 'completed' && state !== 'failed')).toEqual([])
  checkMoney(order, money)
  checkStanding(order, money)
  checkStory(order)
  checkPapers(order, refunds.filter(({ state }) => state === 'completed').length)
  await checkLedger(order, money)
}

/** Compares the model with the provider first, so that a wrong model is never taken for a wrong shop. */
async function checkModel(world: ShopWorld, book: Book): Promise<void> {
  const { orders } = (await world.control('GET', '/orders')) as { orders: ProviderOrder[] }
  const theirs = orders.map(({ _id, totalMinor, refundedMinor }) => [_id, totalMinor, refundedMinor])
  const ours = book.money.map(({ id, grossMinor, backMinor }) => [id, grossMinor, backMinor])
  expect(ours.sort(), 'the model and the provider').toEqual(theirs.sort())
}

export async function checkInvariants(world: ShopWorld, book: Book, firstEventId: number): Promise<void> {
  await checkModel(world, book)
  const orders = await Promise.all(book.orders.map(({ number }) => world.order(number)))
  for (const order of orders) await checkOrder(order, moneyOf(book, String(order.number)))
  await checkStock(book, orders)
  await checkInbox(book, firstEventId)
  await checkReceipts()
}
