import type { Mode } from './provider-id'

/** A completed payment as the provider's API (never a webhook) tells it. */
export type ProviderPayment = {
  providerOrderId: string
  /** The checkout it was paid in, as `OpenedCheckout` named it, where the API shows it. */
  sessionId: string | null
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
  /** Where the provider says by itself how far it went back; without it its refunds tell. */
  refundExtent?: 'part' | 'whole'
  /** How much went back in all, where the payment itself says that; null or absent = it does not. */
  refundedMinor?: number | null
  isDisputed: boolean
  /** True when it pays an interval of a subscription: it is settled with that, never by itself. */
  isSubscription?: boolean
  createdAt: Date | null
  /** What else the order keeps of it and shows to merchants. */
  details?: readonly PaymentDetail[]
}

/** `href`, when there is one, is an https address at the provider. */
export type PaymentDetail = { label: string; value: string; href?: string }

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

/** One page that was opened for an order. */
export type AskedAttempt = {
  number: number
  nonce: string
  sessionId: string | null
  providerProductId: string | null
  /** True when that product was made for this order alone. */
  productIsOurs: boolean
  expectedMinor: number
  currency: string
  createdAt: Date
}

/** An order, with all pages that were opened for it at this provider and in this mode. */
export type AskedOrder = {
  orderNumber: string
  attempts: readonly AskedAttempt[]
  /** Read only by providers whose payments do not say whose they are. */
  beside?: () => Promise<KnownBeside>
}

/** What the shop knows beside an order at the same provider and in the same mode. */
export type KnownBeside = {
  /** Payments that are this order's already. */
  own: readonly { providerOrderId: string; providerProductId: string | null }[]
  /** Payments that others have. */
  takenIds: readonly string[]
  /** What was made for other orders at one of the same prices, and nobody is known to have paid. */
  rivals: readonly { providerProductId: string; expectedMinor: number; currency: string }[]
}
