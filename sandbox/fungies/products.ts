import { randomUUID } from 'node:crypto'
import { Refusal } from '../exchange'
import { given, invalid, optionalText, requireText } from '../fields'
import type { ApiCall, ApiRoute } from './api-route'
import { success } from './envelope'
import { bracketed, newestFirst, pageOf } from './listing'
import { PRODUCT_TYPES, type Product, type ProductType } from './model'
import { offerView, productView } from './views'
import type { World } from './world'

export const productRoutes: readonly ApiRoute[] = [
  ['GET', '/v0/products/list', listProducts],
  ['POST', '/v0/products/create', (world, call) => success({ product: productView(world, create(world, call)) })],
  ['GET', '/v0/products/:id', (world, call) => success(withOffers(world, productOf(world, call.params.id)))],
  [
    'POST',
    '/v0/products/:id/duplicate',
    (world, { params }) => success({ product: productView(world, duplicate(world, productOf(world, params.id))) }),
  ],
  [
    'PATCH',
    '/v0/products/:id/update',
    (world, { params, fields }) => {
      const product = productOf(world, params.id)
      const name = optionalText(fields, 'name')
      const description = optionalText(fields, 'description')
      const changed = world.books.products.put({ ...product, ...given({ name, description }) })
      return success({ product: productView(world, changed) })
    },
  ],
  [
    'PATCH',
    '/v0/products/:id/archive',
    (world, { params }) => {
      const archived = world.books.products.put({ ...productOf(world, params.id), status: 'ARCHIVED' })
      return success({ product: productView(world, archived) })
    },
  ],
]

export function productOf({ books }: World, id: string | undefined): Product {
  const product = books.products.get(id ?? '')
  if (!product) throw new Refusal(404, 'NOT_FOUND', 'Product not found')
  return product
}

/** Its offers stay with the first. */
const duplicate = ({ books, now }: World, product: Product): Product =>
  books.products.put({ ...product, _id: randomUUID(), internalId: null, createdAtMs: now() })

function listProducts(world: World, call: ApiCall) {
  const types = bracketed(call, 'types')
  const statuses = [...bracketed(call, 'statuses'), ...(call.query.get('statuses')?.split(',') ?? [])]
  const term = call.query.get('termOrId')?.toLowerCase() ?? ''
  const found = newestFirst(world.books.products.all()).filter(
    ({ _id, name, type, status }) =>
      (types.length === 0 || types.includes(type)) &&
      (statuses.length === 0 || statuses.includes(status)) &&
      (_id === term || name.toLowerCase().includes(term)),
  )
  const { shown, counted } = pageOf(world, call, found)
  return success({ products: shown.map((product) => productView(world, product)), ...counted })
}

function create(world: World, { fields }: ApiCall): Product {
  return world.books.products.put({
    _id: randomUUID(),
    name: requireText(fields, 'name'),
    description: optionalText(fields, 'description') ?? null,
    type: typeFrom(optionalText(fields, 'type')),
    internalId: optionalText(fields, 'internalId') ?? null,
    status: 'OPEN',
    createdAtMs: world.now(),
  })
}

function typeFrom(text: string | undefined): ProductType {
  const type = PRODUCT_TYPES.find((known) => known === (text ?? 'OneTimePayment'))
  if (!type) throw invalid(`type must be one of ${PRODUCT_TYPES.join(', ')}.`)
  return type
}

function withOffers(world: World, product: Product) {
  const offers = world.books.offers.all().filter(({ productId }) => productId === product._id)
  return { product: productView(world, product), offers: offers.map((offer) => offerView(world, offer)) }
}
