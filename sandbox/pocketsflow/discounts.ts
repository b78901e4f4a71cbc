import { type JsonObject, json, Refusal, type Reply } from '../exchange'
import {
  given,
  invalid,
  optionalChoice,
  optionalFlag,
  optionalNumber,
  optionalText,
  optionalTexts,
  requireText,
} from '../fields'
import { newId } from '../ids'
import type { ApiCall, ApiRoute } from './api-route'
import { accountOf } from './books'
import type { Discount } from './model'
import { findDiscount } from './pricing'
import { nowIso, type World } from './world'

export const discountRoutes: readonly ApiRoute[] = [
  ['GET', '/discounts', (world, call) => json(200, listDiscounts(world, call.testMode))],
  ['GET', '/discounts/:id', (world, call) => json(200, getDiscount(world, call))],
  ['POST', '/discounts/validate', (world, call) => validate(world, call)],
  ['POST', '/discounts', (world, call) => json(201, createDiscount(world, call))],
  ['POST', '/discounts/:id', (world, call) => json(200, updateDiscount(world, call))],
  [
    'DELETE',
    '/discounts/:id',
    (world, call) => {
      world.books.discounts.remove(getDiscount(world, call)._id)
      return json(200, { message: 'Discount deleted successfully' })
    },
  ],
]

function listDiscounts(world: World, testMode: boolean): Discount[] {
  return world.books.discounts.all().filter((discount) => discount.testMode === testMode)
}

function getDiscount(world: World, { params, testMode }: ApiCall): Discount {
  const discount = world.books.discounts.get(params.id ?? '')
  if (!discount || discount.testMode !== testMode) throw notFound()
  return discount
}

function createDiscount(world: World, { fields, testMode }: ApiCall): Discount {
  const { code, mainProductIds, value, ...rest } = changesOf(fields)
  if (code === undefined || mainProductIds === undefined || value === undefined) {
    throw invalid('name, code, value and mainProductIds are required.')
  }
  refuseTakenCode(world, code, testMode, null)
  const discount: Discount = {
    _id: newId(world.now()),
    userId: accountOf(world.books, testMode).userId,
    name: requireText(fields, 'name'),
    code,
    value,
    valueType: rest.valueType ?? 'percentage',
    active: rest.active ?? true,
    mainProductIds,
    ...given({ expiration: rest.expiration }),
    used: 0,
    testMode,
    createdAt: nowIso(world),
  }
  refuseAbove100Percent(discount)
  return world.books.discounts.put(discount)
}

function updateDiscount(world: World, call: ApiCall): Discount {
  const discount = getDiscount(world, call)
  const changed = { ...discount, ...given(changesOf(call.fields)) }
  refuseAbove100Percent(changed)
  refuseTakenCode(world, changed.code, discount.testMode, discount._id)
  return world.books.discounts.put(changed)
}

function changesOf(fields: JsonObject) {
  const expiration = optionalText(fields, 'expiration')
  if (expiration !== undefined && Number.isNaN(Date.parse(expiration))) {
    throw invalid('expiration must be an ISO 8601 date.')
  }
  return {
    name: fields.name === undefined ? undefined : requireText(fields, 'name'),
    code: fields.code === undefined ? undefined : requireText(fields, 'code'),
    value: optionalNumber(fields, 'value'),
    valueType: optionalChoice(fields, 'valueType', ['percentage', 'fixed']),
    active: optionalFlag(fields, 'active'),
    mainProductIds: optionalTexts(fields, 'mainProductIds'),
    expiration,
  }
}

function refuseAbove100Percent({ valueType, value }: Discount): void {
  if (valueType === 'percentage' && value > 100) throw invalid('A percentage is at most 100.')
}

function refuseTakenCode(world: World, code: string, testMode: boolean, ownId: string | null): void {
  const taken = listDiscounts(world, testMode).some(
    (one) => one._id !== ownId && one.code.toLowerCase() === code.toLowerCase(),
  )
  if (taken) throw new Refusal(400, 'CODE_TAKEN', `The code “${code}” is taken.`)
}

/** The documentation shows no body for this answer; both likely forms can be switched. */
function validate(world: World, { fields, testMode }: ApiCall): Reply {
  const code = requireText(fields, 'code')
  const discount = findDiscount(world, code, optionalText(fields, 'productId') ?? null, testMode)
  if (world.switches.values.discount_validate === 'discount_or_404') {
    if (!discount) throw notFound()
    return json(200, discount)
  }
  if (!discount) return json(200, { valid: false, error: 'Discount code is not valid', code: 'INVALID_DISCOUNT' })
  return json(200, { valid: true, discount })
}

function notFound(): Refusal {
  return new Refusal(404, 'DISCOUNT_NOT_FOUND', 'Discount not found')
}
