import type { JsonObject } from '../exchange'
import { mergePatch } from '../merge'
import { toMajor } from '../money'
import type { Order } from './model'
import type { World } from './world'

/** An order as the API shows it: decimals in major units. */
export function orderView(world: World, order: Order, withMetadata: boolean): JsonObject {
  const { values } = world.switches
  const { amounts, currency } = statedMoney(world, order, 'api')
  const major = (minor: number) => toMajor(minor, currency)
  const product = world.books.products.get(order.productId)
  const view = {
    _id: order._id,
    userId: order.userId,
    productId: order.productId,
    buyerEmail: order.buyerEmail,
    grossAmount: major(values.order_gross === 'with_tax' ? amounts.totalMinor : amounts.beforeTaxMinor),
    netAmount: major(amounts.beforeTaxMinor - order.feeMinor),
    taxAmount: major(order.taxMinor),
    stripeFee: major(order.feeMinor),
    ...(values.order_before_tax === 'on' ? { amountBeforeTax: major(amounts.beforeTaxMinor) } : {}),
    currency: currency.toUpperCase(),
    country: order.country,
    isRefunded: order.isRefunded,
    isDisputed: order.isDisputed,
    isSubscription: order.membershipId !== undefined,
    testMode: order.testMode,
    ...(product ? { product } : {}),
    customer: { _id: order.customerId, buyerEmail: order.buyerEmail },
    ...(withMetadata ? { metadata: order.metadata } : {}),
    createdAt: order.createdAt,
  }
  return mergePatch(view, values.order_overrides)
}

/** The money of an order as it is told in one place, with the wrong amount or currency that is switched on for it. */
export function statedMoney(world: World, order: Order, place: 'api' | 'webhook') {
  const { amount_offset_minor: offset, currency_override: override, wrong_in: where } = world.switches.values
  const isWrongHere = where === 'both' || where === place
  const offsetMinor = isWrongHere ? offset : 0
  return {
    amounts: { beforeTaxMinor: order.beforeTaxMinor + offsetMinor, totalMinor: order.totalMinor + offsetMinor },
    currency: isWrongHere && override !== '' ? override.toUpperCase() : order.currency,
  }
}
