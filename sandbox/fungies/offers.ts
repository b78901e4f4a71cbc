import { randomUUID } from 'node:crypto'
import { type JsonObject, Refusal } from '../exchange'
import { given, invalid, optionalChoice, optionalFlag, optionalNumber, optionalText, requireText } from '../fields'
import { mergePatch } from '../merge'
import { toMinor } from '../money'
import type { ApiCall, ApiRoute } from './api-route'
import { dashboardOf } from './dashboard'
import { success } from './envelope'
import { newestFirst, pageOf } from './listing'
import type { Interval, Offer } from './model'
import { productOf } from './products'
import { offerView } from './views'
import type { World } from './world'

const INTERVALS = ['day', 'week', 'month', 'year'] as const satisfies readonly Interval[]

export const offerRoutes: readonly ApiRoute[] = [
  ['GET', '/v0/offers/list', listOffers],
  ['POST', '/v0/offers/create', (world, call) => success({ offer: offerView(world, create(world, call)) })],
  ['GET', '/v0/offers/:id', (world, call) => success({ offer: wholeOffer(world, offerOf(world, call.params.id)) })],
  ['PATCH', '/v0/offers/:id/update', (world, call) => success({ offer: offerView(world, update(world, call)) })],
  [
    'PATCH',
    '/v0/offers/:id/archive',
    (world, call) => {
      const archived = world.books.offers.put({ ...offerOf(world, call.params.id), status: 'ARCHIVED' })
      return success({ offer: offerView(world, archived) })
    },
  ],
]

export function offerOf({ books }: World, id: string | undefined): Offer {
  const offer = books.offers.get(id ?? '')
  if (!offer) throw new Refusal(404, 'NOT_FOUND', 'Offer not found')
  return offer
}

/** Only the answer for one offer names its product. */
const wholeOffer = (world: World, offer: Offer) =>
  mergePatch({ ...offerView(world, offer), productId: offer.productId }, world.switches.values.offer_overrides)

/** The list ignores product types, and its rows have neither name nor description nor product. */
function listOffers(world: World, call: ApiCall) {
  const product = call.query.get('product')
  const term = call.query.get('termOrId')
  const found = newestFirst(world.books.offers.all()).filter(
    (offer) =>
      (product === null || offer.productId === product) &&
      (term === null || offer._id === term || (offer.name ?? '').includes(term)),
  )
  const { shown, counted } = pageOf(world, call, found)
  return success({
    offers: shown.map((offer) => ({ ...offerView(world, offer), name: null, description: null })),
    ...counted,
  })
}

function create(world: World, { fields }: ApiCall): Offer {
  const product = productOf(world, requireText(fields, 'productId'))
  if (product.status === 'ARCHIVED') throw new Refusal(422, 'PRODUCT_ARCHIVED', 'This product is archived.')
  const currency = (optionalText(fields, 'currency') ?? dashboardOf(world).currency).toUpperCase()
  const price = fields.freeProduct === true ? 0 : optionalNumber(fields, 'price')
  if (price === undefined) throw invalid('price is required.')
  return world.books.offers.put({
    _id: randomUUID(),
    productId: product._id,
    currency,
    priceMinor: readPrice(world, price, currency),
    soldItems: 0,
    status: world.switches.values.offer_status,
    createdAtMs: world.now(),
    ...termsFrom(world, fields, currency),
  })
}

function termsFrom(world: World, fields: JsonObject, currency: string) {
  const originalPrice = optionalNumber(fields, 'originalPrice')
  return {
    name: optionalText(fields, 'name') ?? null,
    description: optionalText(fields, 'description') ?? null,
    originalPriceMinor: originalPrice === undefined ? null : readPrice(world, originalPrice, currency),
    limit: optionalNumber(fields, 'limit') ?? null,
    externalId: optionalText(fields, 'externalId') ?? null,
    recurringInterval: optionalChoice(fields, 'recurringInterval', INTERVALS) ?? null,
    recurringIntervalCount: optionalNumber(fields, 'recurringIntervalCount') ?? null,
    trialInterval: optionalChoice(fields, 'trialInterval', INTERVALS) ?? null,
    trialIntervalCount: optionalNumber(fields, 'trialIntervalCount') ?? null,
    mutableQuantity: optionalFlag(fields, 'mutableQuantity') ?? false,
    taxBehavior: optionalText(fields, 'taxBehavior') ?? null,
  }
}

function update(world: World, { params, fields }: ApiCall): Offer {
  const offer = offerOf(world, params.id)
  const price = optionalNumber(fields, 'price')
  const changes = given({
    name: optionalText(fields, 'name'),
    description: optionalText(fields, 'description'),
    limit: optionalNumber(fields, 'limit'),
    externalId: optionalText(fields, 'externalId'),
    priceMinor: price === undefined ? undefined : readPrice(world, price, offer.currency),
  })
  return world.books.offers.put({ ...offer, ...changes })
}

/** The sources disagree about the unit in which a price is written; reading, it is always minor units. */
function readPrice(world: World, price: number, currency: string): number {
  return world.switches.values.offer_price_unit === 'decimal' ? toMinor(price, currency) : Math.round(price)
}
