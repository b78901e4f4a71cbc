import { type JsonObject, json, Refusal } from '../exchange'
import { given, invalid, optionalFlag, optionalNumber, optionalText, optionalTexts } from '../fields'
import { newId } from '../ids'
import type { ApiCall, ApiRoute } from './api-route'
import { accountOf } from './books'
import type { Upsell } from './model'
import { getProduct } from './products'
import { nowIso, type World } from './world'

const TEXTS = [
  'name',
  'offer',
  'upsellDescription',
  'primaryButtonText',
  'secondaryButtonText',
  'upsellProductId',
] as const

/** Upsells are kept and returned; the hosted page never offers them, as their effect is documented nowhere. */
export const upsellRoutes: readonly ApiRoute[] = [
  ['GET', '/upsells', (world, call) => json(200, { upsells: listUpsells(world, call.testMode), salesWithUpsells: [] })],
  ['GET', '/upsells/:id', (world, call) => json(200, getUpsell(world, call))],
  ['POST', '/upsells', (world, call) => json(201, createUpsell(world, call))],
  ['POST', '/upsells/:id', (world, call) => json(200, updateUpsell(world, call))],
  [
    'DELETE',
    '/upsells/:id',
    (world, call) => {
      world.books.upsells.remove(getUpsell(world, call)._id)
      return json(200, { message: 'Upsell deleted successfully' })
    },
  ],
]

function listUpsells(world: World, testMode: boolean): Upsell[] {
  return world.books.upsells.all().filter((upsell) => upsell.testMode === testMode)
}

function getUpsell(world: World, { params, testMode }: ApiCall): Upsell {
  const upsell = world.books.upsells.get(params.id ?? '')
  if (!upsell || upsell.testMode !== testMode) throw new Refusal(404, 'UPSELL_NOT_FOUND', 'Upsell not found')
  return upsell
}

function createUpsell(world: World, { fields, testMode }: ApiCall): Upsell {
  const changes = changesOf(fields)
  const { upsellProductId, mainProductIds, upsellPrice } = changes
  if (typeof upsellProductId !== 'string' || mainProductIds === undefined || upsellPrice === undefined) {
    throw invalid('mainProductIds, upsellProductId and upsellPrice are required.')
  }
  getProduct(world, upsellProductId, testMode)
  return world.books.upsells.put({
    _id: newId(world.now()),
    userId: accountOf(world.books, testMode).userId,
    name: 'Upsell',
    active: true,
    ...changes,
    testMode,
    createdAt: nowIso(world),
  })
}

function updateUpsell(world: World, call: ApiCall): Upsell {
  return world.books.upsells.put({ ...getUpsell(world, call), ...changesOf(call.fields) })
}

function changesOf(fields: JsonObject): JsonObject & { active?: boolean } {
  const values: JsonObject = {
    mainProductIds: optionalTexts(fields, 'mainProductIds'),
    upsellPrice: optionalNumber(fields, 'upsellPrice'),
    active: optionalFlag(fields, 'active'),
  }
  for (const name of TEXTS) values[name] = optionalText(fields, name)
  return given(values)
}
