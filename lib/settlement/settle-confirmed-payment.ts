import 'server-only'
import type { TransactionOptions, Tx } from '@/lib/db'
import type { GatewayError } from '@/lib/payments/contract/gateway-error'
import type { ProviderPayment } from '@/lib/payments/contract/payments'
import type { PaymentGateway } from '@/lib/payments/gateway'
import { ok, type Result } from '@/lib/shared/result'
import type { ConfirmedBy } from './complete-order'
import { settlePayment } from './settle-payment'
import type { Settlement, SettlementOutcome } from './settlement'

type ToldPayment = {
  gateway: PaymentGateway
  /** As the provider's API tells it. */
  payment: ProviderPayment
  confirmedBy: ConfirmedBy
  at: Date
}

/** A payment that the API confirmed. `alongside` runs in the same transaction. */
export type ConfirmedPayment = ToldPayment & {
  alongside?: (tx: Tx, outcome: SettlementOutcome) => Promise<void>
}

/** Some providers flag an order as refunded although only a part went back: then the rest still pays. */
async function isRefundedWhole({ gateway, payment }: ToldPayment): Promise<Result<boolean, GatewayError>> {
  if (payment.refundExtent) return ok(payment.refundExtent === 'whole')
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
 * Asks the provider what a confirmed payment's settlement needs to know, and hands it to `settle`, once or, when less came
 * than was asked, again with our own discounts for that product. Its calls happen outside of any transaction.
 */
export async function settleAsTold(
  told: ToldPayment,
  settle: (settlement: Settlement) => Promise<SettlementOutcome>,
): Promise<Result<SettlementOutcome, GatewayError>> {
  const { gateway, payment, confirmedBy, at } = told
  const isRefunded = await isRefundedWhole(told)
  if (!isRefunded.ok) return isRefunded
  const proof = { ...payment, provider: gateway.id, isRefunded: isRefunded.value }
  const settlement = { proof, confirmedBy, figuresFrom: 'api' as const, at }
  const first = await settle({ ...settlement, discountTotalsMinor: null })
  if (first.outcome !== 'discount_unclear') return ok(first)
  const { providerProductId, currency, priceMinor } = first
  const prices = (await gateway.discounts?.listPrices({ providerProductId, priceMinor, currency })) ?? ok([])
  if (!prices.ok) return prices
  return ok(await settle({ ...settlement, discountTotalsMinor: prices.value }))
}

/**
 * Settles a payment that the provider's API confirmed. When less came than was asked, our own discounts for that product
 * are asked for, and only one that explains the amount to the cent makes it agree. Safe to repeat.
 */
export async function settleConfirmedPayment(
  { alongside, ...told }: ConfirmedPayment,
  options: TransactionOptions = {},
): Promise<Result<SettlementOutcome, GatewayError>> {
  return settleAsTold(told, (settlement) => settlePayment(settlement, options, alongside))
}
