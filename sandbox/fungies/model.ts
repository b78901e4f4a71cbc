/** What the provider remembers. Amounts are minor units, times milliseconds since the epoch. */

export const PRODUCT_TYPES = ['OneTimePayment', 'Subscription', 'Membership', 'GameKey', 'DigitalDownload'] as const
export type ProductType = (typeof PRODUCT_TYPES)[number]

export type ShelfStatus = 'OPEN' | 'ARCHIVED'
export type PayStatus =
  | 'PENDING'
  | 'PAID'
  | 'FAILED'
  | 'UNPAID'
  | 'CANCELLED'
  | 'REFUNDED'
  | 'PARTIALLY_REFUNDED'
  | 'EXPIRED'
export type PaymentType =
  | 'one_time'
  | 'subscription_initial'
  | 'subscription_update'
  | 'subscription_interval'
  | 'subscription_extra'
  | 'claim_free'

export type Interval = 'day' | 'week' | 'month' | 'year'

export type Product = {
  _id: string
  name: string
  description: string | null
  type: ProductType
  internalId: string | null
  status: ShelfStatus
  createdAtMs: number
}

export type Offer = {
  _id: string
  productId: string
  name: string | null
  description: string | null
  currency: string
  priceMinor: number
  originalPriceMinor: number | null
  /** How often it can be bought; null without end. */
  limit: number | null
  soldItems: number
  status: ShelfStatus | 'DRAFT'
  externalId: string | null
  recurringInterval: Interval | null
  recurringIntervalCount: number | null
  trialInterval: Interval | null
  trialIntervalCount: number | null
  mutableQuantity: boolean
  taxBehavior: string | null
  createdAtMs: number
}

export type Element = {
  _id: string
  name: string
  offerIds: string[]
  customFields: Record<string, string>
  /** What a decline left on the page. */
  lastDecline: string | null
  createdAtMs: number
}

export type Buyer = { _id: string; email: string; createdAtMs: number }

export type Item = { id: string; offerId: string; quantity: number; valueMinor: number }

export type Order = {
  _id: string
  number: string
  status: PayStatus
  valueMinor: number
  taxMinor: number
  feeMinor: number
  currency: string
  country: string
  items: Item[]
  customFields: Record<string, string>
  buyerId: string
  lastPaymentId: string
  subscriptionId: string | null
  archived: boolean
  createdAtMs: number
  /** The API shows it only from then on. */
  visibleAtMs: number
}

export type Payment = {
  _id: string
  number: string
  type: PaymentType
  status: PayStatus
  valueMinor: number
  taxMinor: number
  feeMinor: number
  refundedMinor: number
  currency: string
  orderId: string
  buyerId: string
  subscriptionId: string | null
  invoiceNumber: string | null
  createdAtMs: number
  visibleAtMs: number
}

export type SubscriptionStatus =
  | 'active'
  | 'past_due'
  | 'canceled'
  | 'unpaid'
  | 'incomplete'
  | 'incomplete_expired'
  | 'trialing'
  | 'paused'

export type Subscription = {
  /** The number of the order that began it. */
  _id: string
  status: SubscriptionStatus
  orderId: string
  offerId: string
  buyerId: string
  lastPaymentId: string
  intervalStartMs: number
  intervalEndMs: number
  cancelAtIntervalEnd: boolean
  canceledAtMs: number | null
  createdAtMs: number
}

export type Discount = {
  _id: string
  type: 'code' | 'sale'
  name: string
  amount: number
  amountType: 'fixed' | 'percentage'
  discountCode: string | null
  validFromSeconds: number | null
  validUntilSeconds: number | null
  purchaseLimit: number | null
  includedOffers: string[]
  includesAllOffers: boolean
  currency: string | null
  status: 'active' | 'inactive'
  used: number
  createdAtMs: number
}

export const EVENT_TYPES = [
  'payment_success',
  'payment_refunded',
  'payment_failed',
  'subscription_created',
  'subscription_interval',
  'subscription_updated',
  'subscription_cancelled',
] as const
export type EventType = (typeof EVENT_TYPES)[number]

/** A webhook that was not taken and is sent again. */
export type WaitingLetter = {
  _id: string
  url: string
  secret: string
  event: EventType
  body: string
  /** Attempts after the first one. */
  retries: number
}

/** What a merchant sets by hand; no API reaches it. */
export type Dashboard = {
  _id: 'dashboard'
  mode: 'staging' | 'live'
  currency: string
  webhook: { url: string; secret: string; events: EventType[] } | null
  /** The store-wide Instant Redirect URL; static parameters may be part of it. */
  redirectUrl: string | null
  redirectParameters: string[]
  storePublished: boolean
  /** Staging stores need the support's approval before a buyer sees them. */
  storeApproved: boolean
  /** Custom fields that every buyer has to fill in. */
  customFields: string[]
}
