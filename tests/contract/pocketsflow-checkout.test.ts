import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { CheckoutRequest } from '@/lib/payments/contract/checkout'
import { openPocketsflowWorld, type PocketsflowWorld } from './pocketsflow-world'
import { granted, notNoted, orderRequest } from './provider-world'

let world: PocketsflowWorld
beforeAll(async () => {
  world = await openPocketsflowWorld()
})
afterAll(() => world.stop())
beforeEach(() => world.reset())

const checkout = (over: Partial<CheckoutRequest> = {}, timeoutMs = 5_000) =>
  world.gatewayWith({ timeoutMs }).createCheckout(orderRequest(over), notNoted)
const withExisting = (existingProductId: string | null) =>
  checkout({ product: { kind: 'order', name: 'Pocketshop order 1043', existingProductId } })
const products = () => world.sdk.products.list()
const sessions = async () =>
  ((await world.control('GET', '/sessions')) as { sessions: Record<string, unknown>[] }).sessions

describe('a session', () => {
  it('carries our addresses, our references in both channels and the shopper’s e-mail', async () => {
    const request = orderRequest({ attempt: 2, discountCode: 'TEN' })
    granted(await world.gateway.createCheckout(request, notNoted))
    expect(await sessions()).toMatchObject([
      {
        successUrl: request.successUrl,
        cancelUrl: request.cancelUrl,
        customerEmail: 'ada@shop.test',
        discountCode: 'TEN',
        metadata: { external_order_id: '1043', attempt: '2', nonce: request.nonce },
        clientReferenceId: '1043',
      },
    ])
  })

  it('for a mapped product takes one call', async () => {
    const { _id } = await world.sdk.products.create({ name: 'Mapped', price: 64.99 })
    const before = (await world.calls()).length
    const opened = granted(await checkout({ product: { kind: 'mapped', providerProductId: _id } }))
    expect(opened.providerProductId).toBe(_id)
    expect((await world.calls()).slice(before)).toEqual(['POST /checkout/sessions'])
  })

  it.each(['ffffffffffffffffffffffff', '66aa'])('for the unknown product %s is refused as not found', async (id) => {
    const answer = await checkout({ product: { kind: 'mapped', providerProductId: id } })
    expect(answer).toMatchObject({ error: { code: 'not_found' } })
  })

  it.each(['http_other_host', 'javascript', 'relative'])('with a %s address sends nobody on', async (checkout_url) => {
    await world.switches({ checkout_url })
    const answer = await checkout()
    expect(answer).toMatchObject({ error: { code: 'unsafe_url' } })
    expect(JSON.stringify(answer)).not.toContain('lookalike')
  })
})

describe('the product that carries an order', () => {
  it('is neutral, at a fixed price, with sales and reviews hidden', async () => {
    granted(await checkout())
    expect(await world.sdk.products.list()).toMatchObject([
      {
        name: 'Pocketshop order 1043',
        price: 64.99,
        currency: 'USD',
        published: true,
        payWant: false,
        showSales: false,
        showReviews: false,
      },
    ])
  })

  it.each(['_id', 'id'])('may call its id %s', async (product_id_key) => {
    await world.switches({ product_id_key })
    granted(await checkout())
  })

  it.each([
    ['JPY', 1650, 1650],
    ['KWD', 1234, 1.234],
    ['EUR', 7, 0.07],
  ])('carries %s %d as %d', async (currency, expectedMinor, price) => {
    granted(await checkout({ currency, expectedMinor }))
    expect(await world.sdk.products.list()).toMatchObject([{ currency, price }])
  })

  it('is noted before anything else can fail', async () => {
    await world.switches({ api_fault: '503', api_fault_scope: 'GET /products' })
    const made: string[] = []
    const answer = await world.gateway.createCheckout(orderRequest(), {
      ...notNoted,
      orderProductMade: async (id) => void made.push(id),
      planOfferMade: async () => undefined,
    })
    expect(answer).toMatchObject({ error: { code: 'provider_error' } })
    await world.fault('none')
    expect(made).toEqual([(await products())[0]?._id])
    expect(await sessions()).toEqual([])
  })

  it('may be left behind by a lost answer: the failure says so and it is not made again', async () => {
    await world.switches({ api_fault: 'reset', api_fault_when: 'after_doing', api_fault_scope: 'POST /products' })
    expect(await checkout()).toMatchObject({ error: { code: 'unreachable', ambiguous: true } })
    expect(await products()).toHaveLength(1)
  })

  it('is used again for the same order', async () => {
    const first = granted(await checkout())
    const second = granted(await withExisting(first.providerProductId))
    expect(second.providerProductId).toBe(first.providerProductId)
    expect(second.sessionId).not.toBe(first.sessionId)
    expect(await products()).toHaveLength(1)
  })

  it('is made anew when it is gone or off sale', async () => {
    const first = granted(await checkout())
    granted(await world.gateway.orderProducts.unpublish(String(first.providerProductId)))
    const second = granted(await withExisting(first.providerProductId))
    granted(await world.gateway.orderProducts.remove(String(second.providerProductId)))
    const third = granted(await withExisting(second.providerProductId))
    expect(new Set([first, second, third].map((one) => one.providerProductId)).size).toBe(3)
  })

  it.each([{ price: 60 }, { currency: 'EUR' }])('is made anew when it was changed there: %j', async (change) => {
    const first = granted(await checkout())
    await world.control('POST', `/products/${first.providerProductId}`, change)
    const second = granted(await withExisting(first.providerProductId))
    expect(second.providerProductId).not.toBe(first.providerProductId)
  })
})

