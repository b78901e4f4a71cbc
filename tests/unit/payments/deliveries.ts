import type { CompletedClaims, Delivery, ProviderEvent } from '@/lib/payments/contract/events'
import { understandEvent } from '@/lib/payments/pocketsflow/events'

/** The body as it stands, or as JSON of an object; the event header is left out unless it is given. */
function delivery(body: unknown, eventHeader?: string): Delivery {
  const headers = new Headers(eventHeader === undefined ? {} : { 'x-pocketsflow-event': eventHeader })
  return { rawBody: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)), headers }
}

export const understand = (body: unknown, eventHeader?: string): ProviderEvent =>
  understandEvent(delivery(body, eventHeader))

/** The claims of an event that must be a completed payment. */
export function claimsOf(body: unknown, eventHeader?: string): CompletedClaims {
  const event = understand(body, eventHeader)
  if (event.kind !== 'payment_completed') throw new Error(`${event.kind} instead of a completed payment`)
  return event.claims
}

export const metadata = { external_order_id: '1043', attempt: '1', nonce: 'n0nce' }

/** order.completed in the documented form with decimals (form A). */
export const formA = {
  webhookId: 'wh_1',
  event: 'order.completed',
  product: { id: '66aa01', variantId: null },
  order: { id: '66bb02' },
  currency: 'usd',
  customer: { email: 'a@shop.test', firstName: 'Ada', lastName: 'L' },
  tax: { amount: 1.5, rate: 0.1, ToCountry: 'US', ToZip: '10001', ToState: 'NY', percentage: 10, vatNumber: null },
  amount: 16.5,
  amountBeforeTax: 15,
  metadata,
}

/** The short form, in whole minor units and without a name (form B). */
export const formB = {
  order: { id: '66bb02', amount: 1650, currency: 'usd' },
  customer: { email: 'a@shop.test' },
  metadata,
}

export const without = (body: object, ...names: string[]) =>
  Object.fromEntries(Object.entries(body).filter(([name]) => !names.includes(name)))
