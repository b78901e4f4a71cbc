import { type JsonObject, json, Refusal } from '../exchange'
import {
  given,
  invalid,
  optionalChoice,
  optionalFlag,
  optionalNumber,
  optionalText,
  optionalTexts,
  requireNumber,
  requireText,
} from '../fields'
import { newId } from '../ids'
import { announce } from './announce'
import type { ApiRoute } from './api-route'
import { accountOf } from './books'
import type { Product } from './model'
import { nowIso, type World } from './world'

const TEXTS = [
  'description',
  'subtitle',
  'slug',
  'thumbnail',
  'ctaText',
  'refundPolicy',
  'callbackUrl',
  'thankYouText',
  'checkoutText',
] as const
const FLAGS = ['payWant', 'showSales', 'showReviews', 'hasFirstName', 'hasLastName', 'active', 'published'] as const
const NUMBERS = ['minPrice', 'maxPrice'] as const
const MOST_AT_ONCE = 5_000

export const productRoutes: readonly ApiRoute[] = [
  [
    'GET',
    '/products',
    (world, call) =>
      json(
        200,
        world.books.products
          .all()
          .filter((one) => one.testMode === call.testMode)
          .reverse(),
      ),
  ],
  ['GET', '/products/:id', (world, call) => json(200, getProduct(world, call.params.id, call.testMode))],
  ['POST', '/products', (world, call) => json(201, withIdKey(world, createProduct(world, call.fields, call.testMode)))],
  [
    'POST',
    '/products/update/:id',
    (world, call) => json(200, updateProduct(world, getProduct(world, call.params.id, call.testMode), call.fields)),
  ],
  [
    'DELETE',
    '/products/:id',
    (world, call) => {
      deleteProduct(world, getProduct(world, call.params.id, call.testMode))
      return json(200, { message: 'Product deleted successfully' })
    },
  ],
  ['POST', '/products/variants', (world, call) => json(201, createVariant(world, call.fields, call.testMode))],
  ['DELETE', '/products/variants/:id', (world, call) => deleteVariant(world, call.params.id ?? '', call.testMode)],
]

export function getProduct(world: World, id: string | undefined, testMode: boolean): Product {
  const product = world.books.products.get(id ?? '')
  if (!product || product.testMode !== testMode) throw new Refusal(404, 'PRODUCT_NOT_FOUND', 'Product not found')
  return product
}

export function updateProduct(world: World, product: Product, fields: JsonObject): Product {
  const name = fields.name === undefined ? product.name : requireText(fields, 'name')
  const price = optionalNumber(fields, 'price') ?? product.price
  const currency = currencyOf(fields) ?? product.currency
  const changed = world.books.products.put({
    ...product,
    ...sharedFields(fields),
    name,
    price,
    currency,
    updatedAt: nowIso(world),
  })
  announceProduct(world, 'product.updated', changed)
  return changed
}

export function deleteProduct(world: World, product: Product): void {
  world.books.products.remove(product._id)
  announceProduct(world, 'product.deleted', product)
}

/** A whole catalogue at once: `count` products like the given one, numbered, and nobody is told. */
export function fillCatalogue(world: World, fields: JsonObject): Product[] {
  const count = optionalNumber(fields, 'count') ?? 1
  if (!Number.isInteger(count) || count < 1 || count > MOST_AT_ONCE) {
    throw invalid(`count must be a whole number from 1 to ${MOST_AT_ONCE}.`)
  }
  const name = requireText(fields, 'name')
  const testMode = fields.testMode !== false
  return Array.from({ length: count }, (_, index) =>
    addProduct(world, { ...fields, name: count === 1 ? name : `${name} ${index + 1}` }, testMode),
  )
}

function createProduct(world: World, fields: JsonObject, testMode: boolean): Product {
  const product = addProduct(world, fields, testMode)
  announceProduct(world, 'product.created', product)
  return product
}

function addProduct(world: World, fields: JsonObject, testMode: boolean): Product {
  const account = accountOf(world.books, testMode)
  const product: Product = {
    _id: newId(world.now()),
    userId: account.userId,
    name: requireText(fields, 'name'),
    price: requireNumber(fields, 'price'),
    currency: currencyOf(fields) ?? account.currency,
    type: optionalChoice(fields, 'type', ['one-time', 'subscription']) ?? 'one-time',
    active: true,
    published: true,
    payWant: false,
    showSales: true,
    showReviews: true,
    ...sharedFields(fields),
    testMode,
    createdAt: nowIso(world),
    updatedAt: nowIso(world),
  }
  return world.books.products.put(product)
}

function sharedFields(fields: JsonObject): JsonObject {
  const values: JsonObject = {
    images: optionalTexts(fields, 'images'),
    billingInterval: optionalChoice(fields, 'billingInterval', ['month', 'year']),
  }
  for (const name of TEXTS) values[name] = optionalText(fields, name)
  for (const name of FLAGS) values[name] = optionalFlag(fields, name)
  for (const name of NUMBERS) values[name] = optionalNumber(fields, name)
  return given(values)
}

function currencyOf(fields: JsonObject): string | undefined {
  const currency = optionalText(fields, 'currency')
  if (currency !== undefined && !/^[A-Za-z]{3}$/.test(currency)) throw invalid('currency must be three letters.')
  return currency?.toUpperCase()
}

function withIdKey(world: World, product: Product): JsonObject {
  if (world.switches.values.product_id_key === '_id') return product
  const { _id, ...rest } = product
  return { id: _id, ...rest }
}

function createVariant(world: World, fields: JsonObject, testMode: boolean): JsonObject {
  const product = getProduct(world, requireText(fields, 'productId'), testMode)
  return world.books.variants.put({
    _id: newId(world.now()),
    productId: product._id,
    name: requireText(fields, 'name'),
    price: requireNumber(fields, 'price'),
    ...given({ description: optionalText(fields, 'description') }),
    active: true,
    testMode,
    createdAt: nowIso(world),
    updatedAt: nowIso(world),
  })
}

function deleteVariant(world: World, id: string, testMode: boolean) {
  if (world.books.variants.get(id)?.testMode !== testMode)
    throw new Refusal(404, 'VARIANT_NOT_FOUND', 'Variant not found')
  world.books.variants.remove(id)
  return json(200, { message: 'Variant deleted successfully' })
}

function announceProduct(world: World, event: string, product: Product): void {
  const body = {
    event,
    product: { id: product._id, name: product.name, price: product.price, currency: product.currency.toLowerCase() },
  }
  void announce(world, { event, testMode: product.testMode, body })
}
