import { closeDatabase } from '@/lib/db'
import { sealLedger } from '@/lib/ledger/seal-ledger'
import { cancelOrder } from '@/lib/orders/cancel-order'
import { releaseLapsedHolds } from '@/lib/orders/release-holds'
import { tidyOrderProducts } from '@/lib/reconciliation/tidy-products'
import { resolveRefunds } from '@/lib/refunds/resolve-unknown'
import { type Book, moneyById } from '../book'
import type { Telling } from '../providers/far-provider'
import type { ModelWorld } from '../world'
import { serveGateways } from './gateways'
import { refunding } from './refunds'
import { shoppers } from './shopper'

/** One run of the model test: the real shop with everything that can happen to it, noted in the model's book. */
export function startRun(world: ModelWorld, book: Book, merchantId: number) {
  const { clock } = world
  const gateways = serveGateways(world, book)
  const { gateway } = gateways
  const refunds = refunding(world, book, gateways, merchantId)

  async function deliver(moneyId: string, telling: Telling = { of: 'payment' }) {
    const money = moneyById(book, moneyId)
    const isForged = telling.forged !== undefined
    for (const status of await world.far(money.provider).deliver(moneyId, telling)) {
      if (isForged) book.forgedDeliveries += 1
      if (status !== (isForged ? 400 : 200)) throw new Error(`a delivery was answered ${status}`)
      if (!isForged) book.acceptedDeliveries += 1
    }
    if (!isForged && telling.of === 'payment') money.isTold = true
  }

  async function work() {
    await world.workInbox()
    await releaseLapsedHolds({ clock })
    await resolveRefunds({ clock, gateway })
    await tidyOrderProducts({ clock, gateway })
    await sealLedger({ clock })
  }

  async function passMinutes(...several: number[]) {
    for (const minutes of several) {
      clock.forwardMs(minutes * 60_000)
      await work()
      await world.sweep()
    }
    await work()
  }

  return {
    ...shoppers(world, book, gateways),
    ...refunds,
    deliver,
    work,
    dieWhile: gateways.dieWhile,
    sweep: world.sweep,
    forwardMs: clock.forwardMs,
    cancel: (orderId: number) => cancelOrder({ orderId, merchantId, reason: 'Asked to.', clock }),
    /** All that a process holds in memory is gone, its leases run out. */
    async restart() {
      await closeDatabase()
      clock.forwardMs(31_000)
      await work()
    },
    /**
     * Nothing more happens out there; the shop has all the time that its promises name. Its sweeps may begin at once, or
     * only when orders are about to run out.
     */
    async comeToRest(isSweptSoon: boolean) {
      await world.settleDown()
      for (const [index, going] of book.going.entries()) await refunds.endRefund(going, index % 2 === 0)
      if (isSweptSoon) await passMinutes(1.1)
      await passMinutes(31, 1.1)
    },
    /** What a provider sends until it is taken arrives at last, and people answer what only they can. */
    async hearTheRest() {
      const untaken = book.money.filter(({ provider }) => world.far(provider).deliversAtLeastOnce)
      for (const { id, isTold, backMinor } of untaken) {
        if (!isTold) await deliver(id)
        if (backMinor > 0) await deliver(id, { of: 'refund' })
      }
      if (untaken.length === 0) return
      await world.settleDown()
      await refunds.enterParts()
      clock.forwardMs(31_000)
      await work()
    },
  }
}

export type ShopRun = ReturnType<typeof startRun>
