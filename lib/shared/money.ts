/** An amount in the currency's smallest unit (cents for USD, yen for JPY); always an integer. */
export type Money = { amountMinor: number; currency: string }

const digits = new Map<string, number>()

/** How many decimals a currency has (USD 2, JPY 0, KWD 3), by ISO 4217 through Intl. */
export function currencyDigits(currency: string): number {
  const code = currency.toUpperCase()
  const known = digits.get(code)
  if (known !== undefined) return known
  const { maximumFractionDigits = 2 } = new Intl.NumberFormat('en', {
    style: 'currency',
    currency: code,
  }).resolvedOptions()
  digits.set(code, maximumFractionDigits)
  return maximumFractionDigits
}

/** Money as people read it: $59.00. */
export function formatMoney({ amountMinor, currency }: Money, locale = 'en-US'): string {
  return new Intl.NumberFormat(locale, { style: 'currency', currency }).format(
    amountMinor / 10 ** currencyDigits(currency),
  )
}

/** Minor units as the decimal number that providers' APIs speak: 6499 USD -> 64.99. */
export function toMajor({ amountMinor, currency }: Money): number {
  return Number(toMajorText({ amountMinor, currency }))
}

/** Minor units as decimal text: 6499 USD -> "64.99". */
export function toMajorText({ amountMinor, currency }: Money): string {
  return (amountMinor / 10 ** currencyDigits(currency)).toFixed(currencyDigits(currency))
}

/**
 * A decimal major-unit number or text to minor units, exactly: 64.99 -> 6499. Null when it is not finite, negative,
 * above what is safe, or has more decimals than the currency (0.001 USD).
 */
export function fromMajor(major: number | string, currency: string): number | null {
  const text = typeof major === 'number' ? String(major) : major.trim()
  const match = /^(\d{1,15})(?:\.(\d+))?$/.exec(text)
  if (!match) return null
  const decimals = currencyDigits(currency)
  const fraction = (match[2] ?? '').replace(/0+$/, '')
  if (fraction.length > decimals) return null
  const amountMinor = Number(`${match[1]}${fraction.padEnd(decimals, '0')}`)
  return Number.isSafeInteger(amountMinor) ? amountMinor : null
}
