import { type JsonObject, json, Refusal } from '../exchange'
import { given, invalid, optionalChoice, requireNumber, requireText } from '../fields'
import { newId } from '../ids'
import type { ApiCall, ApiRoute } from './api-route'
import { accountOf } from './books'
import { cancel } from './memberships'
import type { Membership, Offer } from './model'
import { nowIso, type World } from './world'

/** Offers, and the subscriptions of buyers, which Pocketsflow keeps under /orders. */
export const subscriptionRoutes: readonly ApiRoute[] = [
  ['GET', '/subscriptions', (world, call) => json(200, listOffers(world, call.testMode))],
  ['GET', '/subscriptions/:id', (world, call) => json(200, getOffer(world, call))],
  ['POST', '/subscriptions', (world, call) => json(201, createOffer(world, call))],
  ['POST', '/orders/subscriptions', (world, call) => json(200, listMemberships(world, call))],
  [
    'GET',
    '/orders/subscriptions/:id',
    (world, call) => json(200, membershipView(world, getMembership(world, call, '_id'))),
  ],
  [
    'POST',
    '/orders/subscriptions/cancel/:id',
    async (world, call) => {
      const membership = getMembership(world, call, 'stripeSubscriptionId')
      if (membership.status === 'canceled') throw new Refusal(400, 'ALREADY_CANCELED', 'Subscription is canceled.')
      await cancel(world, membership)
      return json(200, { message: 'Subscription canceled' })
    },
  ],
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

function getMembership(world: World, { params, testMode }: ApiCall, key: '_id' | 'stripeSubscriptionId'): Membership {
  const found = world.books.memberships.find((one) => one[key] === params.id && one.testMode === testMode)
  return found ?? refuseUnknown()
}

function listMemberships(world: World, { fields, testMode }: ApiCall): JsonObject {
  const page = numberOf(fields.page, 1)
  const pageSize = Math.min(numberOf(fields.pageSize, 20), world.switches.values.page_size_cap)
  const found = world.books.memberships.all().filter((one) => one.testMode === testMode)
  const rows = found.reverse()
  const shown = rows.slice((page - 1) * pageSize, page * pageSize)
  const totalPages = Math.ceil(rows.length / pageSize)
  return {
    subscriptions: shown.map((membership) => membershipView(world, membership)),
    pagination: { totalCount: rows.length, totalPages, currentPage: page, pageSize, hasMore: page < totalPages },
  }
}

const numberOf = (value: unknown, fallback: number) =>
  typeof value === 'number' && Number.isInteger(value) && value > 0 ? value : fallback

function membershipView(world: World, membership: Membership): JsonObject {
  const { values } = world.switches
  const { status, currentPeriodStart, currentPeriodEnd } = membership
  return {
    _id: membership._id,
    userId: membership.userId,
    customerId: membership.customerId,
    productId: membership.offerId,
    stripeSubscriptionId: membership.stripeSubscriptionId,
    status: status === 'trialing' ? values.trial_status : status,
    ...(values.subscription_periods === 'on' ? { currentPeriodStart, currentPeriodEnd } : {}),
    cancelAtPeriodEnd: membership.cancelAtPeriodEnd,
    buyerEmail: membership.buyerEmail,
    ...(values.subscription_metadata === 'on' ? { metadata: membership.metadata } : {}),
    testMode: membership.testMode,
    createdAt: membership.createdAt,
  }
}

function refuseUnknown(): never {
  throw new Refusal(404, 'SUBSCRIPTION_NOT_FOUND', 'Subscription not found')
}
