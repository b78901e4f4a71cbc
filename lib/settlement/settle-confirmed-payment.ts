import 'server-only'
import type { TransactionOptions, Tx } from '@/lib/db'
import type { GatewayError, PaymentGateway, ProviderPayment } from '@/lib/payments/gateway'
import { ok, type Result } from '@/lib/shared/result'
import type { ConfirmedBy } from './complete-order'
import { settlePayment } from './settle-payment'
import type { SettlementOutcome } from './settlement'

export type ConfirmedPayment = {
  gateway: PaymentGateway
  /** As the provider's API tells it. */
  payment: ProviderPayment
  confirmedBy: ConfirmedBy
  at: Date
  alongside?: (tx: Tx, outcome: SettlementOutcome) => Promise<void>
}

/** Some providers flag an order as refunded although only a part went back: then the rest still pays. */
async function isRefundedWhole({ gateway, payment }: ConfirmedPayment): Promise<Result<boolean, GatewayError>> {
  if (!payment.isRefunded || !gateway.refunds) return ok(payment.isRefunded)
  const listed = await gateway.refunds.listNewest()
  if (!listed.ok) return listed
  const refunds = listed.value.refunds.filter(
    ({ providerOrderId, state }) => providerOrderId === payment.providerOrderId && state !== 'failed',
  )
  const refundedMinor = refunds.reduce((sum, refund) => sum + (refund.amountIn(payment.currency) ?? 0), 0)
  return ok(refunds.length === 0 || refundedMinor >= payment.grossMinor)
}

/**
 * Settles a payment that the provider's API confirmed. When less came than was asked, our own discounts for that product
 * are asked for, and only one that explains the amount to the cent makes it agree. Safe to repeat.
 */
export async function settleConfirmedPayment(
  confirmed: ConfirmedPayment,
  options: TransactionOptions = {},
): Promise<Result<SettlementOutcome, GatewayError>> {
  const { gateway, payment, confirmedBy, at, alongside } = confirmed
  const isRefunded = await isRefundedWhole(confirmed)
  if (!isRefunded.ok) return isRefunded
  const proof = { ...payment, provider: gateway.id, isRefunded: isRefunded.value }
  const settlement = { proof, confirmedBy, figuresFrom: 'api' as const, at }
  const first = await settlePayment({ ...settlement, discountTotalsMinor: null }, options, alongside)
  if (first.outcome !== 'discount_unclear') return ok(first)
  const { providerProductId, currency, priceMinor } = first
  const prices = await gateway.listDiscountedPrices({ providerProductId, priceMinor, currency })
  if (!prices.ok) return prices
  return ok(await settlePayment({ ...settlement, discountTotalsMinor: prices.value }, options, alongside))
}
