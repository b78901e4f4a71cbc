import { z } from 'zod'
import type { ProviderId } from '@/lib/payments/contract/provider-id'

/** A payment in a provider's own books. */
export type BookedPayment = {
  provider: ProviderId
  /** As the shop knows it. */
  id: string
  grossMinor: number
  refundedMinor: number
}

/** Asks the control side of one provider of the sandbox. */
export type Control = (method: string, address: string, body?: unknown) => Promise<unknown>

type Booked = Omit<BookedPayment, 'provider'>

/** How a provider's pages are paid without a browser, and how its books are read. */
export type Bookkeeping = {
  /** How many ports above the sandbox's own. */
  offset: number
  pay: (control: Control, pageId: string) => Promise<string>
  readBooks: (control: Control) => Promise<Booked[]>
}

const withOrder = z.object({ order: z.object({ _id: z.string() }) })

const pocketsflowOrders = z.object({
  orders: z.array(z.object({ _id: z.string(), totalMinor: z.number(), refundedMinor: z.number() })),
})

const pocketsflow: Bookkeeping = {
  offset: 0,
  pay: async (control, pageId) => withOrder.parse(await control('POST', `/sessions/${pageId}/pay`, {})).order._id,
  readBooks: async (control) => {
    const { orders } = pocketsflowOrders.parse(await control('GET', '/orders?limit=100000'))
    return orders.map(({ _id, totalMinor, refundedMinor }) => ({ id: _id, grossMinor: totalMinor, refundedMinor }))
  },
}

const fungiesPayments = z.object({
  payments: z.array(
    z.object({ orderId: z.string(), status: z.string(), valueMinor: z.number(), refundedMinor: z.number() }),
  ),
})

const fungies: Bookkeeping = {
  offset: 1,
  pay: async (control, pageId) => withOrder.parse(await control('POST', `/elements/${pageId}/pay`, {})).order._id,
  readBooks: async (control) => {
    const { payments } = fungiesPayments.parse(await control('GET', '/payments'))
    const made = payments.filter(({ status }) => ['PAID', 'REFUNDED', 'PARTIALLY_REFUNDED'].includes(status))
    return made.map(({ orderId, valueMinor, refundedMinor }) => ({
      id: orderId,
      grossMinor: valueMinor,
      refundedMinor,
    }))
  },
}

const flexSessions = z.object({
  sessions: z.array(
    z.object({
      _id: z.string(),
      state: z.string(),
      totalMinor: z.number(),
      refunds: z.array(z.object({ status: z.string(), amountMinor: z.number() })),
    }),
  ),
})

const flex: Bookkeeping = {
  offset: 2,
  pay: async (control, pageId) => {
    await control('POST', `/sessions/${pageId}/pay`, {})
    return pageId
  },
  readBooks: async (control) => {
    const { sessions } = flexSessions.parse(await control('GET', '/sessions?limit=100000'))
    const paid = sessions.filter(({ state }) => state === 'paid')
    return paid.map(({ _id, totalMinor, refunds }) => ({
      id: _id,
      grossMinor: totalMinor,
      refundedMinor: refunds
        .filter(({ status }) => status === 'succeeded')
        .reduce((sum, { amountMinor }) => sum + amountMinor, 0),
    }))
  },
}

export const bookkeeping: Record<ProviderId, Bookkeeping> = { pocketsflow, fungies, flex }
