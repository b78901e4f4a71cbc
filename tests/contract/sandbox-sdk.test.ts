import { Pocketsflow } from 'pocketsflow'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { failure, openSdkWorld, type SdkWorld } from './sdk-world'

const MISSING_ID = '0123456789abcdef01234567'
const URLS = { successUrl: 'http://shop.test/thank-you/t', cancelUrl: 'http://shop.test/checkout/cancelled' }

let world: SdkWorld

beforeAll(async () => {
  world = await openSdkWorld()
})
beforeEach(() => world.reset())
afterAll(() => world.stop())

describe('the catalogue', () => {
  it('keeps products with what the shop set on them', async () => {
    const created = await world.sdk.products.create({
      name: 'Pen',
      price: 29.99,
      payWant: false,
      showSales: false,
      showReviews: false,
      published: true,
    })
    expect(created).toMatchObject({ name: 'Pen', price: 29.99, currency: 'USD', testMode: true, published: true })
    expect(created._id).toMatch(/^[0-9a-f]{24}$/)
    expect(await world.sdk.products.get(created._id)).toMatchObject({ showSales: false, showReviews: false })
    expect(await world.sdk.products.update(created._id, { price: 31, published: false })).toMatchObject({ price: 31 })
    expect(await world.sdk.products.list()).toHaveLength(1)
    expect(await world.sdk.products.delete(created._id)).toHaveProperty('message')
    expect(await failure(world.sdk.products.get(created._id))).toMatchObject({ status: 404, code: 'PRODUCT_NOT_FOUND' })
  })

  it('keeps variants, discounts, upsells and offers', async () => {
    const product = await world.sdk.products.create({ name: 'Pen', price: 10 })
    const variant = await world.sdk.variants.create({ productId: product._id, name: 'Blue', price: 11 })
    expect(await world.sdk.variants.delete(variant._id)).toHaveProperty('message')

    const discount = await world.sdk.discounts.create({
      name: 'Ten',
      code: 'TEN',
      value: 10,
      mainProductIds: [product._id],
    })
    expect(await world.sdk.discounts.get(discount._id)).toMatchObject({
      valueType: 'percentage',
      active: true,
      used: 0,
    })
    expect(await world.sdk.discounts.update(discount._id, { value: 20 })).toMatchObject({ value: 20 })
    expect(await world.sdk.discounts.list()).toHaveLength(1)
    const asked = { body: { code: 'ten', productId: product._id } }
    expect(await world.sdk.request('POST', '/discounts/validate', asked)).toMatchObject({ valid: true })
    await world.sdk.discounts.delete(discount._id)
    expect(await world.sdk.request('POST', '/discounts/validate', asked)).toMatchObject({ valid: false })

    const upsell = await world.sdk.upsells.create({ mainProductIds: [], upsellProductId: product._id, upsellPrice: 5 })
    expect(await world.sdk.upsells.update(upsell._id, { upsellPrice: 4 })).toMatchObject({ upsellPrice: 4 })
    expect(await world.sdk.upsells.get(upsell._id)).toMatchObject({ upsellPrice: 4 })
    expect((await world.sdk.upsells.list()).upsells).toHaveLength(1)
    expect(await world.sdk.upsells.delete(upsell._id)).toHaveProperty('message')

    const offer = await world.sdk.subscriptionOffers.create({ name: 'Club', price: 5, frequency: 'monthly' })
    expect(await world.sdk.subscriptionOffers.get(offer._id)).toMatchObject({ frequency: 'monthly', testMode: true })
    expect(await world.sdk.subscriptionOffers.list()).toHaveLength(1)
  })

  it('answers for the account, reviews and buyer subscriptions', async () => {
    expect(await world.sdk.users.me()).toMatchObject({ currency: 'USD', testMode: true, hasSales: false })
    expect(await world.sdk.users.update({ currency: 'eur' })).toMatchObject({ currency: 'EUR' })
    const product = await world.sdk.products.create({ name: 'Pen', price: 1 })
    expect(product.currency).toBe('EUR')
    await world.control('POST', '/reviews', { productId: product._id, buyerEmail: 'a@shop.test', rating: 5 })
    expect(await world.sdk.reviews.list({ productId: product._id })).toHaveLength(1)
    expect(await world.sdk.subscriptions.list({})).toMatchObject({ subscriptions: [] })
    for (const call of [
      world.sdk.subscriptions.get('x'),
      world.sdk.subscriptions.cancel('x'),
      world.sdk.subscriptions.refund('x'),
    ]) {
      expect(await failure(call)).toMatchObject({ status: 404 })
    }
  })
})

