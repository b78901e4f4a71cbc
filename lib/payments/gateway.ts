import type { Result } from '@/lib/shared/result'

/** The contract every payment provider is played through. A provider's own words stay inside its adapter. */

export type ProviderId = 'pocketsflow' | 'fungies' | 'flex'
export type Mode = 'test' | 'live'

export type GatewayErrorCode =
  | 'unreachable'
  | 'timeout'
  | 'unauthorized'
  | 'not_found'
  | 'rate_limited'
  | 'refused'
  | 'provider_error'
  | 'unreadable'
  | 'unsafe_url'
  | 'price_mismatch'
  | 'over_budget'

/** Why a provider did not do what was asked. `detail` is for the merchant and never holds a secret. */
export type GatewayError = {
  code: GatewayErrorCode
  detail: string
  /** Set when it is known how long to wait, by the provider's word (already capped) or our own budget of calls. */
  retryAfterMs?: number
  /** True when the call may have taken effect although no answer came. */
  ambiguous?: boolean
}

/** What is sold in a session: a product of its own at the provider, or one that carries this order's total. */
export type CheckoutProduct =
  | { kind: 'mapped'; providerProductId: string }
  | { kind: 'order'; name: string; existingProductId: string | null }

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
  discountCode: string | null
}

export type OpenedCheckout = { sessionId: string; url: string; providerProductId: string }

/** Called as soon as a product exists at the provider, before anything else can fail, so that it can be cleaned up. */
export type ProductMade = (providerProductId: string) => Promise<void>

/** A product as the provider has it now. */
export type ProviderProduct = {
  providerProductId: string
  name: string
  priceMinor: number | null
  currency: string | null
  mode: Mode
  /** Published, active and at a fixed price. */
  sellable: boolean
  createdAt: Date | null
}

/** A completed payment as the provider's API (never a webhook) tells it. */
export type ProviderPayment = {
  providerOrderId: string
  providerProductId: string | null
  mode: Mode
  currency: string
  /** What the buyer paid, tax included. */
  grossMinor: number
  /** Gross less tax, as told by the provider or computed when it tells both. */
  preTaxMinor: number | null
  taxMinor: number | null
  feeMinor: number | null
  netMinor: number | null
  buyerEmail: string | null
  /** From our metadata, when the API shows it. */
  orderNumber: string | null
  nonce: string | null
  isRefunded: boolean
  isDisputed: boolean
  createdAt: Date | null
}

/** Both times included; null = without an end. Pages count from 1. */
export type PaymentQuery = { from: Date; to: Date | null; page: number }

/** One page of a list that may shift while it is read. */
export type PaymentPage = {
  /** Each once, as listed; those of an unknown form are left out. */
  payments: ProviderPayment[]
  /** Entries on this page, repeated and unreadable ones too. */
  entryCount: number
  /** Entries on all pages, as far as told. */
  totalCount: number | null
  hasMore: boolean
}

/** Money given back as the provider's API (never a webhook) tells it. */
export type ProviderRefund = {
  providerRefundId: string
  providerOrderId: string
  /** Minor units of the payment's currency, which a refund does not name; null when it is no amount of it. */
  amountIn(currency: string): number | null
  state: 'pending' | 'completed' | 'failed'
  reason: string | null
  createdAt: Date | null
}

/** Refunds as listed, newest first; not whole when some were left out or of an unknown form. */
export type RefundList = { refunds: ProviderRefund[]; isWhole: boolean }

/** `amountMinor` null gives back all that is left. */
export type RefundRequest = { providerOrderId: string; amountMinor: number | null; currency: string; reason: string }

export type RefundCapability = {
  /** Never repeat it blindly: there is no key that makes two calls one. `ambiguous` = it may have happened. */
  create(request: RefundRequest): Answer<ProviderRefund>
  /** Safe to repeat. */
  listNewest(): Answer<RefundList>
}

export type AmountUnit = 'minor' | 'major'

/** An event's figures read in one unit; null when they are not amounts of its currency in that unit. */
export type EventAmounts = { grossMinor: number; preTaxMinor: number | null; taxMinor: number | null }

