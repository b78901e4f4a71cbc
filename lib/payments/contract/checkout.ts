import type { Answer } from './gateway-error'
import type { ProviderPayment } from './payments'
import type { PlanInterval } from './subscriptions'

/**
 * How a provider's checkout carries an order. `one_product`: one product at its own price, a mapped one or one made for the
 * order. `order_price`: something made for this order alone, at its total. `line_items`: every line with its quantity.
 */
export type Carries = 'one_product' | 'order_price' | 'line_items'

/** What is sold in a session; `lines` = the request's own lines. */
export type CheckoutProduct =
  | { kind: 'mapped'; providerProductId: string }
  | { kind: 'order'; name: string; existingProductId: string | null }
  | { kind: 'lines' }
  | { kind: 'plan'; plan: SoldPlan; existingProductId: string | null }

/** A subscription to be sold: alone in its checkout, one unit. */
export type SoldPlan = {
  name: string
  interval: PlanInterval
  trialDays: number
  /** For each interval, before the provider's tax. */
  priceMinor: number
  /** What sells it at this provider, in this mode, where the merchant named it. */
  providerOfferId: string | null
}

/** A line as it was frozen when the order was placed; the lines of a whole order add up to it before a discount. */
export type CheckoutLine = {
  /** In the order, from 1. */
  position: number
  /** Null when the variant was removed from the catalogue since. */
  variantId: number | null
  /** With its options: “Pocket notebook (dotted)”. */
  name: string
  sku: string
  quantity: number
  unitPriceMinor: number
  totalMinor: number
  /** What is known of it at this provider, in this mode. */
  providerProductId: string | null
}

export type CheckoutRequest = {
  orderNumber: string
  attempt: number
  nonce: string
  /** What the shopper is asked for before the provider's tax. */
  expectedMinor: number
  currency: string
  customerEmail: string
  successUrl: string
  cancelUrl: string
  product: CheckoutProduct
  /** What `expectedMinor` is for: the whole order, or the one line that this page pays. */
  lines: readonly CheckoutLine[]
  discountCode: string | null
}

/** `providerProductId` is null where the session itself carries what is sold. */
export type OpenedCheckout = { sessionId: string; url: string; providerProductId: string | null }

/** Called as soon as something exists at the provider, before anything else can fail, so that it is never lost. */
export type CheckoutNotes = {
  /** Made for this order alone: it is taken off sale when the order is over. */
  orderProductMade(providerProductId: string): Promise<void>
  /** Made to sell this order's subscription: it comes off sale when the order is over and nobody bought it. */
  planOfferMade(providerProductId: string): Promise<void>
  /** Stands for a variant in every order to come; replaces what was known before. */
  lineProductMade(made: { variantId: number; providerProductId: string }): Promise<void>
}

/** How far a page that was opened has come. Only `complete` is paid and only `expired` is over; all else is `open`. */
export type OpenedPage = {
  state: 'open' | 'complete' | 'expired'
  payment: ProviderPayment | null
  /** What it began, where it sold a subscription: then the payment is settled with that. */
  subscriptionId: string | null
  /** Where the buyer has something left to do before it can be complete; safe to send shoppers to. */
  continueUrl: string | null
}

/** Single pages, where the provider tells of one by itself. */
export type CheckoutCapability = {
  /** Null when the provider knows no such page. One call. Safe to repeat. */
  read(sessionId: string): Answer<OpenedPage | null>
}
