import { type JsonObject, json } from '../exchange'
import type { ApiCall, ApiRoute } from './api-route'
import { notFound, unprocessable } from './errors'
import { centsOf, flagOf, objectOf, requiredCents, requiredText, textOf } from './fields'
import type { Price, Product, Recurring } from './model'
import { idOf, moment, type World } from './world'

const DEFAULT_LIMIT = 10
const MAX_LIMIT = 100

/** Products and prices. The amount of a price never changes; another amount is another price. */
export const catalogueRoutes: readonly ApiRoute[] = [
  [
    'POST',
    '/products',
    'product',
    (world, call) => json(200, { product: productView(world, createProduct(world, call)) }),
  ],
  [
    'GET',
    '/products',
    null,
    (world, call) => json(200, { products: listProducts(world, call).map((one) => productView(world, one)) }),
  ],
  ['GET', '/products/:id', null, (world, call) => json(200, { product: productView(world, getProduct(world, call)) })],
  [
    'PATCH',
    '/products/:id',
    'product',
    (world, call) =>
      json(200, { product: productView(world, changeProduct(world, getProduct(world, call), call.fields)) }),
  ],
  ['POST', '/prices', 'price', (world, call) => json(200, { price: priceView(world, createPrice(world, call)) })],
  ['GET', '/prices/:id', null, (world, call) => json(200, { price: priceView(world, getPrice(world, call)) })],
  ['POST', '/prices/:id', 'price', (world, call) => json(200, { price: priceView(world, changePrice(world, call)) })],
]

/** The page size that a list was asked for. */
export function limitOf(query: URLSearchParams, fallback: number = DEFAULT_LIMIT): number {
  const limit = Number(query.get('limit') ?? fallback)
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT)
    throw unprocessable('invalid', `limit must be from 1 to ${MAX_LIMIT}.`)
  return limit
}

export function productView(world: World, product: Product): JsonObject {
  return {
    [world.switches.values.product_id_key]: product._id,
    name: product.name,
    description: product.description,
    url: product.url,
    active: product.active,
    hsa_fsa_eligibility: product.eligibility,
    client_reference_id: product.clientReferenceId,
    metadata: product.metadata,
    test_mode: product.testMode,
    created_at: moment(world, product.createdAtMs),
  }
}

export function recurringOf(fields: JsonObject): Recurring | null {
  const recurring = objectOf(fields, 'recurring')
  if (!recurring) return null
  return {
    interval: requiredText(recurring, 'interval'),
    intervalCount: centsOf(recurring, 'interval_count') || 1,
  }
}

export function changeProduct(world: World, product: Product, fields: JsonObject): Product {
  return world.books.products.put({
    ...product,
    name: textOf(fields, 'name') ?? product.name,
    description: textOf(fields, 'description') ?? product.description,
    active: flagOf(fields, 'active') ?? product.active,
    eligibility: textOf(fields, 'hsa_fsa_eligibility') ?? product.eligibility,
  })
}

function createProduct(world: World, { fields, testMode }: ApiCall): Product {
  return world.books.products.put({
    _id: idOf(world, 'fprod'),
    testMode,
    createdAtMs: world.now(),
    name: requiredText(fields, 'name'),
    description: textOf(fields, 'description'),
    url: textOf(fields, 'url'),
    active: flagOf(fields, 'active') ?? true,
    eligibility: textOf(fields, 'hsa_fsa_eligibility') ?? 'not_eligible',
    clientReferenceId: textOf(fields, 'client_reference_id'),
    metadata: objectOf(fields, 'metadata') ?? {},
  })
}

function getProduct(world: World, { params, testMode }: ApiCall): Product {
  const product = world.books.products.get(params.id ?? '')
  if (product?.testMode !== testMode) throw notFound()
  return product
}

function listProducts(world: World, { query, testMode }: ApiCall): Product[] {
  const mine = world.books.products.all().filter((one) => one.testMode === testMode)
  const after = query.get('starting_after')
  const from = after === null ? 0 : mine.findIndex(({ _id }) => _id === after) + 1
  return mine.slice(from, from + limitOf(query))
}

function createPrice(world: World, { fields, testMode }: ApiCall): Price {
  const product = world.books.products.get(requiredText(fields, 'product'))
  if (product?.testMode !== testMode) throw unprocessable('product_not_found', 'There is no such product in this mode.')
  return world.books.prices.put({
    _id: idOf(world, 'fprice'),
    testMode,
    createdAtMs: world.now(),
    productId: product._id,
    unitMinor: requiredCents(fields, 'unit_amount'),
    description: textOf(fields, 'description'),
    active: flagOf(fields, 'active') ?? true,
    recurring: recurringOf(fields),
  })
}

function getPrice(world: World, { params, testMode }: ApiCall): Price {
  const price = world.books.prices.get(params.id ?? '')
  if (price?.testMode !== testMode) throw notFound()
  return price
}

function changePrice(world: World, call: ApiCall): Price {
  const price = getPrice(world, call)
  const amount = centsOf(call.fields, 'unit_amount')
  if (amount !== null && amount !== price.unitMinor)
    throw unprocessable('immutable', 'The amount of a price cannot be changed.')
  return world.books.prices.put({
    ...price,
    active: flagOf(call.fields, 'active') ?? price.active,
    description: textOf(call.fields, 'description') ?? price.description,
  })
}

function priceView(world: World, price: Price): JsonObject {
  const { recurring } = price
  return {
    price_id: price._id,
    product: price.productId,
    unit_amount: price.unitMinor,
    description: price.description,
    active: price.active,
    recurring: recurring && { interval: recurring.interval, interval_count: recurring.intervalCount },
    test_mode: price.testMode,
    created_at: moment(world, price.createdAtMs),
  }
}