describe('the deadline', () => {
  it('covers all calls of a checkout together', async () => {
    await world.switches({ api_latency_ms: 200 })
    const startedAt = performance.now()
    expect(await checkout({}, 500)).toMatchObject({ error: { code: 'timeout' } })
    expect(performance.now() - startedAt).toBeLessThan(900)
    granted(await checkout({}, 3_000))
  })
})

describe('a burst of 5xx', () => {
  it('P18: is survived by a read once, and never by making a session twice', async () => {
    const { _id } = await world.sdk.products.create({ name: 'Mapped', price: 64.99 })
    await world.switches({ api_fault: '503', api_fault_scope: 'GET /products', api_fault_count: 1 })
    expect(granted(await world.gateway.catalogue.readEntry(_id))).toMatchObject({ priceMinor: 6499 })
    await world.switches({ api_fault: '503', api_fault_scope: 'POST /checkout', api_fault_count: 1 })
    const answer = await checkout({ product: { kind: 'mapped', providerProductId: _id } })
    expect(answer).toMatchObject({ error: { code: 'provider_error', ambiguous: true } })
    expect(await sessions()).toEqual([])
  })

  it.each([
    ['seconds', 2_000],
    ['huge', 60_000],
    ['none', undefined],
  ])('429 with Retry-After in %s waits %j ms', async (retry_after, retryAfterMs) => {
    await world.switches({ api_fault: '429', retry_after })
    const answer = await checkout()
    expect(answer).toMatchObject({ error: { code: 'rate_limited' } })
    expect('error' in answer && answer.error.retryAfterMs).toBe(retryAfterMs)
  })

  it('429 with Retry-After as a date waits until then', async () => {
    await world.switches({ api_fault: '429', retry_after: 'date' })
    const answer = await checkout()
    const waitMs = 'error' in answer ? (answer.error.retryAfterMs ?? -1) : -1
    expect(waitMs).toBeGreaterThanOrEqual(0)
    expect(waitMs).toBeLessThanOrEqual(60_000)
  })
})

describe('a discount code', () => {
  const discounted = async (over: { value: number; valueType: 'percentage' | 'fixed' }) => {
    const { _id } = await world.sdk.products.create({ name: 'Mapped', price: 64.99 })
    await world.sdk.discounts.create({ name: 'Ten', code: 'TEN', mainProductIds: [_id], ...over })
    return { providerProductId: _id, priceMinor: 6499, currency: 'USD' }
  }

  it.each([
    ['flag', 'percentage', 15, 5524],
    ['flag', 'fixed', 5, 5999],
    ['discount_or_404', 'percentage', 15, 5524],
    ['discount_or_404', 'fixed', 100, 0],
  ] as const)('told by %s: %s %d leaves %d', async (discount_validate, valueType, value, totalMinor) => {
    await world.switches({ discount_validate })
    const product = await discounted({ value, valueType })
    expect(granted(await world.gateway.discounts.check('ten', product))).toEqual({ valid: true, totalMinor })
  })

  it.each(['flag', 'discount_or_404'])(
    'told by %s: an unknown one and one for another product are none',
    async (discount_validate) => {
      await world.switches({ discount_validate })
      const product = await discounted({ value: 15, valueType: 'percentage' })
      const other = await world.sdk.products.create({ name: 'Other', price: 64.99 })
      const refused = { valid: false, reason: expect.stringMatching(/\.$/) }
      expect(granted(await world.gateway.discounts.check('NOPE', product))).toEqual(refused)
      expect(granted(await world.gateway.discounts.check('TEN', { ...product, providerProductId: other._id }))).toEqual(
        refused,
      )
    },
  )

  it('is unknown, not refused, while the API is down', async () => {
    const product = await discounted({ value: 15, valueType: 'percentage' })
    await world.fault('500')
    const answer = await world.gateway.discounts.check('TEN', product)
    expect(answer).toMatchObject({ error: { code: 'provider_error' } })
    expect(answer).not.toHaveProperty('error.ambiguous')
  })

  it('leaves what the buyer is then asked for', async () => {
    const product = await discounted({ value: 15, valueType: 'percentage' })
    const mapped = { kind: 'mapped', providerProductId: product.providerProductId } as const
    const opened = granted(await checkout({ product: mapped, discountCode: 'TEN', expectedMinor: 5524 }))
    const { providerOrderId } = await world.pay(opened.sessionId)
    expect(granted(await world.gateway.lookUpPayment(providerOrderId))).toMatchObject({ grossMinor: 5524 })
  })
})
