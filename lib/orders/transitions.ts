import type { OrderStatus } from './model'

/** Every move an order can make (contract, "Status of an order"); there is no other. */
export const transitions: Record<OrderStatus, readonly OrderStatus[]> = {
  awaiting_payment: ['partly_paid', 'paid', 'refunded', 'needs_review', 'failed', 'expired', 'cancelled'],
  failed: ['awaiting_payment', 'paid', 'needs_review'],
  expired: ['paid', 'needs_review'],
  cancelled: ['paid', 'needs_review'],
  partly_paid: ['paid', 'refunded', 'needs_review'],
  needs_review: ['paid', 'refunded'],
  paid: ['partially_refunded', 'refunded'],
  partially_refunded: ['refunded'],
  refunded: [],
}

/** Whether the table has this move. */
export const canMove = (from: OrderStatus, to: OrderStatus): boolean => transitions[from].includes(to)
