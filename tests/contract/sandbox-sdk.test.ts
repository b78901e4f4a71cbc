import { createHmac } from 'node:crypto'
import { Pocketsflow, PocketsflowError } from 'pocketsflow'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type RunningSandbox, startSandbox } from '@/sandbox/server'
import { type Listener, startListener } from './sandbox-listener'

const MISSING_ID = '0123456789abcdef01234567'
const URLS = { successUrl: 'http://shop.test/thank-you/t', cancelUrl: 'http://shop.test/checkout/cancelled' }

let sandbox: RunningSandbox
let listener: Listener
let sdk: Pocketsflow

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, dataDir: null })
  listener = await startListener()
  sdk = new Pocketsflow({ apiKey: 'pk_test_contract', baseUrl: sandbox.url })
})

afterAll(async () => {
  await sandbox.stop()
  listener.stop()
})

beforeEach(async () => {
  await control('POST', '/reset', { all: true })
  listener.received.length = 0
})

async function control(method: string, path: string, body?: unknown) {
  const response = await fetch(`${sandbox.url}/_sandbox${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return { status: response.status, body: await response.json() }
}

const change = (switches: Record<string, unknown>) => control('PATCH', '/switches', switches)

async function sessionFor(price = 64.99, metadata: Record<string, string> = { external_order_id: '1043', nonce: 'n' }) {
  const product = await sdk.products.create({ name: 'Pocketshop order 1043', price })
  const session = await sdk.checkout.create({ productId: product._id, ...URLS, customerEmail: 'a@shop.test', metadata })
  return { product, session }
}

async function paidOrder(price = 64.99) {
  const { product, session } = await sessionFor(price)
  const paid = await control('POST', `/sessions/${session.id}/pay`, {})
  return { product, session, orderId: paid.body.order._id as string }
}

async function failure(call: Promise<unknown>): Promise<PocketsflowError> {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof PocketsflowError)) throw new Error('the call should have failed')
  return error
}

describe('the catalogue', () => {
  it('keeps products with what the shop set on them', async () => {
    const created = await sdk.products.create({
      name: 'Pen',
      price: 29.99,
      payWant: false,
      showSales: false,
      showReviews: false,
      published: true,
    })
    expect(created).toMatchObject({ name: 'Pen', price: 29.99, currency: 'USD', testMode: true, published: true })
    expect(created._id).toMatch(/^[0-9a-f]{24}$/)
    expect(await sdk.products.get(created._id)).toMatchObject({ showSales: false, showReviews: false })
    expect(await sdk.products.update(created._id, { price: 31, published: false })).toMatchObject({ price: 31 })
    expect(await sdk.products.list()).toHaveLength(1)
    expect(await sdk.products.delete(created._id)).toHaveProperty('message')
    expect(await failure(sdk.products.get(created._id))).toMatchObject({ status: 404, code: 'PRODUCT_NOT_FOUND' })
  })

  it('keeps variants, discounts, upsells and offers', async () => {
    const product = await sdk.products.create({ name: 'Pen', price: 10 })
    const variant = await sdk.variants.create({ productId: product._id, name: 'Blue', price: 11 })
    expect(await sdk.variants.delete(variant._id)).toHaveProperty('message')

    const discount = await sdk.discounts.create({ name: 'Ten', code: 'TEN', value: 10, mainProductIds: [product._id] })
    expect(await sdk.discounts.get(discount._id)).toMatchObject({ valueType: 'percentage', active: true, used: 0 })
    expect(await sdk.discounts.update(discount._id, { value: 20 })).toMatchObject({ value: 20 })
    expect(await sdk.discounts.list()).toHaveLength(1)
    const asked = { body: { code: 'ten', productId: product._id } }
    expect(await sdk.request('POST', '/discounts/validate', asked)).toMatchObject({ valid: true })
    await sdk.discounts.delete(discount._id)
    expect(await sdk.request('POST', '/discounts/validate', asked)).toMatchObject({ valid: false })

    const upsell = await sdk.upsells.create({ mainProductIds: [], upsellProductId: product._id, upsellPrice: 5 })
    expect(await sdk.upsells.update(upsell._id, { upsellPrice: 4 })).toMatchObject({ upsellPrice: 4 })
    expect(await sdk.upsells.get(upsell._id)).toMatchObject({ upsellPrice: 4 })
    expect((await sdk.upsells.list()).upsells).toHaveLength(1)
    expect(await sdk.upsells.delete(upsell._id)).toHaveProperty('message')

    const offer = await sdk.subscriptionOffers.create({ name: 'Club', price: 5, frequency: 'monthly' })
    expect(await sdk.subscriptionOffers.get(offer._id)).toMatchObject({ frequency: 'monthly', testMode: true })
    expect(await sdk.subscriptionOffers.list()).toHaveLength(1)
  })

  it('answers for the account, reviews and buyer subscriptions', async () => {
    expect(await sdk.users.me()).toMatchObject({ currency: 'USD', testMode: true, hasSales: false })
    expect(await sdk.users.update({ currency: 'eur' })).toMatchObject({ currency: 'EUR' })
    const product = await sdk.products.create({ name: 'Pen', price: 1 })
    expect(product.currency).toBe('EUR')
    await control('POST', '/reviews', { productId: product._id, buyerEmail: 'a@shop.test', rating: 5 })
    expect(await sdk.reviews.list({ productId: product._id })).toHaveLength(1)
    expect(await sdk.subscriptions.list({})).toMatchObject({ subscriptions: [] })
    for (const call of [sdk.subscriptions.get('x'), sdk.subscriptions.cancel('x'), sdk.subscriptions.refund('x')]) {
      expect(await failure(call)).toMatchObject({ status: 404 })
    }
  })
})

describe('refusals', () => {
  it('refuses keys that are no keys', async () => {
    const stranger = new Pocketsflow({ apiKey: 'sk_test_x', baseUrl: sandbox.url })
    expect(await failure(stranger.products.list())).toMatchObject({ status: 401, code: 'INVALID_API_KEY' })
  })

  it('keeps test and live apart', async () => {
    const product = await sdk.products.create({ name: 'Pen', price: 1 })
    const live = new Pocketsflow({ apiKey: 'pk_live_contract', baseUrl: sandbox.url })
    expect(await live.products.list()).toEqual([])
    expect(await failure(live.products.get(product._id))).toMatchObject({ status: 404 })
  })

  it('opens no session for what cannot be sold or come back', async () => {
    const product = await sdk.products.create({ name: 'Pen', price: 1 })
    const create = (over: object) => failure(sdk.checkout.create({ productId: product._id, ...URLS, ...over }))
    expect(await create({ productId: MISSING_ID })).toMatchObject({ status: 404, code: 'PRODUCT_NOT_FOUND' })
    expect(await create({ successUrl: undefined })).toMatchObject({ status: 400, code: 'MISSING_URL' })
    expect(await create({ cancelUrl: 'javascript:alert(1)' })).toMatchObject({ status: 400, code: 'INVALID_URL' })
    await sdk.products.update(product._id, { published: false })
    expect(await create({})).toMatchObject({ status: 400, code: 'PRODUCT_NOT_AVAILABLE' })
  })
})

describe('orders', () => {
  it('shows a paid session as an order in major units, with its metadata', async () => {
    const { product, orderId } = await paidOrder()
    expect(await sdk.orders.get(orderId)).toMatchObject({
      productId: product._id,
      buyerEmail: 'a@shop.test',
      grossAmount: 64.99,
      amountBeforeTax: 64.99,
      taxAmount: 0,
      currency: 'USD',
      metadata: { external_order_id: '1043' },
      isRefunded: false,
    })
    expect(await sdk.customers.list({ email: 'A@shop.test' })).toMatchObject([{ numberOfOrders: 1, totalSpent: 64.99 }])
    const [customer] = await sdk.customers.list()
    expect(await sdk.customers.get(customer?._id ?? '')).toMatchObject({ buyerEmail: 'a@shop.test' })
    expect(await failure(sdk.orders.get(MISSING_ID))).toMatchObject({ status: 404 })
  })

  it('lists newest first, in pages, by date and product', async () => {
    const first = await paidOrder(1)
    const second = await paidOrder(2)
    await control('POST', `/orders/${first.orderId}`, { createdAt: '2026-01-01T00:00:00Z' })
    const listed = await sdk.orders.list({ pageSize: 1 })
    expect(listed.orders.map((order) => order._id)).toEqual([second.orderId])
    expect(listed.pagination).toEqual({ totalCount: 2, totalPages: 2, currentPage: 1, pageSize: 1, hasMore: true })
    const byProduct = await sdk.orders.list({ productId: first.product._id })
    expect(byProduct.orders.map((order) => order._id)).toEqual([first.orderId])
    const atThatInstant = { startDate: '2026-01-01T00:00:00.000Z', endDate: '2026-01-01T00:00:00.000Z' }
    expect((await sdk.orders.list(atThatInstant)).orders).toHaveLength(1)
  })

  it('answers in every documented shape', async () => {
    const { orderId } = await paidOrder()
    await change({ order_get: 'wrapped', list_metadata: 'off', amount_offset_minor: -1, currency_override: 'eur' })
    expect(await sdk.orders.get(orderId)).toMatchObject({ sale: { _id: orderId, grossAmount: 64.98, currency: 'EUR' } })
    expect((await sdk.orders.list()).orders[0]).not.toHaveProperty('metadata')
  })

  it('gives money back, never more than was paid', async () => {
    const { orderId } = await paidOrder()
    const part = await sdk.refunds.create({ orderId, amount: 20, reason: 'broken' })
    expect(part).toMatchObject({ amount: 20, status: 'completed', orderId })
    expect(await sdk.orders.get(orderId)).toMatchObject({ isRefunded: false })
    expect(await failure(sdk.refunds.create({ orderId, amount: 45 }))).toMatchObject({ code: 'REFUND_EXCEEDS_ORDER' })
    expect(await sdk.refunds.create({ orderId })).toMatchObject({ amount: 44.99 })
    expect(await failure(sdk.refunds.create({ orderId }))).toMatchObject({ status: 400, code: 'ALREADY_REFUNDED' })
    expect(await sdk.refunds.list()).toHaveLength(2)
    expect(await sdk.refunds.get(part._id)).toMatchObject({ reason: 'broken' })
    expect(await sdk.orders.get(orderId)).toMatchObject({ isRefunded: true })
  })

  it('flips a dispute without a word', async () => {
    const { orderId } = await paidOrder()
    await control('POST', `/orders/${orderId}/dispute`, {})
    expect(await sdk.orders.get(orderId)).toMatchObject({ isDisputed: true })
  })
})

describe('webhooks', () => {
  it('are registered, changed, tested and deleted; the secret is shown once', async () => {
    const made = await sdk.webhooks.create({ url: listener.url, events: ['order.completed'], description: 'shop' })
    expect(made.secret).toMatch(/^whsec_/)
    expect(await sdk.webhooks.get(made._id)).not.toHaveProperty('secret')
    expect(await sdk.webhooks.update(made._id, { active: false })).toMatchObject({ active: false })
    expect(await sdk.webhooks.list()).toHaveLength(1)
    expect((await sdk.webhooks.test(made._id)).message).toContain('answered 200')
    expect(await sdk.webhooks.delete(made._id)).toHaveProperty('message')
    const unknown = sdk.request('POST', '/webhooks', { body: { url: listener.url, events: ['order.created'] } })
    expect(await failure(unknown)).toMatchObject({ code: 'UNKNOWN_EVENT' })
  })

  it('arrive once, signed over their raw bytes', async () => {
    const { secret, _id } = await sdk.webhooks.create({ url: listener.url, events: ['order.completed'] })
    const { orderId, product } = await paidOrder()
    await listener.arrived(1)
    const [delivery] = listener.received
    expect(delivery?.headers['x-pocketsflow-event']).toBe('order.completed')
    expect(delivery?.headers['x-pocketsflow-timestamp']).toMatch(/^\d{13}$/)
    expect(delivery?.headers['x-pocketsflow-signature']).toBe(hexMac(secret, delivery?.body ?? ''))
    expect(JSON.parse(delivery?.body ?? '')).toEqual({
      webhookId: _id,
      event: 'order.completed',
      product: { id: product._id, variantId: null },
      order: { id: orderId },
      currency: 'usd',
      customer: { email: 'a@shop.test', firstName: '', lastName: '' },
      tax: { amount: 0, rate: 0, ToCountry: 'US', ToZip: null, ToState: null, percentage: 0, vatNumber: null },
      amount: 64.99,
      amountBeforeTax: 64.99,
      metadata: { external_order_id: '1043', nonce: 'n' },
    })
  })

  it('come in form B in minor units, with the tax of the country', async () => {
    await sdk.webhooks.create({ url: listener.url, events: ['order.completed'] })
    await change({ payload_form: 'B', tax: 'added', tax_percent: 10 })
    const { orderId } = await paidOrder(15)
    await listener.arrived(1)
    expect(JSON.parse(listener.received[0]?.body ?? '')).toMatchObject({
      order: { id: orderId, amount: 1650, currency: 'usd' },
      customer: { email: 'a@shop.test' },
    })
    expect(await sdk.orders.get(orderId)).toMatchObject({ grossAmount: 16.5, taxAmount: 1.5 })
  })

  it('can be lost, doubled, forged and sent again', async () => {
    const { secret } = await sdk.webhooks.create({ url: listener.url, events: ['order.completed', 'order.refunded'] })
    await change({ webhook_drop: 1 })
    const { orderId } = await paidOrder()
    expect((await control('GET', '/switches')).body.values.webhook_drop).toBe('none')
    expect(listener.received).toHaveLength(0)

    await change({ webhook_copies: 3, webhook_forge: 'wrong_secret', webhook_timing: 'before_redirect' })
    await paidOrder()
    const macs = listener.received.map(
      ({ headers, body }) => headers['x-pocketsflow-signature'] === hexMac(secret, body),
    )
    expect(macs).toEqual([false, true, true, true])

    const again = await control('POST', `/orders/${orderId}/deliver`, { times: 2, overrides: { amount: 1 } })
    expect(again.body.deliveries).toMatchObject([{ status: 200 }, { status: 200 }])
    expect(JSON.parse(listener.received.at(-1)?.body ?? '')).toMatchObject({ amount: 1, order: { id: orderId } })
    await control('POST', `/orders/${orderId}/deliver`, { forged: 'unsigned' })
    expect(listener.received.at(-1)?.headers).not.toHaveProperty('x-pocketsflow-signature')
  })

  it('go out after the redirect, and out of order', async () => {
    await sdk.webhooks.create({ url: listener.url, events: ['order.completed'] })
    await change({ webhook_timing: 'after_redirect', webhook_reorder: 'on' })
    const first = await paidOrder()
    const second = await paidOrder()
    await listener.arrived(2)
    const ids = listener.received.map(({ body }) => JSON.parse(body).order.id)
    expect(ids).toEqual([second.orderId, first.orderId])
  })

  it('are cut off and not repeated when the endpoint is slow', async () => {
    const slow = await startListener({ status: 200, delayMs: 1000 })
    await sdk.webhooks.create({ url: slow.url, events: ['order.completed'] })
    await change({ webhook_timeout_ms: 100, webhook_timing: 'before_redirect' })
    await paidOrder()
    const { entries } = (await control('GET', '/log')).body
    expect(entries.filter((one: { path: string }) => one.path === slow.url)).toMatchObject([
      { status: null, note: expect.stringContaining('cut off') },
    ])
    slow.stop()
  })

  it('tell of refunds with and without the refund object', async () => {
    await sdk.webhooks.create({ url: listener.url, events: ['order.refunded'] })
    const { orderId } = await paidOrder()
    await sdk.refunds.create({ orderId, amount: 4.99 })
    await listener.arrived(1)
    expect(JSON.parse(listener.received[0]?.body ?? '')).toMatchObject({
      refund: { amount: 4.99, status: 'succeeded' },
    })
    await change({ refund_form: 'order_shape' })
    await control('POST', `/orders/${orderId}/refund`, {})
    await listener.arrived(2)
    expect(JSON.parse(listener.received[1]?.body ?? '')).not.toHaveProperty('refund')
  })
})

function hexMac(secret: string, body: string): string {
  return createHmac('sha256', secret).update(body).digest('hex')
}
