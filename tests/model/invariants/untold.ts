import { expect } from 'vitest'
import { prisma } from '@/lib/db'
import { readOrder } from '@/tests/support/shop-side'
import { type Book, type Money, moneyOf } from '../book'
import type { ModelWorld } from '../world'

/**
 * Money of providers that do not say whose it is, before their webhooks have come at last. It is given to no order but its
 * own; until that is certain it stands by itself, for a person.
 */
export async function checkUntold({ gatewayOf }: ModelWorld, book: Book): Promise<void> {
  const nameless = book.money.filter(
    ({ provider, isTold }) => !isTold && gatewayOf(provider)?.listsReferences === false,
  )
  for (const money of nameless) {
    const order = await readOrder(money.orderNumber)
    const row = await prisma().payment.findFirst({ where: { provider: money.provider, providerOrderId: money.id } })
    if (row?.orderId) expect(row.orderId, 'an order that is not its own').toBe(order.id)
    const leftAt = order.timeline.find(({ toStatus }) => toStatus === 'cancelled' || toStatus === 'expired')?.at
    const wasAwaited = leftAt === undefined || (leftAt > money.paidAt && order.status === 'expired')
    if (isCertain(book, money) && wasAwaited) expect(row?.orderId, 'an order that is certain').toBe(order.id)
  }
}

/** Its order's only money, right, still there, and no other came for an order of the same price. */
function isCertain(book: Book, { id, provider, orderNumber, expectedMinor, isWrong, backMinor }: Money): boolean {
  const others = book.money.filter((one) => one.id !== id && one.provider === provider)
  const rivals = others.filter((one) => one.isWrong || one.expectedMinor === expectedMinor)
  return !isWrong && backMinor === 0 && rivals.length === 0 && moneyOf(book, orderNumber).length === 1
}
