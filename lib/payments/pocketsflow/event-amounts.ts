import type { AmountUnit, EventAmounts } from '@/lib/payments/contract/events'
import { currencyDigits, fromMajor } from '@/lib/shared/money'
import { at, type Found, found } from './event-fields'

/** Amounts are stored in 32 bits. */
export const largestAmountMinor = 2_147_483_647

const homes = {
  gross: ['amount', 'order.amount'],
  preTax: ['amountBeforeTax', 'order.amountBeforeTax'],
  tax: ['tax.amount', 'order.tax.amount'],
}

type Figure = { carriedBy: Found[]; value: unknown; disagrees: boolean }
type Figures = { gross: Figure; preTax: Figure; tax: Figure }

/** An event's figures as they stand there, without a unit. */
export type ClaimedAmounts = {
  /** The fields that carried them, `:text` behind a decimal in text; null when it is unclear which figure is meant. */
  shape: string | null
  amountsIn(unit: AmountUnit): EventAmounts | null
}

/** Reads gross, amount before tax and tax wherever an event carries them; no unit is guessed. Pure. */
export function claimedAmounts(body: unknown, currency: string | null): ClaimedAmounts {
  const figures = {
    gross: figureAt(body, homes.gross),
    preTax: figureAt(body, homes.preTax),
    tax: figureAt(body, homes.tax),
  }
  const clear = Object.values(figures).every(({ disagrees }) => !disagrees) && figures.gross.carriedBy.length > 0
  return {
    shape: clear && taxIsUnderstood(body, figures.tax) ? shapeOf(figures) : null,
    amountsIn: (unit) => (clear && currency ? amountsOf(figures, unit, currency) : null),
  }
}

function figureAt(body: unknown, names: string[]): Figure {
  const carriedBy = found(body, names)
  const values = new Set(carriedBy.map(({ value }) => value))
  return { carriedBy, value: carriedBy[0]?.value, disagrees: values.size > 1 }
}

function taxIsUnderstood(body: unknown, tax: Figure): boolean {
  return (
    tax.carriedBy.length > 0 ||
    [at(body, 'tax'), at(body, 'data.tax')].every((one) => one === undefined || one === null)
  )
}

function shapeOf(figures: Figures): string {
  return Object.values(figures)
    .flatMap(({ carriedBy }) => carriedBy)
    .map(({ path, value }) => (typeof value === 'string' ? `${path}:text` : path))
    .join('+')
}

function amountsOf(figures: Figures, unit: AmountUnit, currency: string): EventAmounts | null {
  const [gross, preTax, tax] = [figures.gross, figures.preTax, figures.tax].map((figure) =>
    figure.carriedBy.length === 0 ? 'absent' : minorOf(figure.value, unit, currency),
  )
  if (typeof gross !== 'number' || preTax === null || tax === null) return null
  const taxMinor = typeof tax === 'number' ? tax : null
  const toldMinor = typeof preTax === 'number' ? preTax : null
  return {
    grossMinor: gross,
    preTaxMinor: toldMinor ?? (taxMinor !== null && taxMinor <= gross ? gross - taxMinor : null),
    taxMinor,
  }
}

function minorOf(value: unknown, unit: AmountUnit, currency: string): number | null {
  const amountMinor = unit === 'minor' ? wholeNumber(value) : majorAmount(value, currency)
  return amountMinor !== null && amountMinor >= 0 && amountMinor <= largestAmountMinor ? amountMinor : null
}

const wholeNumber = (value: unknown) => (Number.isSafeInteger(value) ? Number(value) : null)

function majorAmount(value: unknown, currency: string): number | null {
  if (typeof value === 'number') return fromMajor(value, currency)
  return typeof value === 'string' && isDecimalText(value, currency) ? fromMajor(value, currency) : null
}

// Text is read in one form only, with all of the currency's decimals ("64.99"): "6499" could be either unit.
function isDecimalText(text: string, currency: string): boolean {
  const decimals = currencyDigits(currency)
  const [whole = '', fraction = '', ...rest] = text.split('.')
  return (
    decimals > 0 &&
    rest.length === 0 &&
    /^\d{1,12}$/.test(whole) &&
    /^\d+$/.test(fraction) &&
    fraction.length === decimals
  )
}
