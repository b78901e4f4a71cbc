import type { JsonObject } from '../exchange'

/** What Pocketsflow keeps. Prices of products are decimals as its API takes them; money that moved is in minor units. */
export type Product = {
  _id: string
  userId: string
  name: string
  price: number
  currency: string
  type: 'one-time' | 'subscription'
  active: boolean
  published: boolean
  testMode: boolean
  createdAt: string
  updatedAt: string
} & Record<string, unknown>

export type Variant = {
  _id: string
  productId: string
  name: string
  price: number
  description?: string
  active: boolean
  testMode: boolean
  createdAt: string
  updatedAt: string
}

export type Session = {
  _id: string
  testMode: boolean
  productId: string
  priceAtSession: number
  successUrl: string | null
  cancelUrl: string | null
  customerEmail: string | null
  discountCode: string | null
  metadata: JsonObject
  clientReferenceId: string | null
  state: 'open' | 'declined' | 'cancelled' | 'paid'
  orderIds: string[]
  createdAt: string
  /** What the buyer typed last, so that a declined payment does not lose it. */
  draft: Draft
  lastDecline: string | null
}

export type Draft = {
  email?: string
  country?: string
  discountCode?: string
  firstName?: string
  lastName?: string
  amount?: string
}

export type Order = {
  _id: string
  testMode: boolean
  userId: string
  sessionId: string | null
  productId: string
  /** Set for a charge of a subscription, whose offer is the product then. */
  membershipId?: string
  buyerEmail: string
  firstName: string
  lastName: string
  customerId: string
  country: string
  currency: string
  beforeTaxMinor: number
  taxMinor: number
  taxPercent: number
  totalMinor: number
  feeMinor: number
  discountCode: string | null
  refundedMinor: number
  isRefunded: boolean
  isDisputed: boolean
  metadata: JsonObject
  clientReferenceId: string | null
  createdAt: string
  visibleAtMs: number
}

export type Customer = {
  _id: string
  userId: string
  buyerEmail: string
  country: string
  numberOfOrders: number
  totalSpentMinor: number
  currency: string
  productIds: string[]
  testMode: boolean
  createdAt: string
}

export type Discount = {
  _id: string
  userId: string
  name: string
  code: string
  value: number
  valueType: 'percentage' | 'fixed'
  active: boolean
  mainProductIds: string[]
  expiration?: string
  used: number
  testMode: boolean
  createdAt: string
}

export type Refund = {
  _id: string
  orderId: string
  amountMinor: number
  currency: string
  reason: string | null
  status: 'pending' | 'completed' | 'failed'
  testMode: boolean
  createdAt: string
}

export type Webhook = {
  _id: string
  userId: string
  url: string
  events: string[]
  description?: string
  active: boolean
  secret: string
  testMode: boolean
  createdAt: string
}

export type Upsell = { _id: string; userId: string; active: boolean; testMode: boolean; createdAt: string } & Record<
  string,
  unknown
>
export type Offer = { _id: string; userId: string; testMode: boolean; createdAt: string; updatedAt: string } & Record<
  string,
  unknown
>

export type Review = {
  _id: string
  productId: string
  userId: string
  buyerEmail: string
  rating: number
  review?: string
  testMode: boolean
  createdAt: string
}

export type Account = {
  _id: string
  userId: string
  email: string
  firstName?: string
  lastName?: string
  contactEmail?: string
  subdomain: string
  currency: string
  country: string
  testMode: boolean
}

/** A buyer's subscription to an offer. */
export type Membership = {
  _id: string
  testMode: boolean
  userId: string
  offerId: string
  customerId: string
  sessionId: string
  stripeSubscriptionId: string
  status: 'trialing' | 'active' | 'past_due' | 'paused' | 'canceled'
  /** The first charge; intervals are counted from it. */
  anchorAt: string
  /** The interval it is in; -1 before the first charge. */
  index: number
  currentPeriodStart: string
  currentPeriodEnd: string
  cancelAtPeriodEnd: boolean
  cardDeclines: boolean
  trialWarned: boolean
  buyerEmail: string
  firstName: string
  lastName: string
  country: string
  currency: string
  beforeTaxMinor: number
  taxMinor: number
  taxPercent: number
  totalMinor: number
  metadata: JsonObject
  clientReferenceId: string | null
  createdAt: string
  orderIds: string[]
}
