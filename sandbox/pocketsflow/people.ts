import { type JsonObject, json, Refusal, type Reply } from '../exchange'
import { given, invalid, optionalText, requireText } from '../fields'
import { newId } from '../ids'
import { toMajor } from '../money'
import { announce } from './announce'
import type { ApiCall, ApiRoute } from './api-route'
import { accountOf } from './books'
import type { Account, Customer, Review } from './model'
import { getProduct } from './products'
import { nowIso, type World } from './world'

const SORTABLE = ['buyerEmail', 'country', 'numberOfOrders', 'createdAt'] as const
const DEFAULT_LIMIT = 100

/** Customers, reviews and the merchant's own account. */
export const peopleRoutes: readonly ApiRoute[] = [
  ['GET', '/customers', (world, call) => json(200, listCustomers(world, call))],
  ['GET', '/customers/:id', (world, call) => getCustomer(world, call)],
  ['GET', '/reviews', (world, call) => json(200, listReviews(world, call))],
  ['GET', '/users/me', (world, call) => json(200, accountView(world, call.testMode))],
  ['POST', '/users/update', (world, call) => updateAccount(world, call)],
]

/** A buyer's review; only the control side can write one, as the API has no call for it. */
export function addReview(world: World, fields: JsonObject, testMode: boolean): Review {
  const product = getProduct(world, requireText(fields, 'productId'), testMode)
  const rating = Number(fields.rating)
  if (!Number.isInteger(rating) || rating < 1 || rating > 5) throw invalid('rating must be a whole number from 1 to 5.')
  const review = world.books.reviews.put({
    _id: newId(world.now()),
    productId: product._id,
    userId: product.userId,
    buyerEmail: requireText(fields, 'buyerEmail'),
    rating,
    ...given({ review: optionalText(fields, 'review') }),
    testMode,
    createdAt: nowIso(world),
  })
  const event = 'review.created'
  void announce(world, {
    event,
    testMode,
    body: { event, review: { id: review._id, rating }, product: { id: product._id } },
  })
  return review
}

function listCustomers(world: World, { query, testMode }: ApiCall): JsonObject[] {
  const email = query.get('email')?.toLowerCase()
  const productId = query.get('productId')
  const found = world.books.customers.all().filter((customer) => {
    if (customer.testMode !== testMode) return false
    if (email !== undefined && customer.buyerEmail.toLowerCase() !== email) return false
    return productId === null || customer.productIds.includes(productId)
  })
  const offset = countFrom(query, 'offset', 0)
  const limit = countFrom(query, 'limit', DEFAULT_LIMIT)
  return sorted(found, query)
    .slice(offset, offset + limit)
    .map(customerView)
}

function sorted(customers: Customer[], query: URLSearchParams): Customer[] {
  const wanted = query.get('sortBy') === 'email' ? 'buyerEmail' : query.get('sortBy')
  const key = SORTABLE.find((one) => one === wanted) ?? 'createdAt'
  const direction = query.get('sortOrder') === 'asc' ? 1 : -1
  return customers.sort((a, b) => (a[key] < b[key] ? -direction : a[key] > b[key] ? direction : 0))
}

function countFrom(query: URLSearchParams, name: string, fallback: number): number {
  const text = query.get(name)
  if (text === null) return fallback
  if (!/^\d{1,9}$/.test(text)) throw invalid(`${name} must be a whole number.`)
  return Number(text)
}

function getCustomer(world: World, { params, testMode }: ApiCall): Reply {
  const customer = world.books.customers.get(params.id ?? '')
  if (customer?.testMode !== testMode) throw new Refusal(404, 'CUSTOMER_NOT_FOUND', 'Customer not found')
  return json(200, customerView(customer))
}

function customerView(customer: Customer): JsonObject {
  const { totalSpentMinor, currency, productIds: _productIds, ...shown } = customer
  return { ...shown, totalSpent: toMajor(totalSpentMinor, currency) }
}

function listReviews(world: World, { query, testMode }: ApiCall): Review[] {
  const productId = query.get('productId')
  return world.books.reviews
    .all()
    .filter((review) => review.testMode === testMode && (productId === null || review.productId === productId))
}

function accountView(world: World, testMode: boolean): JsonObject {
  const account = accountOf(world.books, testMode)
  const has = (list: { testMode: boolean }[]) => list.some((one) => one.testMode === testMode)
  return {
    ...account,
    hasSales: has(world.books.orders.all()),
    createdFirstProduct: has(world.books.products.all()),
  }
}

function updateAccount(world: World, { fields, testMode }: ApiCall): Reply {
  const currency = optionalText(fields, 'currency')
  if (currency !== undefined && !/^[A-Za-z]{3}$/.test(currency)) throw invalid('currency must be three letters.')
  const account: Account = {
    ...accountOf(world.books, testMode),
    ...given({
      firstName: optionalText(fields, 'firstName'),
      lastName: optionalText(fields, 'lastName'),
      currency: currency?.toUpperCase(),
      country: optionalText(fields, 'country'),
      subdomain: optionalText(fields, 'subdomain'),
      contactEmail: optionalText(fields, 'contactEmail'),
    }),
  }
  world.books.accounts.put(account)
  return json(200, accountView(world, testMode))
}
