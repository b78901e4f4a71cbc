/** Words and shapes of an order; safe in the browser. */

export const orderStatuses = [
  'awaiting_payment',
  'partly_paid',
  'paid',
  'partially_refunded',
  'refunded',
  'needs_review',
  'failed',
  'expired',
  'cancelled',
] as const

export type OrderStatus = (typeof orderStatuses)[number]

/** How far an order was sent. */
export type Fulfilment = 'unfulfilled' | 'partly_fulfilled' | 'fulfilled'

/** What the status endpoint tells: nothing personal. */
export type PublicOrderStatus = { number: string; status: OrderStatus; paidAt: string | null }

/** Where an order is sent to; empty strings where there is nothing to say. */
export type Address = {
  line1: string
  line2: string
  city: string
  region: string
  postalCode: string
  /** ISO 3166-1 alpha-2. */
  country: string
}

/** A line of an order as it was frozen; minor units. */
export type OrderLineView = {
  productSlug: string
  productName: string
  optionsText: string
  kind: 'physical' | 'digital'
  imageSrc: string | null
  unitPriceMinor: number
  quantity: number
  totalMinor: number
}

/** An order as its shopper may see it. `contact` is there only for the checkout's own browser or a mailed link. */
export type ShopperOrder = {
  id: number
  number: string
  status: OrderStatus
  fulfilment: Fulfilment
  currency: string
  subtotalMinor: number
  discountMinor: number
  totalMinor: number
  /** Tax that the provider added, once a payment told it. */
  taxMinor: number | null
  /** What was paid in all, tax included. */
  grossMinor: number | null
  /** What of it went back. */
  refundedMinor: number
  /** All that went back, second payments included, and what is on its way. */
  sentBackMinor: number
  goingBackMinor: number
  receiptNumber: number | null
  placedAt: Date
  paidAt: Date | null
  expiresAt: Date
  paidLate: boolean
  paidTwice: boolean
  refundDueMinor: number
  lines: OrderLineView[]
  /** a…@example.com */
  maskedEmail: string
  contact: { email: string; name: string; address: Address | null } | null
  /** The live session's page, while the order is still to be paid and the browser owns it. */
  paymentUrl: string | null
  /** The item to be paid next, of an order that is paid item by item and partly paid; for its own browser only. */
  nextItem: { position: number; itemCount: number; amountMinor: number } | null
  /** Whether it began or renews a subscription, which has a page of its own. */
  hasSubscription: boolean
}

/** Statuses at which waiting for a payment ends: nothing will change by itself soon. */
export const settledStatuses: readonly OrderStatus[] = ['paid', 'partially_refunded', 'refunded', 'needs_review']

/** Statuses in which a shopper can still pay this order. */
export const payableStatuses: readonly OrderStatus[] = ['awaiting_payment', 'failed']

/** Whether an order was closed before it was paid; money that comes after that is late. */
export const isClosedUnpaid = (status: OrderStatus): boolean => status === 'expired' || status === 'cancelled'

/**
 * How a payment stands to its order: `settles` and `late` are what was asked for, the rest is owed back or explained by nothing.
 */
export type PaymentVerdict = 'settles' | 'late' | 'duplicate' | 'mismatch' | 'unmatched'

/** Whether a payment is what its order asked for, in time or not. */
export const isAgreed = ({ verdict }: { verdict: PaymentVerdict }): boolean =>
  verdict === 'settles' || verdict === 'late'
