import { currencyDigits } from '@/lib/shared/money'

type Told = {
  value: number
  tax?: number | null | undefined
  fee?: number | null | undefined
  currency: string
  currencyDecimals?: number | null | undefined
}

export type Figures = {
  currency: string
  grossMinor: number
  preTaxMinor: number | null
  taxMinor: number | null
  feeMinor: number | null
}

/** Amounts are stored in 32 bits. */
const largestAmountMinor = 2_147_483_647

/**
 * Amounts as Fungies tells them, in our minor units: it names the decimals of its own (`currencyDecimals`), 0 for yen. The
 * value has the tax in it and no fee taken off (docs/providers.md). Null when one is no amount of its currency. Pure.
 */
export function figuresOf(told: Told): Figures | null {
  const currency = told.currency.toUpperCase()
  const minor = (amount: number | null | undefined) =>
    amount === null || amount === undefined ? null : inMinorUnits(amount, currency, told.currencyDecimals)
  const grossMinor = minor(told.value)
  const taxMinor = minor(told.tax)
  if (grossMinor === null || Number.isNaN(grossMinor) || Number.isNaN(taxMinor)) return null
  const feeMinor = minor(told.fee)
  const preTaxMinor = taxMinor !== null && taxMinor <= grossMinor ? grossMinor - taxMinor : null
  return { currency, grossMinor, preTaxMinor, taxMinor, feeMinor: Number.isNaN(feeMinor) ? null : feeMinor }
}

/** NaN when it cannot be an amount of the currency. */
function inMinorUnits(amount: number, currency: string, decimals: number | null | undefined): number {
  const shift = currencyDigits(currency) - (decimals ?? currencyDigits(currency))
  const minor = shift >= 0 ? amount * 10 ** shift : amount / 10 ** -shift
  return Number.isInteger(minor) && minor >= 0 && minor <= largestAmountMinor ? minor : Number.NaN
}
