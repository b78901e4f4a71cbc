import { randomUUID } from 'node:crypto'
import type { CheckoutNotes, CheckoutRequest, OpenedCheckout } from '@/lib/payments/contract/checkout'
import type { Delivery } from '@/lib/payments/contract/events'
import type { AskedOrder } from '@/lib/payments/contract/payments'
import type { PaymentGateway } from '@/lib/payments/gateway'
import type { ApiFault } from './api-faults'

/** A provider as the contract needs it: its sandbox, and the real adapter before it. */
export type ProviderWorld = {
  gateway: PaymentGateway
  gatewayWith(options: { timeoutMs?: number }): PaymentGateway
  /** Keys and secrets that must never show. */
  secrets: string[]
  /** Pays on the hosted page as a buyer in a country without tax. */
  pay(sessionId: string): Promise<{ providerOrderId: string }>
  /** The newest webhook that the provider sent, byte for byte. */
  lastDelivery(): Promise<Delivery>
  fault(kind: ApiFault | 'none'): Promise<void>
  reset(): Promise<void>
  stop(): Promise<void>
}

const notebook = {
  position: 1,
  variantId: 71,
  name: 'Pocket notebook (dotted)',
  sku: 'NOTE-DOT',
  quantity: 2,
  unitPriceMinor: 1_500,
  totalMinor: 3_000,
  providerProductId: null,
}
const pen = {
  position: 2,
  variantId: 72,
  name: 'Brass pen',
  sku: 'PEN-BRASS',
  quantity: 1,
  unitPriceMinor: 3_499,
  totalMinor: 3_499,
  providerProductId: null,
}

/** An order of $64.99, two notebooks and a pen, priced by a product of its own. */
export function orderRequest(over: Partial<CheckoutRequest> = {}): CheckoutRequest {
  return {
    orderNumber: '1043',
    attempt: 1,
    nonce: randomUUID(),
    expectedMinor: 6499,
    currency: 'USD',
    customerEmail: 'ada@shop.test',
    successUrl: 'http://shop.test/thank-you/t0ken',
    cancelUrl: 'http://shop.test/checkout/cancelled?order=t0ken',
    product: { kind: 'order', name: 'Pocketshop order 1043', existingProductId: null },
    lines: [notebook, pen],
    discountCode: null,
    ...over,
  }
}

export const notNoted: CheckoutNotes = {
  orderProductMade: async () => undefined,
  planOfferMade: async () => undefined,
  lineProductMade: async () => undefined,
}

/** What a provider is asked about an order that was opened there once. */
export const askedAfter = (request: CheckoutRequest, opened: OpenedCheckout): AskedOrder => ({
  orderNumber: request.orderNumber,
  attempts: [
    {
      number: request.attempt,
      nonce: request.nonce,
      sessionId: opened.sessionId,
      providerProductId: opened.providerProductId,
      productIsOurs: request.product.kind === 'order',
      expectedMinor: request.expectedMinor,
      currency: request.currency,
      createdAt: new Date(),
    },
  ],
})

/** The value of an answer that must be one. */
export function granted<Value>(answer: { ok: true; value: Value } | { ok: false; error: unknown }): Value {
  if (!answer.ok) throw new Error(`the call failed: ${JSON.stringify(answer.error)}`)
  return answer.value
}

/** What the promises are played with: the provider as it stands now, and an order bought there. */
export type Stage = {
  world(): ProviderWorld
  newRequest(): CheckoutRequest
  buy(): Promise<{ request: CheckoutRequest; opened: OpenedCheckout; providerOrderId: string }>
}
