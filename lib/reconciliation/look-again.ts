import 'server-only'
import type { Clock } from '@/lib/clock'
import type { GatewayError } from '@/lib/payments/contract/gateway-error'
import type { PaymentGateway } from '@/lib/payments/gateway'
import { noteRefundFlag } from '@/lib/refunds/note-refund-flag'
import { syncRefunds } from '@/lib/refunds/sync-refunds'
import { settleConfirmedPayment } from '@/lib/settlement/settle-confirmed-payment'
import type { SettlementOutcome } from '@/lib/settlement/settlement'
import { ok, type Result } from '@/lib/shared/result'

export type LookAgainInput = { gateway: PaymentGateway; providerOrderId: string; clock: Clock }

/** `unknown`: the provider has no such payment. `refundNews`: refunds of which the shop had not heard. */
export type LookedAgain = { outcome: SettlementOutcome['outcome'] | 'unknown'; refundNews: number }

/**
 * Asks the provider about one payment and its refunds, and takes in what it answers, as the sweep would. Safe to repeat.
 */
export async function lookAgain({
  gateway,
  providerOrderId,
  clock,
}: LookAgainInput): Promise<Result<LookedAgain, GatewayError>> {
  const answer = await gateway.lookUpPayment(providerOrderId)
  if (!answer.ok) return answer
  const payment = answer.value
  if (!payment) return ok({ outcome: 'unknown', refundNews: 0 })
  const settled = await settleConfirmedPayment({ gateway, payment, confirmedBy: 'return_check', at: clock.now() })
  if (!settled.ok) return settled
  const synced = await syncRefunds({ gateway, clock, seenBy: 'merchant' })
  if (!synced.ok) return synced
  const { refunds, changed } = synced.value
  const isFlagNews = await noteRefundFlag({ gateway, payment, listed: refunds, seenBy: 'merchant', clock })
  return ok({ outcome: settled.value.outcome, refundNews: changed + (isFlagNews ? 1 : 0) })
}