/** A delivery's claims. Nothing in it is believed before it agrees with the order, or with the API. */
export type CompletedClaims = {
  providerOrderId: string
  providerProductId: string | null
  orderNumber: string | null
  nonce: string | null
  currency: string | null
  buyerEmail: string | null
  /** Which fields carried the figures, so that a unit learned for one shape is not used for another; null = always ask. */
  shape: string | null
  amountsIn(unit: AmountUnit): EventAmounts | null
}

export type ProviderEvent =
  | { kind: 'payment_completed'; eventName: string; claims: CompletedClaims }
  | { kind: 'payment_refunded'; eventName: string; providerOrderId: string }
  | { kind: 'payment_failed'; eventName: string; orderNumber: string | null }
  | { kind: 'ignored'; eventName: string | null }
  | { kind: 'contradictory'; eventName: string | null; reason: string }

export type Delivery = { rawBody: Buffer; headers: Headers }

export type DiscountCheck = { valid: true; totalMinor: number } | { valid: false; reason: string }

/** Where a provider sends its deliveries, as registered with it. */
export type RegisteredWebhook = { id: string; url: string; active: boolean; events: string[]; mode: Mode }

export type WebhookCapability = {
  /** Safe to repeat. */
  list(): Answer<RegisteredWebhook[]>
  /** The secret is shown this once. Not safe to repeat blindly: each call registers another one. */
  create(webhook: { url: string; events: string[] }): Answer<{ id: string; secret: string }>
  /** Safe to repeat. */
  update(id: string, changes: { active: boolean; events: string[] }): Answer<void>
  /** Safe to repeat: one that is gone already counts as removed. */
  remove(id: string): Answer<void>
}

/** Stands before each call to a provider's API: counts it, or refuses it while others go first. Never throws. */
export type CallMeter = {
  admit(): Promise<Result<void, GatewayError>>
  /** The provider refused a call for coming too often. */
  slowDown(retryAfterMs: number | undefined): Promise<void>
}

type Answer<Value> = Promise<Result<Value, GatewayError>>

export type PaymentGateway = {
  id: ProviderId
  mode: Mode
  /** Opens a hosted checkout; the product's price, currency and mode were read back before this returns. Not safe to repeat blindly. */
  createCheckout(request: CheckoutRequest, productMade: ProductMade): Answer<OpenedCheckout>
  /** True only when one of our secrets signed these bytes; touches nothing else. */
  verify(delivery: Delivery): boolean
  /** Pure. The body must be JSON; throws SyntaxError otherwise. */
  understand(delivery: Delivery): ProviderEvent
  /** Null when the provider knows no such payment. Safe to repeat. */
  lookUpPayment(providerOrderId: string): Answer<ProviderPayment | null>
  /** One call: one page of the payments made in a time, newest first. Safe to repeat. */
  listPayments(query: PaymentQuery): Answer<PaymentPage>
  /** One call: the newest payments, newest first, at most a page of the provider's. Safe to repeat. */
  listNewestPayments(): Answer<ProviderPayment[]>
  /** Payments made for one product. Safe to repeat. */
  listPaymentsForProduct(providerProductId: string): Answer<ProviderPayment[]>
  readProduct(providerProductId: string): Answer<ProviderProduct | null>
  listProducts(): Answer<ProviderProduct[]>
  /** Safe to repeat. */
  unpublishProduct(providerProductId: string): Answer<void>
  /** Safe to repeat: a product that is gone already counts as deleted. */
  deleteProduct(providerProductId: string): Answer<void>
  /** Every price (minor units) that one of our own discounts makes of a product: explains a lower payment to the cent. */
  listDiscountedPrices(product: { providerProductId: string; priceMinor: number; currency: string }): Answer<number[]>
  /** What a code makes of a mapped product's price. */
  checkDiscount(
    code: string,
    product: { providerProductId: string; priceMinor: number; currency: string },
  ): Answer<DiscountCheck>
  webhooks: WebhookCapability
  /** Absent when the provider gives no money back through its API. */
  refunds?: RefundCapability
}
