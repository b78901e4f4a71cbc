import { pocketsflowAt } from '@/tests/support/provider-ends/pocketsflow'
import type { Page } from '../book'
import { type FarProvider, type Kept, statusesOf, unlessRefused } from './far-provider'

type Order = { _id: string; beforeTaxMinor: number; totalMinor: number; refundedMinor: number }

const eventNames = { payment: 'order.completed', refund: 'order.refunded' } as const

/** Pocketsflow: products with a price that its staff may change, refunds through its API, each event sent once. */
export function playPocketsflow(url: string): FarProvider {
  const { control, switches, ...end } = pocketsflowAt(url)
  const setPrice = ({ providerProductId }: Page, priceMinor: number) =>
    unlessRefused(control('POST', `/products/${providerProductId}`, { price: priceMinor / 100 }))
  return {
    ...end,
    deliversAtLeastOnce: false,
    begin: async ({ hasTax }) => {
      await control('POST', '/reset', {})
      await switches({ webhook_drop: 'all', session_reuse: 'on', ...(hasTax && { tax: 'added', tax_percent: 20 }) })
    },
    pay: async (page, offMinor) => {
      if (offMinor !== 0) await setPrice(page, page.asksMinor + offMinor)
      const paid: { order: Order } | null = await unlessRefused(control('POST', `/sessions/${page.sessionId}/pay`, {}))
      if (offMinor !== 0) await setPrice(page, page.asksMinor)
      if (!paid) return null
      const { _id: id, beforeTaxMinor, totalMinor: grossMinor } = paid.order
      return { id, beforeTaxMinor, grossMinor }
    },
    decline: ({ sessionId }) => unlessRefused(control('POST', `/sessions/${sessionId}/decline`, {})),
    deliver: async (moneyId, { of, ...how }) =>
      statusesOf(await control('POST', `/orders/${moneyId}/deliver`, { event: eventNames[of], ...how })),
    giveBack: async (moneyId, amountMinor) => {
      const amount = amountMinor === null ? undefined : amountMinor / 100
      const made = await unlessRefused(control('POST', `/orders/${moneyId}/refund`, { amount }))
      if (!made) return null
      const { _id, amount: amountMajor, status } = made.refund
      return { amountMinor: Math.round(amountMajor * 100), goingId: status === 'pending' ? _id : null }
    },
    endRefundsAs: (end) =>
      switches({ refund_status: end === 'lost' ? 'completed' : end, refund_reply: end === 'lost' ? 'lost' : 'normal' }),
    endRefund: (refundId, isCompleted) =>
      control('POST', `/refunds/${refundId}`, { status: isCompleted ? 'completed' : 'failed' }),
    books: async () => {
      const { orders }: { orders: Order[] } = await control('GET', '/orders')
      return orders.map(({ _id, totalMinor, refundedMinor }): Kept => [_id, totalMinor, refundedMinor])
    },
  }
}
