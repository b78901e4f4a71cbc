import type { Answer } from './gateway-error'

/** What a code makes of a price in minor units, or why it does not apply. */
export type DiscountCheck = { valid: true; totalMinor: number } | { valid: false; reason: string }

/** A product of the provider at the price that the shop asks for it. */
export type PricedProduct = { providerProductId: string; priceMinor: number; currency: string }

/** Codes that the merchant made at the provider and shoppers may use at our checkout. */
export type DiscountCapability = {
  /** What a code makes of a mapped product's price. */
  check(code: string, product: PricedProduct): Answer<DiscountCheck>
  /** Every price (minor units) that one of our own discounts makes of a product: explains a lower payment to the cent. */
  listPrices(product: PricedProduct): Answer<number[]>
}
