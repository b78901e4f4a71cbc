import { expect } from 'vitest'
import { rows, sql } from '@/lib/db'
import { canMove } from '@/lib/orders/transitions'
import type { readOrder } from '@/tests/support/shop-side'
import { type Bought, isByItem, isMixed, type Money } from '../book'

/** What an order has to look like by its money. Numbered as in the reliability notes (I1 to I10). */

export type Order = Awaited<ReturnType<typeof readOrder>>

const netMinor = ({ grossMinor, backMinor }: Money) => grossMinor - backMinor
const sum = (amounts: readonly number[]) => amounts.reduce((total, amount) => total + amount, 0)

const isPaying = ({ verdict }: Order['payments'][number]) => verdict === 'settles' || verdict === 'late'

const payingIds = (order: Order) =>
  new Set(order.payments.filter(isPaying).map(({ providerOrderId }) => providerOrderId))

/** What is paid by itself: the whole order, or each of its items. */
function parts(bought: Bought, money: readonly Money[]): Money[][] {
  const variants = isByItem(bought) ? [...bought.units.keys()] : [null]
  return variants.map((variantId) => money.filter((one) => one.variantId === variantId))
}

/** Whether what pays is all that the order asks for: one payment for the whole, or one for each item. */
function covers(bought: Bought, money: readonly Money[], paying: ReadonlySet<string>): boolean {
  if (isMixed(bought) && money.some(({ id, variantId }) => variantId === null && paying.has(id))) return true
  return parts(bought, money).every((part) => part.some(({ id }) => paying.has(id)))
}

/** An order that was to be paid as a whole and by items is paid one way or the other, and no part of it twice. */
function checkMixed(order: Order, money: readonly Money[], paying: ReadonlySet<string>): void {
  const main = money.filter(({ id }) => paying.has(id))
  expect(main.filter(({ isWrong }) => isWrong).length, 'wrong payments that pay').toBe(0)
  const paidParts = main.map(({ variantId }) => variantId)
  expect(new Set(paidParts).size, 'payments that pay for the same').toBe(paidParts.length)
  if (paidParts.includes(null)) expect(paidParts, 'payments beside one for the whole').toHaveLength(1)
  const isOpen = money.some((one) => !one.isWrong && netMinor(one) > 0) && order.status !== 'refunded'
  if (isOpen) expect(main.length, 'payments that pay').toBeGreaterThan(0)
}

/** I1, I2: each of the provider's payments is one row of its order, there is no other, and each part is paid once. */
function checkMoney(order: Order, bought: Bought, money: readonly Money[]): void {
  const byId = (a: { id: string }, b: { id: string }) => a.id.localeCompare(b.id)
  const ours = order.payments.map((payment) => ({
    id: payment.providerOrderId,
    grossMinor: payment.grossMinor,
    backMinor: payment.refundedMinor,
  }))
  const theirs = money.map(({ id, grossMinor, backMinor }) => ({ id, grossMinor, backMinor }))
  expect(ours.sort(byId), 'payments').toEqual(theirs.sort(byId))
  const paying = payingIds(order)
  if (isMixed(bought)) checkMixed(order, money, paying)
  else checkParts(order, bought, money, paying)
}

function checkParts(order: Order, bought: Bought, money: readonly Money[], paying: ReadonlySet<string>): void {
  for (const part of parts(bought, money)) {
    expect(part.filter(({ id, isWrong }) => isWrong && paying.has(id)).length, 'wrong payments that pay').toBe(0)
    const right = part.filter(({ isWrong }) => !isWrong)
    const count = right.filter(({ id }) => paying.has(id)).length
    const isOpen = right.some((one) => netMinor(one) > 0) && order.status !== 'refunded'
    if (isOpen || !isByItem(bought)) expect(count, 'payments that pay').toBe(Math.min(1, right.length))
    else expect(count, 'payments that pay').toBeLessThanOrEqual(1)
  }
}

/** Where an order stands that is not paid: `left` is what is left of money that pays, `leftInAll` of all money. */
function checkUnpaid(order: Order, left: number, leftInAll: number, isCovered: boolean): void {
  if (order.status === 'partly_paid') expect(left > 0 && !isCovered, 'partly paid').toBe(true)
  else if (left > 0) expect(order.status).toBe('needs_review')
  else if (leftInAll > 0) expect(['needs_review', 'refunded']).toContain(order.status)
  else expect(['refunded', 'expired', 'cancelled', 'needs_review']).toContain(order.status)
}

