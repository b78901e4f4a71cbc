import { type JsonObject, Refusal } from '../exchange'
import { recurringOf } from './catalogue'
import { unprocessable } from './errors'
import { centsOf, objectOf, objectsOf, requiredCents, requiredText, textOf, textsOf } from './fields'
import type { Extra, Line, Price } from './model'
import { idOf, type World } from './world'

type Cart = { lines: Line[]; shipping: Extra | null; taxMinor: number; fees: Extra[] }
type Discount = { offMinor: number; priceIds: string[] }

export const LOWEST_TOTAL_MINOR = 50

/** What a session sells, from the body that creates it. */
export function readCart(world: World, fields: JsonObject, testMode: boolean): Cart {
  const lines = objectsOf(fields, 'line_items').map((item) => readLine(world, item, testMode))
  if (lines.length === 0) throw unprocessable('missing', 'line_items must name at least one line.')
  for (const discount of objectsOf(fields, 'discounts')) takeOff(lines, readDiscount(world, discount, testMode))
  return {
    lines,
    shipping: readShipping(fields),
    taxMinor: centsOf(objectOf(fields, 'tax_rate') ?? {}, 'amount') ?? 0,
    fees: objectsOf(fields, 'fees').map((fee) => ({
      name: textOf(fee, 'name') ?? 'Fee',
      amountMinor: requiredCents(fee, 'amount'),
    })),
  }
}

export const lineMinor = (line: Line) => line.unitMinor * line.quantity
export const subtotalOf = ({ lines }: Pick<Cart, 'lines'>) => lines.reduce((sum, line) => sum + lineMinor(line), 0)
export const discountOf = ({ lines }: Pick<Cart, 'lines'>) => lines.reduce((sum, line) => sum + line.discountMinor, 0)

export function totalOf(cart: Cart): number {
  const fees = cart.fees.reduce((sum, fee) => sum + fee.amountMinor, 0)
  return subtotalOf(cart) - discountOf(cart) + (cart.shipping?.amountMinor ?? 0) + cart.taxMinor + fees
}

function readLine(world: World, item: JsonObject, testMode: boolean): Line {
  const quantity = centsOf(item, 'quantity') ?? 1
  if (quantity < 1) throw unprocessable('invalid', 'quantity must be one or more.')
  const price = readPrice(world, item, testMode)
  const product = world.books.products.get(price.productId)
  if (product?.testMode !== testMode || !product.active) throw unknownProduct(world)
  return {
    id: idOf(world, 'fli'),
    productId: product._id,
    priceId: price._id,
    name: product.name,
    unitMinor: price.unitMinor,
    quantity,
    discountMinor: 0,
    recurring: price.recurring,
  }
}

type PriceTaken = Pick<Price, '_id' | 'productId' | 'unitMinor' | 'recurring'>

function readPrice(world: World, item: JsonObject, testMode: boolean): PriceTaken {
  const id = textOf(item, 'price') ?? textOf(item, 'price_id')
  if (id === null) return madeOnTheSpot(world, item)
  const price = world.books.prices.get(id)
  if (!price?.active || price.testMode !== testMode)
    throw unprocessable('price_not_found', 'A price of this session does not exist.')
  return price
}

function madeOnTheSpot(world: World, item: JsonObject): PriceTaken {
  const data = objectOf(item, 'price_data')
  if (!data) throw unprocessable('missing', 'A line needs price or price_data.')
  return {
    _id: idOf(world, 'fprice'),
    productId: requiredText(data, 'product'),
    unitMinor: requiredCents(data, 'unit_amount'),
    recurring: spelledRecurring(world, data),
  }
}

function spelledRecurring(world: World, data: JsonObject) {
  const recurring = recurringOf(data)
  const { interval_spelling: spelling, interval_override: other } = world.switches.values
  const isLong = recurring?.interval.endsWith('ly')
  if (recurring && spelling !== 'any' && isLong !== (spelling === 'monthly'))
    throw unprocessable('invalid_interval', 'This is no interval.')
  return recurring && other ? { ...recurring, interval: other } : recurring
}

function unknownProduct(world: World): Refusal {
  const code = world.switches.values.unknown_product
  const text = 'A product of this session does not exist.'
  return code === 'not_found_404' ? new Refusal(404, 'not_found', text) : unprocessable(code, text)
}

function readDiscount(world: World, fields: JsonObject, testMode: boolean): Discount {
  const couponId = textOf(fields, 'coupon_id')
  if (couponId !== null) {
    const coupon = world.books.coupons.get(couponId)
    if (coupon?.testMode !== testMode) throw unprocessable('coupon_not_found', 'There is no such coupon in this mode.')
    return coupon
  }
  const data = objectOf(fields, 'coupon_data') ?? {}
  const offMinor = requiredCents(data, 'amount_off')
  if (offMinor === 0) throw unprocessable('coupon_amount_must_be_positive', 'amount_off must be above zero.')
  return { offMinor, priceIds: textsOf(objectOf(data, 'applies_to') ?? {}, 'prices') ?? [] }
}

/** A coupon takes its amount off the lines it applies to, from the first on, never below zero. */
function takeOff(lines: readonly Line[], { offMinor, priceIds }: Discount): void {
  let leftMinor = offMinor
  for (const line of lines) {
    if (priceIds.length > 0 && !priceIds.includes(line.priceId)) continue
    const takenMinor = Math.min(leftMinor, lineMinor(line) - line.discountMinor)
    line.discountMinor += takenMinor
    leftMinor -= takenMinor
  }
}

function readShipping(fields: JsonObject): Extra | null {
  const data = objectOf(objectOf(fields, 'shipping_options') ?? {}, 'shipping_rate_data')
  if (!data) return null
  return { name: textOf(data, 'display_name') ?? 'Shipping', amountMinor: requiredCents(data, 'amount') }
}