describe('refusals', () => {
  it('refuses keys that are no keys', async () => {
    const stranger = new Pocketsflow({ apiKey: 'sk_test_x', baseUrl: world.sandbox.url })
    expect(await failure(stranger.products.list())).toMatchObject({ status: 401, code: 'INVALID_API_KEY' })
  })

  it('keeps test and live apart', async () => {
    const product = await world.sdk.products.create({ name: 'Pen', price: 1 })
    const live = new Pocketsflow({ apiKey: 'pk_live_contract', baseUrl: world.sandbox.url })
    expect(await live.products.list()).toEqual([])
    expect(await failure(live.products.get(product._id))).toMatchObject({ status: 404 })
  })

  it('opens no session for what cannot be sold or come back', async () => {
    const product = await world.sdk.products.create({ name: 'Pen', price: 1 })
    const create = (over: object) => failure(world.sdk.checkout.create({ productId: product._id, ...URLS, ...over }))
    expect(await create({ productId: MISSING_ID })).toMatchObject({ status: 404, code: 'PRODUCT_NOT_FOUND' })
    expect(await create({ successUrl: undefined })).toMatchObject({ status: 400, code: 'MISSING_URL' })
    expect(await create({ cancelUrl: 'javascript:alert(1)' })).toMatchObject({ status: 400, code: 'INVALID_URL' })
    await world.sdk.products.update(product._id, { published: false })
    expect(await create({})).toMatchObject({ status: 400, code: 'PRODUCT_NOT_AVAILABLE' })
  })
})

describe('orders', () => {
  it('shows a paid session as an order in major units, with its metadata', async () => {
    const { product, orderId } = await world.paidOrder()
    expect(await world.sdk.orders.get(orderId)).toMatchObject({
      productId: product._id,
      buyerEmail: 'a@shop.test',
      grossAmount: 64.99,
      amountBeforeTax: 64.99,
      taxAmount: 0,
      currency: 'USD',
      metadata: { external_order_id: '1043' },
      isRefunded: false,
    })
    expect(await world.sdk.customers.list({ email: 'A@shop.test' })).toMatchObject([
      { numberOfOrders: 1, totalSpent: 64.99 },
    ])
    const [customer] = await world.sdk.customers.list()
    expect(await world.sdk.customers.get(customer?._id ?? '')).toMatchObject({ buyerEmail: 'a@shop.test' })
    expect(await failure(world.sdk.orders.get(MISSING_ID))).toMatchObject({ status: 404 })
  })

  it('lists newest first, in pages, by date and product', async () => {
    const first = await world.paidOrder(1)
    const second = await world.paidOrder(2)
    await world.control('POST', `/orders/${first.orderId}`, { createdAt: '2026-01-01T00:00:00Z' })
    const listed = await world.sdk.orders.list({ pageSize: 1 })
    expect(listed.orders.map((order) => order._id)).toEqual([second.orderId])
    expect(listed.pagination).toEqual({ totalCount: 2, totalPages: 2, currentPage: 1, pageSize: 1, hasMore: true })
    const byProduct = await world.sdk.orders.list({ productId: first.product._id })
    expect(byProduct.orders.map((order) => order._id)).toEqual([first.orderId])
    const atThatInstant = { startDate: '2026-01-01T00:00:00.000Z', endDate: '2026-01-01T00:00:00.000Z' }
    expect((await world.sdk.orders.list(atThatInstant)).orders).toHaveLength(1)
  })

  it('answers in every documented shape', async () => {
    const { orderId } = await world.paidOrder()
    await world.change({
      order_get: 'wrapped',
      list_metadata: 'off',
      amount_offset_minor: -1,
      currency_override: 'eur',
    })
    expect(await world.sdk.orders.get(orderId)).toMatchObject({
      sale: { _id: orderId, grossAmount: 64.98, currency: 'EUR' },
    })
    expect((await world.sdk.orders.list()).orders[0]).not.toHaveProperty('metadata')
  })

  it('gives money back, never more than was paid', async () => {
    const { orderId } = await world.paidOrder()
    const part = await world.sdk.refunds.create({ orderId, amount: 20, reason: 'broken' })
    expect(part).toMatchObject({ amount: 20, status: 'completed', orderId })
    expect(await world.sdk.orders.get(orderId)).toMatchObject({ isRefunded: false })
    expect(await failure(world.sdk.refunds.create({ orderId, amount: 45 }))).toMatchObject({
      code: 'REFUND_EXCEEDS_ORDER',
    })
    expect(await world.sdk.refunds.create({ orderId })).toMatchObject({ amount: 44.99 })
    expect(await failure(world.sdk.refunds.create({ orderId }))).toMatchObject({
      status: 400,
      code: 'ALREADY_REFUNDED',
    })
    expect(await world.sdk.refunds.list()).toHaveLength(2)
    expect(await world.sdk.refunds.get(part._id)).toMatchObject({ reason: 'broken' })
    expect(await world.sdk.orders.get(orderId)).toMatchObject({ isRefunded: true })
  })

  it('flips a dispute without a word', async () => {
    const { orderId } = await world.paidOrder()
    await world.control('POST', `/orders/${orderId}/dispute`, {})
    expect(await world.sdk.orders.get(orderId)).toMatchObject({ isDisputed: true })
  })
})
