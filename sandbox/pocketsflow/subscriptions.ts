import { type JsonObject, json, Refusal } from '../exchange'
import { given, invalid, optionalChoice, requireNumber, requireText } from '../fields'
import { newId } from '../ids'
import type { ApiCall, ApiRoute } from './api-route'
import { accountOf } from './books'
import type { Offer } from './model'
import { nowIso, type World } from './world'

/** Offers are kept and returned. The sandbox sells none, so no buyer has a subscription and the list of them is empty. */
export const subscriptionRoutes: readonly ApiRoute[] = [
  ['GET', '/subscriptions', (world, call) => json(200, listOffers(world, call.testMode))],
  ['GET', '/subscriptions/:id', (world, call) => json(200, getOffer(world, call))],
  ['POST', '/subscriptions', (world, call) => json(201, createOffer(world, call))],
  ['POST', '/orders/subscriptions', () => json(200, noSubscriptions())],
  ['GET', '/orders/subscriptions/:id', () => refuseUnknown()],
  ['POST', '/orders/subscriptions/cancel/:id', () => refuseUnknown()],
  ['POST', '/orders/subscriptions/refund/:id', () => refuseUnknown()],
]

function listOffers(world: World, testMode: boolean): Offer[] {
  return world.books.offers.all().filter((offer) => offer.testMode === testMode)
}

function getOffer(world: World, { params, testMode }: ApiCall): Offer {
  const offer = world.books.offers.get(params.id ?? '')
  if (!offer || offer.testMode !== testMode) throw new Refusal(404, 'SUBSCRIPTION_NOT_FOUND', 'Subscription not found')
  return offer
}

function createOffer(world: World, { fields, testMode }: ApiCall): Offer {
  const frequency = optionalChoice(fields, 'frequency', ['weekly', 'monthly', 'yearly'])
  if (frequency === undefined) throw invalid('frequency is required.')
  const account = accountOf(world.books, testMode)
  return world.books.offers.put({
    currency: account.currency,
    published: true,
    ...given(fields),
    _id: newId(world.now()),
    userId: account.userId,
    name: requireText(fields, 'name'),
    price: requireNumber(fields, 'price'),
    frequency,
    testMode,
    createdAt: nowIso(world),
    updatedAt: nowIso(world),
  })
}

function noSubscriptions(): JsonObject {
  const pagination = { totalCount: 0, totalPages: 0, currentPage: 1, pageSize: 20, hasMore: false }
  return { subscriptions: [], pagination }
}

function refuseUnknown(): never {
  throw new Refusal(404, 'SUBSCRIPTION_NOT_FOUND', 'Subscription not found')
}
