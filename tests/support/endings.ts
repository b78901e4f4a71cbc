import { expect } from 'vitest'
import { prisma } from '@/lib/db'
import { verifyLedger } from '@/lib/ledger/verify-ledger'
import type { ShopWorld } from './shop-world'

/** How a story in the shop world begins and ends, so that the next one finds nothing of it. */

/** Whatever happened: all work is done, and the books balance and agree with the orders. */
export async function expectBooksAgree(world: ShopWorld): Promise<void> {
  await world.settleDown()
  expect((await verifyLedger()).disagreements).toEqual([])
}

/** The provider dates its orders by the real clock; a sweep looks at windows of time. */
export function followRealTime(world: ShopWorld): void {
  world.clock.forwardMs(Date.now() - world.clock.now().getTime())
}

/** No order waits any more, and no sweep was ever made. */
export async function forgetSweeps(): Promise<void> {
  await prisma().order.updateMany({ where: { status: 'awaiting_payment' }, data: { status: 'cancelled' } })
  await prisma().sweepRun.deleteMany()
}

/** Nothing that earlier tests left open is asked about or waited for any more; by moves that orders can make. */
export async function endOpenOrders(): Promise<void> {
  await prisma().order.updateMany({ where: { status: 'failed' }, data: { status: 'needs_review' } })
  await prisma().order.updateMany({
    where: { status: { in: ['awaiting_payment', 'partly_paid', 'needs_review'] } },
    data: { status: 'refunded', stockState: 'released' },
  })
}
