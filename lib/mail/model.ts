import type { Address, OrderLineView, OrderStatus } from '@/lib/orders/model'
import type { PlanInterval } from '@/lib/payments/contract/subscriptions'

/** Words and shapes of the shop's mails; safe in the browser. */

const subscriptionMailKinds = [
  'subscription_started',
  'subscription_past_due',
  'subscription_trial_ending',
  'subscription_cancelled',
] as const

export type SubscriptionMailKind = (typeof subscriptionMailKinds)[number]

/** Every mail that the shop sends to shoppers. */
export const mailKinds = [
  'order_received',
  'order_paid',
  'order_review',
  'order_refunded',
  ...subscriptionMailKinds,
] as const

/** Whether a mail tells of a subscription rather than of its order. */
export const isSubscriptionMail = (kind: MailKind): kind is SubscriptionMailKind =>
  subscriptionMailKinds.some((known) => known === kind)

export type MailKind = (typeof mailKinds)[number]

/** A file that was bought, and the address it is fetched from. */
export type MailDownload = { name: string; url: string }

/** The subscription that an order began or renews. */
export type MailSubscription = {
  interval: PlanInterval
  priceMinor: number
  currency: string
  trialEndsAt: Date | null
  /** When it ends or has ended; null while it goes on. */
  endsAt: Date | null
  portalUrl: string | null
  /** Absolute; shows the subscription to whoever has it. */
  url: string
}

/** All that a mail about an order says; amounts are minor units of `currency`. */
export type MailOrder = {
  kind: MailKind
  shopName: string
  shopEmail: string | null
  timeZone: string
  orderNumber: string
  status: OrderStatus
  currency: string
  subtotalMinor: number
  discountMinor: number
  totalMinor: number
  /** Tax the provider added; null while no payment told it. */
  taxMinor: number | null
  /** What was paid in all, tax included; null while nothing was. */
  grossMinor: number | null
  refundDueMinor: number
  /** What of the gross went back. */
  refundedMinor: number
  /** The refund that a mail of kind order_refunded tells, null in others. */
  refundMinor: number | null
  receiptNumber: number | null
  placedAt: Date
  paidAt: Date | null
  /** Until when the order can be paid. */
  expiresAt: Date
  name: string
  address: Address | null
  lines: OrderLineView[]
  downloads: MailDownload[]
  downloadsExpireAt: Date | null
  /** Absolute; shows the order to whoever has it. */
  orderUrl: string
  subscription: MailSubscription | null
  /** When its text is made: what lies before it is over. */
  writtenAt: Date
}

/** What a mail says above its lines. */
export type MailWords = { subject: string; amount: string; headline: string; paragraphs: string[]; button: string }

/** A mail ready to be sent, in both forms. */
export type MailContent = { subject: string; html: string; text: string }

/** A mail in the outbox, as merchants see it. */
export type MailRow = {
  id: number
  kind: string
  toAddress: string
  state: 'queued' | 'sent' | 'kept' | 'failed'
  orderNumber: number
  createdAt: Date
  sentAt: Date | null
  tries: number
  lastError: string | null
}

/** A mail of one order. */
export type OrderMailView = { id: number; kind: string; state: string; toAddress: string; createdAt: Date }
