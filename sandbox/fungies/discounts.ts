import { randomUUID } from 'node:crypto'
import type { JsonObject } from '../exchange'
import {
  optionalChoice,
  optionalFlag,
  optionalNumber,
  optionalText,
  optionalTexts,
  requireNumber,
  requireText,
} from '../fields'
import type { ApiCall, ApiRoute } from './api-route'
import { success } from './envelope'
import type { Discount } from './model'
import type { World } from './world'

export const discountRoutes: readonly ApiRoute[] = [
  ['POST', '/v0/discounts/create', (world, call) => success({ discount: discountView(create(world, call)) })],
]

function create(world: World, { fields }: ApiCall): Discount {
  const type = optionalChoice(fields, 'type', ['code', 'coupon', 'sale']) ?? 'code'
  return world.books.discounts.put({
    _id: randomUUID(),
    // The tools say `coupon`, the answer says `code`.
    type: type === 'sale' ? 'sale' : 'code',
    name: requireText(fields, 'name'),
    amount: requireNumber(fields, 'amount'),
    amountType: optionalChoice(fields, 'amountType', ['fixed', 'percentage']) ?? 'percentage',
    discountCode: optionalText(fields, 'discountCode') ?? null,
    validFromSeconds: optionalNumber(fields, 'validFrom') ?? null,
    validUntilSeconds: optionalNumber(fields, 'validUntil') ?? null,
    purchaseLimit: optionalNumber(fields, 'purchaseLimit') ?? null,
    includedOffers: optionalTexts(fields, 'includedOffers') ?? [],
    includesAllOffers: optionalFlag(fields, 'includesAllOffers') ?? false,
    currency: optionalText(fields, 'currency') ?? null,
    status: optionalChoice(fields, 'status', ['active', 'inactive']) ?? 'active',
    used: 0,
    createdAtMs: world.now(),
  })
}

/** A code that lowers the price of these offers, or null. */
export function findDiscount(world: World, code: string, offerIds: readonly string[]): Discount | null {
  const nowSeconds = world.now() / 1000
  const wanted = code.trim().toLowerCase()
  const found = world.books.discounts.find(
    (one) =>
      one.status === 'active' &&
      one.discountCode?.toLowerCase() === wanted &&
      (one.validFromSeconds ?? 0) <= nowSeconds &&
      (one.validUntilSeconds ?? Number.POSITIVE_INFINITY) > nowSeconds &&
      one.used < (one.purchaseLimit ?? Number.POSITIVE_INFINITY) &&
      (one.includesAllOffers || offerIds.some((id) => one.includedOffers.includes(id))),
  )
  return found ?? null
}

function discountView({ _id, amount, ...discount }: Discount): JsonObject {
  return {
    object: 'discount',
    id: _id,
    type: discount.type,
    name: discount.name,
    amount: String(amount),
    amountType: discount.amountType,
    discountCode: discount.discountCode,
    validFrom: discount.validFromSeconds,
    validUntil: discount.validUntilSeconds,
    purchaseLimit: discount.purchaseLimit,
    includedOffers: discount.includedOffers,
    includesAllOffers: discount.includesAllOffers,
    currency: discount.currency,
    status: discount.status,
  }
}
