import type { ProviderPayment } from '@/lib/payments/contract/payments'
import type { Mode } from '@/lib/payments/contract/provider-id'
import { fromMajor } from '@/lib/shared/money'
import { largestAmountMinor } from './event-amounts'
import { orderNumberOf, referenceText } from './references'
import { orderSchema, type PocketsflowOrder } from './schemas'

/**
 * An order of the API as a payment; null when it is not an order or its amount is none of its currency. The API speaks
 * major units in decimals everywhere (SDK 1.2.1, docs/providers.md). Pure.
 */
export function paymentFrom(raw: unknown, keyMode: Mode): ProviderPayment | null {
  const parsed = orderSchema.safeParse(raw)
  return parsed.success ? paymentOfOrder(parsed.data, keyMode) : null
}

/** See paymentFrom. */
export function paymentOfOrder(order: PocketsflowOrder, keyMode: Mode): ProviderPayment | null {
  const currency = order.currency.toUpperCase()
  const figures = figuresOf(order, currency)
  if (!figures) return null
  return {
    ...figures,
    providerOrderId: order.id,
    sessionId: null,
    providerProductId: order.productId ?? order.product?._id ?? order.product?.id ?? null,
    mode: modeOf(order.testMode, keyMode),
    currency,
    buyerEmail: order.buyerEmail ?? order.customer?.buyerEmail ?? null,
    orderNumber: orderNumberOf(order),
    nonce: referenceText(order.metadata?.nonce),
    isRefunded: order.isRefunded ?? false,
    isDisputed: order.isDisputed ?? false,
    ...(order.isSubscription && { isSubscription: true }),
    createdAt: order.createdAt,
  }
}

/** Objects that do not say their mode are of the key's: the data of the two are separate. */
export const modeOf = (testMode: boolean | null | undefined, keyMode: Mode): Mode =>
  testMode === true ? 'test' : testMode === false ? 'live' : keyMode

type Figures = Pick<ProviderPayment, 'grossMinor' | 'preTaxMinor' | 'taxMinor' | 'feeMinor' | 'netMinor'>

function figuresOf(order: PocketsflowOrder, currency: string): Figures | null {
  const minor = (amount: number | string | null | undefined) => minorOf(amount, currency)
  const toldMinor = minor(order.grossAmount)
  if (toldMinor === null) return null
  const taxMinor = minor(order.taxAmount)
  const beforeTaxMinor = minor(order.amountBeforeTax)
  const grossMinor = withTax(toldMinor, beforeTaxMinor, taxMinor)
  return {
    grossMinor,
    preTaxMinor: beforeTaxMinor ?? (taxMinor === null ? null : grossMinor - taxMinor),
    taxMinor,
    feeMinor: sumOf([minor(order.stripeFee), minor(order.paypalFee)]),
    netMinor: minor(order.netAmount),
  }
}

// Sources leave open whether grossAmount has the tax in it; where the amount before tax is told, the figures say it.
function withTax(grossMinor: number, beforeTaxMinor: number | null, taxMinor: number | null): number {
  return taxMinor !== null && grossMinor === beforeTaxMinor ? grossMinor + taxMinor : grossMinor
}

function sumOf(amounts: (number | null)[]): number | null {
  const known = amounts.filter((amount) => amount !== null)
  return known.length === 0 ? null : known.reduce((sum, amount) => sum + amount, 0)
}

/** A decimal in major units to minor units of its currency; null when it is none of it. Pure. */
export function minorOf(amount: number | string | null | undefined, currency: string): number | null {
  if (amount === null || amount === undefined) return null
  // 12 digits keep every amount whole and drop the noise of a sum made in floating point, such as 16.490000000000002.
  const amountMinor = fromMajor(typeof amount === 'number' ? Number(amount.toPrecision(12)) : amount, currency)
  return amountMinor !== null && amountMinor <= largestAmountMinor ? amountMinor : null
}
