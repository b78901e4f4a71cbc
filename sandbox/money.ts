const digitsByCurrency = new Map<string, number>()

/** Decimals of a currency: 2 for USD, 0 for JPY, 3 for KWD. */
export function decimalsOf(currency: string): number {
  const code = currency.toUpperCase()
  const known = digitsByCurrency.get(code)
  if (known !== undefined) return known
  const format = new Intl.NumberFormat('en', { style: 'currency', currency: code })
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2
  digitsByCurrency.set(code, digits)
  return digits
}

/** Through decimal text, because 64.99 * 100 is 6498.999… in floating point. */
export function toMinor(major: number, currency: string): number {
  const digits = decimalsOf(currency)
  const exact = Number(`${major}e${digits}`)
  return Math.round(Number.isFinite(exact) ? exact : major * 10 ** digits)
}

export function toMajor(minor: number, currency: string): number {
  return Number(`${minor}e-${decimalsOf(currency)}`)
}

export function formatMinor(minor: number, currency: string): string {
  const format = new Intl.NumberFormat('en-US', { style: 'currency', currency: currency.toUpperCase() })
  return format.format(toMajor(minor, currency))
}
