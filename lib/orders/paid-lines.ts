import { isAgreed } from './model'
import type { OrderState } from './order-state'

/**
 * The lines that a settled payment of their own stands for, when an order is paid item by item; one whose money went back
 * whole does not count. Pure.
 */
export function paidLineIds(order: Pick<OrderState, 'attempts' | 'payments'>): Set<number> {
  const settled = new Set(
    order.payments
      .filter(isAgreed)
      .filter((payment) => payment.refundedMinor === 0 || payment.refundedMinor < payment.grossMinor)
      .map((payment) => payment.attemptId),
  )
  const lineIds = order.attempts.filter((attempt) => settled.has(attempt.id)).map((attempt) => attempt.lineId)
  return new Set(lineIds.filter((lineId) => lineId !== null))
}
