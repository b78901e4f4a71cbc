import { fungiesAt } from '@/tests/support/provider-ends/fungies'
import type { Page } from '../book'
import { type FarProvider, type Kept, statusesOf, unlessRefused } from './far-provider'

type Payment = { orderId: string; status: string; valueMinor: number; taxMinor: number; refundedMinor: number }
type Sale = { order: { _id: string }; payment: Payment }
type Delivered = { deliveries: { status: number | null }[] }

const eventNames = { payment: 'payment_success', refund: 'payment_refunded' } as const
/** The usual form, and the one that stands in the newest overview alone. */
const eventForms = { A: 'full', B: 'order_paid' } as const

/** Fungies: an offer for each order, payments that do not say whose they are, refunds in its dashboard alone. */
export function playFungies(url: string): FarProvider {
  const { control, switches, api, send, press, offerInElement, dashboard, ...end } = fungiesAt(url)
  const setPrice = ({ providerProductId }: Page, priceMinor: number) =>
    unlessRefused(control('POST', `/offers/${providerProductId}`, { priceMinor }))
  const payments = async () => (await control<{ payments: Payment[] }>('GET', '/payments')).payments
  const refundedOf = async (moneyId: string) =>
    (await payments()).find(({ orderId }) => orderId === moneyId)?.refundedMinor ?? 0
  return {
    ...end,
    deliversAtLeastOnce: true,
    begin: async ({ hasTax, tellsParts }) => {
      await control('POST', '/reset')
      await switches({
        webhook_drop: 'all',
        charges: tellsParts ? 'on' : 'off',
        ...(hasTax && { tax: 'added', tax_percent: 20 }),
      })
    },
    pay: async (page, offMinor, at) => {
      // Whose a payment is follows from when it came, too: both clocks go together.
      await switches({ clock_offset_ms: Math.max(0, at.getTime() - Date.now()) })
      if (offMinor !== 0) await setPrice(page, page.asksMinor + offMinor)
      const paid = await unlessRefused(control<Sale>('POST', `/elements/${page.sessionId}/pay`))
      if (offMinor !== 0) await setPrice(page, page.asksMinor)
      if (!paid) return null
      const { valueMinor: grossMinor, taxMinor } = paid.payment
      return { id: paid.order._id, beforeTaxMinor: grossMinor - taxMinor, grossMinor }
    },
    decline: ({ sessionId }) => unlessRefused(control('POST', `/elements/${sessionId}/decline`)),
    deliver: async (moneyId, { of, form = 'A', times = 1, forged }) => {
      await switches({ event_form: eventForms[form] })
      // What is sent again is sent with the key it had.
      const key = `${of}-${moneyId}-${of === 'refund' ? await refundedOf(moneyId) : ''}`
      const how = { event: eventNames[of], key, times, forged }
      return statusesOf(await control<Delivered>('POST', `/orders/${moneyId}/deliver`, how))
    },
    giveBack: async (moneyId, amountMinor) => {
      const beforeMinor = await refundedOf(moneyId)
      const wish = amountMinor === null ? {} : { amountMinor }
      const made = await unlessRefused(control('POST', `/orders/${moneyId}/refund`, wish))
      return made && { amountMinor: (await refundedOf(moneyId)) - beforeMinor, goingId: null }
    },
    books: async () =>
      (await payments())
        .filter(({ status }) => status !== 'FAILED')
        .map(({ orderId, valueMinor, refundedMinor }): Kept => [orderId, valueMinor, refundedMinor]),
  }
}
