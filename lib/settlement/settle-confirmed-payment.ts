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

/**
 * Settles a payment that the provider's API confirmed. When less came than was asked, our own discounts for that product
 * are asked for, and only one that explains the amount to the cent makes it agree. Safe to repeat.
 */
export async function settleConfirmedPayment(
  { gateway, payment, confirmedBy, at, alongside }: ConfirmedPayment,
  options: TransactionOptions = {},
): Promise<Result<SettlementOutcome, GatewayError>> {
  const proof = { ...payment, provider: gateway.id }
  const settlement = { proof, confirmedBy, figuresFrom: 'api' as const, at }
  const first = await settlePayment({ ...settlement, discountTotalsMinor: null }, options, alongside)
  if (first.outcome !== 'discount_unclear') return ok(first)
  const { providerProductId, currency, priceMinor } = first
  const prices = await gateway.listDiscountedPrices({ providerProductId, priceMinor, currency })
  if (!prices.ok) return prices
  return ok(await settlePayment({ ...settlement, discountTotalsMinor: prices.value }, options, alongside))
}