/** What is owed back, to the cent; of money that differs a merchant may still say that it pays. */
function checkOwed(order: Order, main: readonly Money[], extra: readonly Money[]): void {
  if (order.paidAt !== null) {
    expect(order.refundDueMinor, 'refund due').toBe(sum(extra.map(netMinor)))
    return
  }
  const owed = order.status === 'partly_paid' ? extra : [...main, ...extra]
  // An item that was paid in time waits with its order for a merchant's word; one that came late does not.
  const waits = ({ id, variantId }: Money) =>
    variantId !== null && order.payments.some((one) => one.providerOrderId === id && one.verdict === 'settles')
  const surely = owed.filter((one) => !one.isWrong && !waits(one))
  expect(order.refundDueMinor, 'least refund due').toBeGreaterThanOrEqual(sum(surely.map(netMinor)))
  expect(order.refundDueMinor, 'most refund due').toBeLessThanOrEqual(sum(owed.map(netMinor)))
}

/** I1: the order stands where its money says; what pays for nothing is owed back. */
function checkStanding(order: Order, bought: Bought, money: readonly Money[]): void {
  const paying = payingIds(order)
  const [main, extra] = [money.filter(({ id }) => paying.has(id)), money.filter(({ id }) => !paying.has(id))]
  const isCovered = covers(bought, money, paying)
  const [left, gross] = [sum(main.map(netMinor)), sum(main.map(({ grossMinor }) => grossMinor))]
  if (order.paidAt === null) checkUnpaid(order, left, sum(money.map(netMinor)), isCovered)
  else {
    expect(isCovered, 'paid for every part').toBe(true)
    const isPart = left > 0 && left < gross
    expect(order.status).toBe(left === gross ? 'paid' : isPart ? 'partially_refunded' : 'refunded')
  }
  checkOwed(order, main, extra)
  // One for an item that had gone back before it was seen never counted as a payment of it.
  const isTooMany = (one: Money) => !one.isWrong && (one.variantId === null || netMinor(one) > 0)
  if (extra.some(isTooMany)) expect(order.paidTwice || money.length === 1, 'paid twice').toBe(true)
  if (order.paidTwice) expect(money.length, 'payments of one that is paid twice').toBeGreaterThan(1)
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

/** What came before anybody knew whose it was stands in the books without an order. */
const referenceOf = (row: Order['payments'][number] | Order['refunds'][number]): string =>
  'providerRefundId' in row ? (row.providerRefundId ?? '') : row.providerOrderId

/** The books: what each account holds for an order follows from its money alone. */
async function checkLedger(order: Order, money: readonly Money[]): Promise<void> {
  const references = [...order.payments, ...order.refunds].map(referenceOf)
  const balances = await rows<{ account: string; amountMinor: number }>(sql`
    select e.account, sum(e.amount_minor)::int as "amountMinor" from ledger_entries e
    join ledger_transactions t on t.id = e.transaction_id where t.order_number = ${order.number} or t.reference = any(${references})
    group by 1`)
  const of = (...accounts: string[]) =>
    sum(balances.filter(({ account }) => accounts.includes(account)).map(({ amountMinor }) => amountMinor))
  expect(sum(balances.map(({ amountMinor }) => amountMinor)), 'the books balance').toBe(0)
  expect(of('provider', 'fees'), 'money in the books').toBe(sum(money.map(netMinor)))
  // Until the whole order is paid, what came for it is its buyer's.
  const paying = payingIds(order)
  const owed = money.filter(({ id }) => order.paidAt === null || !paying.has(id))
  expect(of('owed_to_buyers') + sum(owed.map(netMinor)), 'owed in the books').toBe(0)
}

export async function checkOrder(order: Order, bought: Bought, money: readonly Money[]): Promise<void> {
  const states = order.refunds.map(({ state }) => state)
  expect(states.filter((state) => state !== 'completed' && state !== 'failed')).toEqual([])
  checkMoney(order, bought, money)
  checkStanding(order, bought, money)
  checkStory(order)
  checkPapers(order, states.filter((state) => state === 'completed').length)
  await checkLedger(order, money)
}
