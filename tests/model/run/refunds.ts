import { prisma } from '@/lib/db'
import { enterRefund } from '@/lib/refunds/enter-refund'
import type { RefundWish } from '@/lib/refunds/model'
import { requestRefund } from '@/lib/refunds/request-refund'
import { newToken } from '@/lib/shared/token'
import { type Book, type Bought, type Going, moneyById, moneyOf, noteBack, noteEnded, noteGoing } from '../book'
import type { RefundEnd } from '../providers/far-provider'
import type { ModelWorld } from '../world'
import type { Gateways } from './gateways'

type How = { restock?: boolean; end?: RefundEnd }

/** Money going back, from here and from the providers' dashboards, noted in the book. */
export function refunding(world: ModelWorld, book: Book, { gateway }: Gateways, merchantId: number) {
  const { clock } = world
  const endAllAs = (end: RefundEnd) => Promise.all(world.all.map((one) => one.endRefundsAs?.(end)))
  const refundThere = async (moneyId: string, wishedMinor: number | null, end?: RefundEnd) => {
    if (end) await endAllAs(end)
    const back = await world.far(moneyById(book, moneyId).provider).giveBack(moneyId, wishedMinor)
    if (end) await endAllAs('completed')
    if (!back) return
    const { amountMinor, goingId: refundId } = back
    if (refundId) noteGoing(book, { refundId, moneyId, amountMinor })
    else noteBack(book, moneyId, amountMinor)
  }
  return {
    refundThere,
    /** Where a provider takes no refunds from here the shop says so, and the merchant goes to its dashboard. */
    async refundHere({ orderId, number }: Bought, amountMinor: number | null, { restock = false, end }: How = {}) {
      if (end) await endAllAs(end)
      const wish: RefundWish = amountMinor === null ? { kind: 'whole' } : { kind: 'amount', amountMinor }
      const input = { orderId, merchantId, wish, restock, reason: 'Came broken.', requestKey: newToken(), clock }
      const asked = await requestRefund(input, { gateway })
      if (end) await endAllAs('completed')
      if (asked.ok || asked.error.code !== 'provider_not_ready') return
      const there = moneyOf(book, number).find(({ provider }) => !gateway(provider).refunds)
      if (!there) throw new Error('a refund was refused although every provider concerned takes them')
      await refundThere(there.id, amountMinor)
    },
    async endRefund(going: Going, isCompleted: boolean) {
      await world.far(moneyById(book, going.moneyId).provider).endRefund?.(going.refundId, isCompleted)
      noteEnded(book, going, isCompleted)
    },
    /** A merchant reads in the dashboard what the shop asks for: how much went back where only “a part” was told. */
    async enterParts() {
      const asked = await prisma().payment.findMany({
        where: { partRefundToldAt: { not: null }, providerOrderId: { in: book.money.map(({ id }) => id) } },
      })
      for (const { id: paymentId, providerOrderId, refundedMinor } of asked) {
        const amountMinor = moneyById(book, providerOrderId).backMinor - refundedMinor
        await enterRefund({ paymentId, amountText: (amountMinor / 100).toFixed(2), clock })
      }
    },
  }
}
