import { afterEach, describe, expect, it } from 'vitest'
import type { CheckoutRequest } from '@/lib/payments/contract/checkout'
import { createPocketsflowGateway } from '@/lib/payments/pocketsflow/gateway'
import { startTestServer, type TestServer } from './test-server'

let server: TestServer | undefined
afterEach(async () => {
  await server?.stop()
  server = undefined
})

/** A provider that gives fixed answers by method and path, and 404 to all else. */
async function provider(answers: Record<string, unknown>) {
  server = await startTestServer((request, response) => {
    const body = answers[`${request.method} ${request.url}`]
    response.writeHead(body === undefined ? 404 : 200).end(JSON.stringify(body))
  })
  return createPocketsflowGateway({ apiKey: 'pk_test_unit', apiUrl: server.url.origin, webhookSecrets: [] })
}

const product = {
  _id: '66aa01',
  name: 'Pen',
  price: 64.99,
  currency: 'USD',
  active: true,
  published: true,
  testMode: true,
}
const { currency: _currency, ...withoutCurrency } = product
const me = { currency: 'eur' }

const notNoted = {
  orderProductMade: async () => undefined,
  planOfferMade: async () => undefined,
  lineProductMade: async () => undefined,
}

describe('a product', () => {
  it.each([
    [
      'as the SDK types it',
      {},
      { priceMinor: 6499, currency: 'USD', mode: 'test', sale: 'one_time', state: 'on_sale' },
    ],
    ['of the other mode', { testMode: false }, { mode: 'live' }],
    ['that says no mode', { testMode: undefined }, { mode: 'test' }],
    ['not published', { published: false }, { state: 'hidden' }],
    ['not active', { active: false }, { state: 'archived' }],
    ['at a price of the buyer’s choice', { payWant: true }, { sale: 'buyer_sets_price' }],
    ['that is a subscription', { type: 'subscription' }, { sale: 'subscription' }],
    ['with a price in text', { price: '64.99' }, { priceMinor: 6499 }],
    ['with a price between two cents', { price: 64.995 }, { priceMinor: null }],
    ['without a price', { price: null }, { priceMinor: null }],
  ])('%s', async (_, over, expected) => {
    const gateway = await provider({ 'GET /products/66aa01': { ...product, ...over } })
    expect(await gateway.catalogue.readEntry('66aa01')).toMatchObject({ ok: true, value: expected })
  })

  it('that tells no currency is in the account’s', async () => {
    const gateway = await provider({ 'GET /products/66aa01': withoutCurrency, 'GET /users/me': me })
    expect(await gateway.catalogue.readEntry('66aa01')).toMatchObject({
      value: { priceMinor: 6499, currency: 'EUR' },
    })
  })

  it('whose currency nobody tells is not read', async () => {
    const gateway = await provider({ 'GET /products/66aa01': withoutCurrency, 'GET /users/me': {} })
    expect(await gateway.catalogue.readEntry('66aa01')).toMatchObject({ ok: false, error: { code: 'unreadable' } })
  })

  it('of an unknown form does not hide the others of a list', async () => {
    const gateway = await provider({ 'GET /products': [product, { odd: true }, withoutCurrency], 'GET /users/me': me })
    const entries = [{ currency: 'USD' }, { currency: 'EUR' }]
    const listed = { ok: true, value: { entries, unreadableCount: 1, totalCount: 3, next: null } }
    expect(await gateway.catalogue.listPage(null)).toMatchObject(listed)
    expect(server?.seen).toEqual(['GET /products', 'GET /users/me'])
  })
})

describe('an order’s product that comes back otherwise is not sold', () => {
  const request: CheckoutRequest = {
    orderNumber: '1043',
    attempt: 1,
    nonce: 'n0nce',
    expectedMinor: 6499,
    currency: 'USD',
    customerEmail: 'a@shop.test',
    successUrl: 'http://shop.test/thank-you/t',
    cancelUrl: 'http://shop.test/checkout/cancelled',
    product: { kind: 'order', name: 'Pocketshop order 1043', existingProductId: null },
    lines: [],
    discountCode: null,
  }

  it.each([
    ['another price', { price: 64 }, 'price_mismatch', /\$64\.00 \(USD\).*\$64\.99 \(USD\)/],
    ['another currency', { currency: 'EUR' }, 'price_mismatch', /€64\.99 \(EUR\)/],
    ['no price', { price: null }, 'price_mismatch', /cannot be read/],
    ['the other mode', { testMode: false }, 'price_mismatch', /live product/],
    ['not published', { published: false }, 'price_mismatch', /not on sale/],
  ])('%s', async (_, over, code, words) => {
    const gateway = await provider({
      'POST /products': { id: '66aa01' },
      'GET /products/66aa01': { ...product, ...over },
      'POST /checkout/sessions': { id: 'cs_1', url: 'https://store.pocketsflow.com/checkout/cs_1' },
    })
    const answer = await gateway.createCheckout(request, notNoted)
    expect(answer).toEqual({ ok: false, error: { code, detail: expect.stringMatching(words) } })
    expect(server?.seen).toEqual(['POST /products', 'GET /products/66aa01'])
  })

  it('and one that cannot be read back neither', async () => {
    const gateway = await provider({ 'POST /products': { _id: '66aa01' } })
    const answer = await gateway.createCheckout(request, notNoted)
    expect(answer).toMatchObject({ error: { code: 'not_found', detail: expect.stringContaining('1043') } })
  })

  it('an answer without an id leaves open whether the product was made', async () => {
    const gateway = await provider({ 'POST /products': { message: 'created' } })
    const answer = await gateway.createCheckout(request, notNoted)
    expect(answer).toMatchObject({ error: { code: 'unreadable', ambiguous: true } })
  })
})

describe('a discount that is only said to be valid', () => {
  const priced = { providerProductId: '66aa01', priceMinor: 6499, currency: 'USD' }
  const ten = { _id: 'd1', code: 'Ten', value: 10, valueType: 'percentage', active: true, mainProductIds: ['66aa01'] }
  const valid = { 'POST /discounts/validate': { valid: true } }

  it('is looked up among the account’s', async () => {
    const gateway = await provider({ ...valid, 'GET /discounts': [{ odd: 1, code: 7 }, ten] })
    expect(await gateway.discounts.check('TEN', priced)).toEqual({ ok: true, value: { valid: true, totalMinor: 5849 } })
  })

  it.each([
    ['for other products', [{ ...ten, mainProductIds: ['66ff'] }]],
    ['switched off', [{ ...ten, active: false }]],
    ['of more than everything', [{ ...ten, value: 101 }]],
    ['of less than nothing', [{ ...ten, value: -5 }]],
    ['of no number', [{ ...ten, value: 'much' }]],
    ['that is not listed', []],
  ])('and is one %s takes nothing off', async (_, listed) => {
    const gateway = await provider({ ...valid, 'GET /discounts': listed })
    expect(await gateway.discounts.check('TEN', priced)).toMatchObject({ ok: true, value: { valid: false } })
  })
})

it('a key that is not Pocketsflow’s is refused at once', () => {
  const config = { apiUrl: 'http://localhost:1', webhookSecrets: [] }
  expect(() => createPocketsflowGateway({ ...config, apiKey: 'sk_live_x' })).toThrow('pk_test_')
})
