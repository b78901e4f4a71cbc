import { COUNTRIES } from '../countries'
import { toMinor } from '../money'
import type { Discount, Product, Session } from './model'
import type { World } from './world'

export type Quote = {
  currency: string
  listMinor: number
  discount: Discount | null
  discountMinor: number
  beforeTaxMinor: number
  taxPercent: number
  taxMinor: number
  totalMinor: number
}

export type QuoteRequest = {
  session: Session
  product: Product
  country: string
  discountCode: string | null
  amountMajor: number | null
}

/** What the buyer pays for one session: price or the amount of their choice, less discount, plus tax. */
export function quote(world: World, { session, product, country, discountCode, amountMajor }: QuoteRequest): Quote {
  const price = world.switches.values.price_taken === 'at_session' ? session.priceAtSession : product.price
  const listMinor = toMinor(product.payWant === true ? (amountMajor ?? price) : price, product.currency)
  const discount = discountCode ? findDiscount(world, discountCode, product._id, session.testMode) : null
  const discountMinor = discount ? discountOf(discount, listMinor, product.currency) : 0
  const beforeTaxMinor = listMinor - discountMinor
  const taxPercent = taxPercentOf(world, country)
  const taxMinor = Math.round((beforeTaxMinor * taxPercent) / 100)
  return {
    currency: product.currency,
    listMinor,
    discount,
    discountMinor,
    beforeTaxMinor,
    taxPercent,
    taxMinor,
    totalMinor: beforeTaxMinor + taxMinor,
  }
}

export function findDiscount(world: World, code: string, productId: string | null, testMode: boolean): Discount | null {
  const wanted = code.trim().toLowerCase()
  const discount = world.books.discounts.find((one) => one.testMode === testMode && one.code.toLowerCase() === wanted)
  if (!discount?.active) return null
  if (discount.expiration !== undefined && Date.parse(discount.expiration) <= world.now()) return null
  if (productId !== null && !discount.mainProductIds.includes(productId)) return null
  return discount
}

function discountOf(discount: Discount, listMinor: number, currency: string): number {
  const wanted =
    discount.valueType === 'fixed' ? toMinor(discount.value, currency) : Math.round((listMinor * discount.value) / 100)
  return Math.min(wanted, listMinor)
}

function taxPercentOf(world: World, country: string): number {
  const { tax, tax_percent: fixedPercent } = world.switches.values
  if (tax === 'none') return 0
  return fixedPercent ?? COUNTRIES.get(country)?.taxPercent ?? 0
}
