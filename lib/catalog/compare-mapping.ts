import type { CatalogueEntry } from '@/lib/payments/contract/catalogue'
import type { Mode } from '@/lib/payments/contract/provider-id'
import { formatMoney } from '@/lib/shared/money'

/** A variant as it is sold here, and the name that its product had at the provider when the merchant last knew of it. */
export type MappedHere = { priceMinor: number; currency: string; knownName: string | null }

export type Comparison = {
  state: 'ok' | 'drifted' | 'missing'
  /** What disagrees, in words for the merchant; null when nothing that matters for money does. */
  problem: string | null
  /** True when the price is all that disagrees, so that either side may take the other's. */
  isPriceOnly: boolean
  /** The name it has there by now, when it is another one: told, and no reason to stop a sale. */
  newName: string | null
}

/** Compares a mapped variant with what the provider says of its product now: mode, state, kind, currency, price, name. Pure. */
export function compareMapping(here: MappedHere, entry: CatalogueEntry | null, mode: Mode): Comparison {
  if (!entry) {
    return { state: 'missing', problem: 'The provider does not know this product.', isPriceOnly: false, newName: null }
  }
  const isNamed = here.knownName !== null && entry.name !== ''
  const newName = isNamed && entry.name !== here.knownName ? entry.name : null
  const drifted = (problem: string, isPriceOnly = false) => ({
    state: 'drifted' as const,
    problem,
    isPriceOnly,
    newName,
  })
  if (entry.mode !== mode) return drifted(`The product is in ${entry.mode} mode.`)
  if (!isOnSaleAtAPrice(entry)) return drifted('The product is not on sale at a fixed price.')
  if (entry.currency !== null && entry.currency.toUpperCase() !== here.currency) {
    return drifted(`The product costs ${entry.currency}, here ${here.currency}.`)
  }
  if (entry.priceMinor === here.priceMinor) return { state: 'ok', problem: null, isPriceOnly: false, newName }
  const told = (amountMinor: number) => formatMoney({ amountMinor, currency: here.currency })
  const there = entry.priceMinor === null ? 'an unreadable amount' : told(entry.priceMinor)
  const canBeTaken = entry.priceMinor !== null && entry.priceMinor > 0
  return drifted(`The product costs ${there} there, ${told(here.priceMinor)} here.`, canBeTaken)
}

/** Whether a session for it would ask every buyer for its price, once. */
export const isOnSaleAtAPrice = ({ state, sale }: CatalogueEntry): boolean => state === 'on_sale' && sale === 'one_time'
