import type { Answer } from './gateway-error'
import type { PaymentPage, PaymentQuery, ProviderPayment } from './payments'
import type { Mode } from './provider-id'

/** How often a subscription is paid. */
export type PlanInterval = 'week' | 'month' | 'year'

/** `unknown`: not asked about yet, or told in a word that nobody documented. */
export type SubscriptionState = 'trialing' | 'active' | 'past_due' | 'paused' | 'cancelled' | 'unknown'

/** A subscription as the provider's API (never a webhook) tells it. */
export type ProviderSubscription = {
  providerSubscriptionId: string
  /** The offer, price or product it is of. */
  providerOfferId: string | null
  mode: Mode
  state: SubscriptionState
  startedAt: Date | null
  trialEndsAt: Date | null
  /** The interval it is in, where the provider tells. */
  currentPeriodStart: Date | null
  currentPeriodEnd: Date | null
  cancelAtPeriodEnd: boolean
  providerCustomerId: string | null
  buyerEmail: string | null
  portalUrl: string | null
  /** From our metadata, when the API shows it. */
  orderNumber: string | null
  nonce: string | null
}

/** A payment for one interval as the provider's API tells it; `periodStart` null where it does not say which. */
export type SubscriptionCharge = ProviderPayment & { periodStart: Date | null }

/** One page of all subscriptions; those of an unknown form are left out. */
export type SubscriptionPage = { subscriptions: ProviderSubscription[]; hasMore: boolean }

/** Where a provider sells subscriptions. All calls are safe to repeat. */
export type SubscriptionCapability = {
  /** Whether a plan must be named by an offer that the merchant made there; else the checkout makes what it needs. */
  needsOffer: boolean
  /** Null when it knows no such subscription. */
  lookUp(providerSubscriptionId: string): Answer<ProviderSubscription | null>
  /** One call: a page of all subscriptions, newest first, pages from 1. */
  list(page: number): Answer<SubscriptionPage>
  /** The payments of one subscription, as far as the provider's books show them; never another's. */
  listCharges(subscription: ProviderSubscription): Answer<SubscriptionCharge[]>
  /** One call: a page of what renewals were paid by, where the list of payments leaves it out; as `listPayments`. */
  listRenewalPayments?(query: PaymentQuery): Answer<PaymentPage>
  /** At the end of the interval where the provider lets one choose; the next look-up tells what came of it. */
  cancel(providerSubscriptionId: string): Answer<void>
}
