import { isObject, type JsonObject, json, Refusal } from '../exchange'
import { invalid, isEmail, isWebUrl, optionalText, requireText } from '../fields'
import { newSecret } from '../ids'
import type { ApiRoute } from './api-route'
import type { Product, Session } from './model'
import { getProduct } from './products'
import { findSellable } from './sellable'
import { nowIso, type World } from './world'

export const sessionRoutes: readonly ApiRoute[] = [
  [
    'POST',
    '/checkout/sessions',
    (world, call) => {
      const session = createSession(world, call.fields, call.testMode)
      return json(201, { id: session._id, url: urlShown(world, session._id) })
    },
  ],
]

export function getSession(world: World, id: string | undefined): Session {
  const session = world.books.sessions.get(id ?? '')
  if (!session) throw new Refusal(404, 'SESSION_NOT_FOUND', 'Checkout session not found')
  return session
}

/** Whether the product can be bought now; unpublished and deleted ones cannot. */
export function isForSale(world: World, product: Product | undefined): product is Product {
  if (!product?.active) return false
  return product.published || world.switches.values.unpublished_products === 'sold'
}

function createSession(world: World, fields: JsonObject, testMode: boolean): Session {
  const product = sellableProduct(world, requireText(fields, 'productId'), testMode)
  const customerEmail = optionalText(fields, 'customerEmail') ?? null
  if (customerEmail !== null && !isEmail(customerEmail)) throw invalid('customerEmail must be an e-mail address.')
  const metadata = fields.metadata ?? {}
  if (!isObject(metadata)) throw invalid('metadata must be an object.')

  return world.books.sessions.put({
    _id: newSecret('cs_'),
    testMode,
    productId: product._id,
    priceAtSession: product.price,
    successUrl: returnUrl(world, fields, 'successUrl'),
    cancelUrl: returnUrl(world, fields, 'cancelUrl'),
    customerEmail,
    discountCode: optionalText(fields, 'discountCode') ?? null,
    metadata,
    clientReferenceId: optionalText(fields, 'clientReferenceId') ?? null,
    state: 'open',
    orderIds: [],
    createdAt: nowIso(world),
    draft: {},
    lastDecline: null,
  })
}

function sellableProduct(world: World, id: string, testMode: boolean): Product {
  const sellable = findSellable(world, id)
  const product = sellable?.testMode === testMode ? sellable : getProduct(world, id, testMode)
  if (!isForSale(world, product)) throw new Refusal(400, 'PRODUCT_NOT_AVAILABLE', 'This product is not available.')
  return product
}

function returnUrl(world: World, fields: JsonObject, name: 'successUrl' | 'cancelUrl'): string | null {
  const url = optionalText(fields, name)
  if (url === undefined) {
    if (world.switches.values.missing_urls_400 === 'on') throw new Refusal(400, 'MISSING_URL', `${name} is required.`)
    return null
  }
  if (!isWebUrl(url)) throw new Refusal(400, 'INVALID_URL', `${name} must be an absolute http(s) URL.`)
  return url
}

function urlShown(world: World, sessionId: string): string {
  const path = `/checkout/${sessionId}`
  const urls = {
    normal: `${world.origin()}${path}`,
    http_other_host: `http://pocketsflow-lookalike.example${path}`,
    javascript: `javascript:void('${sessionId}')`,
    relative: path,
  }
  return urls[world.switches.values.checkout_url]
}
