/** A webhook as it arrived, its bytes untouched. */
export type Delivery = { rawBody: Buffer; headers: Headers }

/** In which unit a number in an event is to be read: cents, or whole currency units. */
export type AmountUnit = 'minor' | 'major'

/** An event's figures read in one unit; null when they are not amounts of its currency in that unit. */
export type EventAmounts = { grossMinor: number; preTaxMinor: number | null; taxMinor: number | null }

/** A delivery's claims. Nothing in it is believed before it agrees with the order, or with the API. */
export type CompletedClaims = {
  providerOrderId: string
  /** The checkout it was paid in, where the event tells. */
  sessionId: string | null
  providerProductId: string | null
  orderNumber: string | null
  nonce: string | null
  currency: string | null
  buyerEmail: string | null
  /** Which fields carried the figures, so that a unit learned for one shape is not used for another; null = always ask. */
  shape: string | null
  amountsIn(unit: AmountUnit): EventAmounts | null
}

/** A delivery in the words of the shop. `eventName` is the provider's own name for it. */
export type ProviderEvent =
  | { kind: 'payment_completed'; eventName: string; claims: CompletedClaims }
  | { kind: 'payment_refunded'; eventName: string; providerOrderId: string }
  | { kind: 'payment_disputed'; eventName: string; providerOrderId: string }
  | DeclinedEvent
  | { kind: 'subscription'; eventName: string; change: SubscriptionChange; claims: SubscriptionClaims }
  | { kind: 'ignored'; eventName: string | null }
  | { kind: 'contradictory'; eventName: string | null; reason: string }

/** A card that was declined. It changes no order, only tells in its story. */
export type DeclinedEvent = {
  kind: 'payment_failed'
  eventName: string
  orderNumber: string | null
  /** The checkout it was tried in, where the event tells. */
  sessionId?: string | null
  /** The same in every delivery of it, where the provider tells one. */
  key?: string | null
}

/** What an event of a subscription tells; only `paid` stands for money. */
export type SubscriptionChange =
  | 'started'
  | 'updated'
  | 'paid'
  | 'payment_failed'
  | 'paused'
  | 'resumed'
  | 'trial_ending'
  | 'cancelled'
  | 'announced'

/** What an event of a subscription claims. Nothing in it is believed before the API agrees. */
export type SubscriptionClaims = {
  providerSubscriptionId: string
  orderNumber: string | null
  nonce: string | null
  /** A page at the provider where the buyer looks after it; only an address that people may be sent to. */
  portalUrl: string | null
  currency: string | null
  /** The amount of an invoice read in a unit; null when it carries none in that unit. */
  amountsIn(unit: AmountUnit): EventAmounts | null
  /** The interval that the event is for, where it says. */
  periodStart: Date | null
  /** The provider's id of the payment, where it says. */
  providerPaymentId: string | null
}
