import type { PaymentVerdict } from '@/lib/orders/model'

/** Words and shapes of refunds; safe in the browser. All amounts are minor units, the provider's tax included. */

export type RefundState = 'requested' | 'pending' | 'completed' | 'failed' | 'unknown'

/** A payment as a refund sees it. */
export type RefundablePayment = {
  id: number
  verdict: PaymentVerdict
  /** True when the money pays for the order, false while it is owed to its buyer. */
  isEarned: boolean
  /** The line it paid, when the order is paid item by item. */
  lineId: number | null
  grossMinor: number
  /** Given back already. */
  refundedMinor: number
  /** In refunds that were asked for and are not over: requested, pending or unknown. */
  underWayMinor: number
}

/** A line as a refund sees it. */
export type RefundableLine = {
  id: number
  quantity: number
  /** As ordered: before discount and tax. */
  totalMinor: number
  /** In refunds that are not failed. */
  refundedUnits: number
  refundedMinor: number
}

/** All that a refund is planned from. */
export type RefundableOrder = {
  isPaid: boolean
  isPartlyPaid: boolean
  payments: readonly RefundablePayment[]
  lines: readonly RefundableLine[]
}

/** What a merchant asks for. Without a payment it is taken from those that pay for the order. */
export type RefundWish =
  | { kind: 'whole'; paymentId?: number }
  | { kind: 'lines'; lines: readonly { lineId: number; quantity: number }[] }
  | { kind: 'amount'; amountMinor: number; paymentId?: number }

/** Units of a line, and what of the refund is for them. */
export type PlannedLine = { lineId: number; quantity: number; amountMinor: number }

/** One call to the provider. */
export type PlannedRefund = { paymentId: number; amountMinor: number; lines: PlannedLine[] }

/** Why a wish cannot be granted. */
export type RefundRefusal =
  | { code: 'nothing_refundable' | 'unknown_payment' | 'unknown_line' | 'bad_amount' | 'only_whole_payments' }
  | { code: 'too_many_units'; leftUnits: number }
  | { code: 'exceeds'; maxMinor: number }

/** A refund as the back office lists it. */
export type RefundView = {
  id: number
  state: RefundState
  amountMinor: number
  currency: string
  reason: string
  failure: string | null
  fromShop: boolean
  restock: boolean
  merchantName: string | null
  providerRefundId: string | null
  providerOrderId: string
  createdAt: Date
  settledAt: Date | null
  /** “2 × Pocket notebook” */
  items: string[]
}

/** What can be given back now, gross, and how. */
export type RefundPanelView = {
  currency: string
  /** Of the money that the order stands on, and the tax in it; null where the provider told none. */
  leftMinor: number
  leftTaxMinor: number | null
  /** While other items are still to be paid, a paid item goes back whole. */
  isPartlyPaid: boolean
  isShipped: boolean
  lines: { id: number; name: string; leftUnits: number; nextUnitMinor: number; leftMinor: number }[]
  /** What to do instead, where the provider takes no refunds from here; null when it does. */
  elsewhere: string | null
  /** Payments that pay for nothing: to be sent back. */
  oneTooMany: { paymentId: number; providerOrderId: string; leftMinor: number; elsewhere: string | null }[]
  refunds: RefundView[]
}
