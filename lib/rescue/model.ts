import type { Money } from '@/lib/shared/money'

/** Words and shapes of what needs a person; safe in the browser. */

export const rescueKinds = [
  'mismatch',
  'sold_out',
  'paid_twice',
  'unmatched',
  'unmatched_subscription',
  'refund_failed',
  'refund_unknown',
  'refund_amount',
  'disputed',
  'part_paid',
  'unasked',
  'paid_late',
  'webhooks',
  'sweep',
  'drift',
] as const

export type RescueKind = (typeof rescueKinds)[number]

/** How merchants read what needs them. */
export const rescueKindTexts: Record<RescueKind, string> = {
  mismatch: 'Does not match',
  sold_out: 'Paid, but sold out',
  paid_twice: 'Paid twice',
  unmatched: 'Money without an order',
  unmatched_subscription: 'Subscription without an order',
  refund_failed: 'Refund failed',
  refund_unknown: 'Refund in doubt',
  refund_amount: 'Refund of unknown amount',
  disputed: 'Disputed',
  part_paid: 'Paid in part',
  unasked: 'Cannot be asked about',
  paid_late: 'Paid late',
  webhooks: 'Webhooks',
  sweep: 'Background check',
  drift: 'Catalogue differs',
}

/** What the row's own button does. */
export type RescueAction =
  | { do: 'refund'; paymentId: number; orderNumber: number | null }
  | { do: 'looked_at' }
  | { do: 'check_refunds' }
  /** Asks a person for what the provider does not tell. */
  | { do: 'enter_refund'; paymentId: number; currency: string }
  /** Takes a person’s word that `names` show no payment for it. */
  | { do: 'let_go'; orderNumber: number; names: string }
  | { do: 'open'; path: string; text: string }

/** One thing that needs a person, with what to do. */
export type RescueItem = {
  /** Stays the same as long as it is the same trouble: alerts are counted by it. */
  key: string
  kind: RescueKind
  /** “Order 10043” or “Payment 66a1…”. */
  subject: string
  orderNumber: number | null
  since: Date
  /** What may be lost; null when no amount hangs on it. */
  atRisk: Money | null
  sentence: string
  action: RescueAction
  /** Money that may be given to an order instead. */
  attachable: number | null
}

/** By what the shop can learn that an order is paid. */
export const confirmationWays = ['webhook', 'return_check', 'sweep', 'merchant'] as const

/** The same for merchants. */
export const confirmationWayTexts: Record<(typeof confirmationWays)[number], string> = {
  webhook: 'Webhook',
  return_check: 'Return check',
  sweep: 'Background check',
  merchant: 'By hand',
}

/** How many days back people may look; the first is what they see. */
export const confirmationDays = [7, 30] as const

/** Seconds from the provider's payment to the paid order; null where the provider has not told when it was. */
export type ConfirmationWay = {
  way: (typeof confirmationWays)[number]
  count: number
  medianSeconds: number | null
  /** 95 of 100 were at least as fast. */
  slowSeconds: number | null
}

/** How the orders of the last days were confirmed. */
export type Confirmations = { days: number; orderCount: number; ways: ConfirmationWay[] }
