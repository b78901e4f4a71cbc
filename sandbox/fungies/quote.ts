import { COUNTRIES } from '../countries'
import { toMinor } from '../money'
import { findDiscount } from './discounts'
import type { Discount, Offer } from './model'
import type { World } from './world'

export type Quote = {
  currency: string
  listMinor: number
  discount: Discount | null
  discountMinor: number
  taxPercent: number
  taxMinor: number
  totalMinor: number
  quantity: number
}

type QuoteRequest = { offers: readonly Offer[]; country: string; discountCode: string; quantity: number }

/** What the buyer pays: the offers' prices, less a discount, plus tax. A trial costs nothing at first. */
export function quote(world: World, { offers, country, discountCode, quantity }: QuoteRequest): Quote {
  const [first] = offers
  const currency = first?.currency ?? 'USD'
  const count = offers.length === 1 && first?.mutableQuantity ? quantity : 1
  const listMinor = offers.reduce((sum, offer) => sum + (offer.trialInterval ? 0 : offer.priceMinor), 0) * count
  const ids = offers.map(({ _id }) => _id)
  const discount = discountCode === '' ? null : findDiscount(world, discountCode, ids)
  const discountMinor = discount ? Math.min(discountOf(discount, listMinor, currency), listMinor) : 0
  const taxPercent = taxPercentOf(world, country)
  const taxMinor = Math.round(((listMinor - discountMinor) * taxPercent) / 100)
  const totalMinor = listMinor - discountMinor + taxMinor
  return { currency, listMinor, discount, discountMinor, taxPercent, taxMinor, totalMinor, quantity: count }
}

function discountOf({ amount, amountType }: Discount, listMinor: number, currency: string): number {
  // A fixed amount is minor units; one with decimals can only have been meant otherwise.
  if (amountType === 'fixed') return Number.isInteger(amount) ? amount : toMinor(amount, currency)
  return Math.round((listMinor * amount) / 100)
}

function taxPercentOf(world: World, country: string): number {
  const { tax, tax_percent: fixedPercent } = world.switches.values
  if (tax === 'none') return 0
  return fixedPercent ?? COUNTRIES.get(country)?.taxPercent ?? 0
}
