/** A refund as an answer, the list or an order's flag told it; minor units. */
export type ToldRefund = {
  providerRefundId: string
  amountMinor: number
  state: 'pending' | 'completed' | 'failed'
  reason: string | null
}

/** How the shop learned of a refund. */
export type RefundSeenBy = 'answer' | 'webhook' | 'sweep' | 'return_check' | 'merchant'

/** The payment as its row has it; its order decides which lock is taken. */
export type RefundedPayment = { id: number; orderId: number | null }

/** A refund that was told of, and the payment it is of. */
export type ApplyRefund = { payment: RefundedPayment; told: ToldRefund; seenBy: RefundSeenBy; at: Date }

/** `unchanged`: known already, or a part of what is known. */
export type RefundOutcome = 'completed' | 'pending' | 'failed' | 'unchanged'
