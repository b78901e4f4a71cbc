import { currencyDigits, toMajor } from '@/lib/shared/money'
import type { FungiesApi } from './api'

/** The sources disagree in which unit a price is written; reading, all agree on minor units (docs/providers.md). */
export type PriceUnit = 'minor' | 'decimal'

const fact = 'offer_price_unit'

/** What is tried when a price does not read back as it was meant. */
export const otherUnit = { minor: 'decimal', decimal: 'minor' } as const satisfies Record<PriceUnit, PriceUnit>

type Price = { amountMinor: number; currency: string }

/** The unit that read back right before; minor until one did. */
export async function readPriceUnit(api: FungiesApi): Promise<PriceUnit> {
  return (await api.facts.read(fact)) === 'decimal' ? 'decimal' : 'minor'
}

/** Remembers the unit that read back right. Safe to repeat. */
export async function keepPriceUnit(api: FungiesApi, unit: PriceUnit): Promise<void> {
  if ((await api.facts.read(fact)) !== unit) await api.facts.keep(fact, unit)
}

/** A price as it is written in a unit. Pure. */
export const writtenIn = (unit: PriceUnit, price: Price): number =>
  unit === 'minor' ? price.amountMinor : toMajor(price)

/** Whether what reads back is off by exactly the currency's decimals, in the direction of the other unit. Pure. */
export function isOtherUnit(
  unit: PriceUnit,
  { amountMinor, currency }: Price,
  readBack: number | null | undefined,
): boolean {
  const factor = 10 ** currencyDigits(currency)
  if (factor === 1) return false
  return readBack === (unit === 'minor' ? amountMinor * factor : Math.round(amountMinor / factor))
}
