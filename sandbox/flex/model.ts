import type { JsonObject } from '../exchange'

/** What Flex keeps. All money is in cents. */
type Kept = { _id: string; testMode: boolean; createdAtMs: number }

export type Product = Kept & {
  name: string
  description: string | null
  url: string | null
  active: boolean
  eligibility: string
  clientReferenceId: string | null
  metadata: JsonObject
}

export type Recurring = { interval: string; intervalCount: number }

export type Price = Kept & {
  productId: string
  unitMinor: number
  description: string | null
  active: boolean
  recurring: Recurring | null
}

export type Coupon = Kept & { name: string; offMinor: number; priceIds: string[] }

export type Line = {
  id: string
  productId: string
  priceId: string
  name: string
  unitMinor: number
  quantity: number
  discountMinor: number
  recurring: Recurring | null
}

export type Extra = { name: string; amountMinor: number }

/** One card's share of a payment. */
export type Intent = { id: string; methodId: string; last4: string; amountMinor: number }

export type NextAction = 'none' | (typeof NEXT_ACTIONS)[number]
export const NEXT_ACTIONS = [
  'provide_second_payment_method',
  'provide_alternative_payment_method',
  'collect_letter_of_medical_necessity',
  'payment_failed',
] as const

export type Session = Kept & {
  mode: 'payment' | 'subscription'
  lines: Line[]
  shipping: Extra | null
  taxMinor: number
  fees: Extra[]
  totalMinor: number
  successUrl: string
  cancelUrl: string | null
  clientReferenceId: string | null
  defaults: JsonObject
  metadata: JsonObject
  expiresAtMs: number
  state: 'open' | 'paid' | 'expired'
  /** From when on a paid session shows itself as complete. */
  completeAtMs: number
  visibleAtMs: number
  nextAction: NextAction
  lastDecline: string | null
  email: string | null
  customerId: string | null
  intents: Intent[]
  disputedMinor: number
  /** Of a subscription: what a trial lasts. */
  trialDays: number
  subscriptionId: string | null
}

export type RefundStatus = 'pending' | 'requires_action' | 'succeeded' | 'failed' | 'canceled'

export type Refund = Kept & {
  sessionId: string
  intentId: string
  amountMinor: number
  status: RefundStatus
  reason: string | null
  metadata: JsonObject
  items: JsonObject[]
  /** When it ends by itself, and how; null waits for the control side. */
  endsAtMs: number | null
  endsAs: RefundStatus
}

export type Webhook = Kept & { url: string; events: string[]; secret: string }

export type FlexEvent = Kept & { type: string; resource: string; object: JsonObject }

/** A delivery that was not taken and is tried again. Times are of this machine, not of the movable clock. */
export type Pending = { _id: string; eventId: string; webhookId: string; body: string; tries: number; dueAtMs: number }

export type Customer = Kept & { email: string }

export type Subscription = Kept & {
  sessionId: string
  customerId: string
  status: 'active' | 'trialing' | 'past_due' | 'paused' | 'canceled'
  /** It runs to the end of what was paid for. */
  endsWithPeriod?: boolean
  lines: Line[]
  amountMinor: number
  /** The intervals are counted from here; the current one has this index. */
  anchorMs: number
  index: number
  trialEndMs: number | null
  periodStartMs: number
  periodEndMs: number
  metadata: JsonObject
  clientReferenceId: string | null
}

export type Invoice = Kept & {
  subscriptionId: string
  amountMinor: number
  status: 'paid' | 'open'
  reason: 'subscription_create' | 'subscription_cycle'
  /** What paid it; null when nothing did. */
  intent: Intent | null
  periodStartMs: number
  periodEndMs: number
}

/** An answer that is given again for the same Idempotency-Key. */
export type Remembered = { _id: string; bodyHash: string; status: number; body: string }
