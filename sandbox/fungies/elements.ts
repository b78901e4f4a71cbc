import { randomUUID } from 'node:crypto'
import { isObject, type JsonObject, Refusal, type Reply } from '../exchange'
import { invalid, optionalText, optionalTexts } from '../fields'
import type { ApiCall, ApiRoute } from './api-route'
import { dashboardOf } from './dashboard'
import { success } from './envelope'
import type { Element } from './model'
import { offerOf } from './offers'
import type { World } from './world'

export const elementRoutes: readonly ApiRoute[] = [
  ['POST', '/v0/elements/checkout/create', (world, call) => make(world, call, 'documented', 'offersIds')],
  // The vendor's own tools use this path and this field.
  ['POST', '/v0/elements/create', (world, call) => make(world, call, 'short', 'offers')],
]

function make(world: World, call: ApiCall, path: 'documented' | 'short', offersField: string): Reply {
  if (world.switches.values.element_path !== path) throw new Refusal(404, 'NOT_FOUND', 'Not found')
  return success({ checkoutElement: elementView(world, create(world, call, offersField)) })
}

function create(world: World, { fields }: ApiCall, offersField: string): Element {
  const offerIds = optionalTexts(fields, offersField) ?? []
  const offers = offerIds.map((id) => offerOf(world, id))
  if (offers.length === 0) throw invalid(`${offersField} is required.`)
  if (offers.length > 1 && offers.some(({ recurringInterval }) => recurringInterval !== null)) {
    throw invalid('A subscription offer must be alone in an element.')
  }
  return world.books.elements.put({
    _id: randomUUID(),
    name: optionalText(fields, 'name') ?? 'Checkout',
    offerIds,
    customFields: customFieldsFrom(fields.customFields),
    lastDecline: null,
    createdAtMs: world.now(),
  })
}

function customFieldsFrom(list: unknown): Record<string, string> {
  if (list === undefined || list === null) return {}
  if (!Array.isArray(list)) throw invalid('customFields must be a list.')
  return Object.fromEntries(
    list.map((field: unknown) => {
      if (!isObject(field) || typeof field.id !== 'string') throw invalid('A custom field needs an id.')
      return [field.id, String(field.value ?? '')]
    }),
  )
}

/** Tells no address: a caller builds it from the store's. */
function elementView(world: World, element: Element): JsonObject {
  const { storePublished } = dashboardOf(world)
  const offers = element.offerIds.map((id) => offerOf(world, id))
  return {
    object: 'checkoutElement',
    id: element._id,
    name: element.name,
    status: storePublished ? 'ACTIVE' : 'DRAFT',
    subscriptionOffer: offers.find(({ recurringInterval }) => recurringInterval !== null)?._id ?? null,
    offers: offers.map(({ _id, externalId }) => ({ object: 'offer', id: _id, internalId: externalId })),
  }
}
