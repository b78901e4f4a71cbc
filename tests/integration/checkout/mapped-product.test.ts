import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { readCheckoutOffer } from '@/lib/checkout/queries'
import { prisma } from '@/lib/db'
import { makeProduct } from '@/tests/support/factories'
import { openShopWorld, type ShopWorld } from '@/tests/support/shop-world'
import { addLine, buy, checkOut, fillCart, fillMappedCart, stockOf } from '@/tests/support/shopping'

let world: ShopWorld

beforeAll(async () => {
  world = await openShopWorld()
})
afterEach(() => world.reset())
afterAll(() => world.stop())

const minuteMs = 60_000
const productAsked = async () => (await world.callBodies('POST /checkout/sessions')).at(-1)?.productId
const readsOf = async (id: string) => (await world.calls()).filter((call) => call === `GET /products/${id}`).length
const mapping = (id: number) => prisma().variantMapping.findUniqueOrThrow({ where: { id } })

describe('a cart that is one unit of a mapped variant', () => {
  it('is sold through its own product, looked at first', async () => {
    const cart = await fillMappedCart(world)
    const started = await checkOut(world, cart.token)
    expect(await productAsked()).toBe(cart.providerProductId)
    expect(await world.order(started.orderNumber)).toMatchObject({
      orderProducts: [],
      attempts: [{ providerProductId: cart.providerProductId, productIsOurs: false }],
    })
    expect(await mapping(cart.mappingId)).toMatchObject({
      state: 'ok',
      checkedPriceMinor: 1_200,
      checkedCurrency: 'USD',
    })
    await world.pay(started.url)
    expect(await world.order(started.orderNumber)).toMatchObject({ status: 'paid' })
  })

  it('is not looked at again within ten minutes, and is after them', async () => {
    const cart = await fillMappedCart(world)
    await checkOut(world, cart.token)
    world.clock.forwardMs(10 * minuteMs - 1)
    await checkOut(world, cart.token, { email: 'second@example.com' })
    expect(await readsOf(cart.providerProductId)).toBe(1)
    world.clock.forwardMs(1)
    await checkOut(world, cart.token, { email: 'third@example.com' })
    expect(await readsOf(cart.providerProductId)).toBe(2)
  })

  it.each([
    ['another price', { price: 13 }, 'drifted', /costs \$13\.00 there, \$12\.00 here/],
    ['a price that buyers choose', { payWant: true }, 'drifted', /not on sale at a fixed price/],
    ['been taken off sale', { published: false }, 'drifted', /not on sale/],
    ['another currency', { currency: 'EUR' }, 'drifted', /EUR/],
  ])('whose product has %s is not sold until both sides agree', async (_name, change, state, problem) => {
    const cart = await fillMappedCart(world, { stock: 3 })
    await world.control('POST', `/products/${cart.providerProductId}`, change)
    const orders = await prisma().order.count()
    expect(await world.checkout(cart.token)).toEqual({
      ok: false,
      error: { code: 'price_in_doubt', items: ['Pocket notebook'] },
    })
    expect(await prisma().order.count()).toBe(orders)
    expect(await stockOf(cart.variantId)).toBe(3)
    expect(await mapping(cart.mappingId)).toMatchObject({ state, problem: expect.stringMatching(problem) })
    const asBefore = { price: 12, payWant: false, published: true, currency: 'USD' }
    await world.control('POST', `/products/${cart.providerProductId}`, asBefore)
    await checkOut(world, cart.token)
    expect(await productAsked()).toBe(cart.providerProductId)
  })

  it('whose product has another name is sold by it all the same', async () => {
    const cart = await fillMappedCart(world)
    await world.control('POST', `/products/${cart.providerProductId}`, { name: 'Another name' })
    await checkOut(world, cart.token)
    expect(await productAsked()).toBe(cart.providerProductId)
  })

  it('whose product is gone is sold through one that carries the total', async () => {
    const cart = await fillMappedCart(world)
    await world.control('DELETE', `/products/${cart.providerProductId}`)
    await checkOut(world, cart.token)
    expect(await mapping(cart.mappingId)).toMatchObject({ state: 'missing' })
  })

  it('whose price changes here while it is looked at is asked for at the frozen price', async () => {
    const cart = await fillMappedCart(world)
    const { catalogue } = world.gateway
    world.serveWith({
      catalogue: {
        ...catalogue,
        readEntry: async (id) => {
          const product = await catalogue.readEntry(id)
          await prisma().variant.update({ where: { id: cart.variantId }, data: { priceMinor: 1_500 } })
          return product
        },
      },
    })
    const started = await checkOut(world, cart.token)
    expect(await productAsked()).not.toBe(cart.providerProductId)
    expect(await world.order(started.orderNumber)).toMatchObject({ totalMinor: 1_500 })
  })

  it('whose product cannot be looked at is not sold blindly', async () => {
    const cart = await fillMappedCart(world, { stock: 3 })
    await world.switches({ api_fault: '500', api_fault_scope: 'GET /products' })
    expect(await world.checkout(cart.token)).toMatchObject({ error: { code: 'provider_busy' } })
    expect(await stockOf(cart.variantId)).toBe(3)
  })
})

describe('any other cart is one product of its own', () => {
  it.each([
    ['two of a mapped variant', { quantity: 2 }, false],
    ['a mapped variant beside another thing', {}, true],
  ])('%s', async (_name, facts, withOther) => {
    const cart = await fillMappedCart(world, facts)
    if (withOther) await addLine(cart.cartId, (await makeProduct()).variantId)
    const started = await checkOut(world, cart.token)
    expect(await productAsked()).not.toBe(cart.providerProductId)
    expect(await readsOf(cart.providerProductId)).toBe(0)
    expect((await world.order(started.orderNumber)).orderProducts).toMatchObject([{ priceMinor: 2_400, state: 'live' }])
  })
})

describe('a cart of several things', () => {
  it('with one that is known to have drifted is not sold, and is once it was mended there', async () => {
    const cart = await fillMappedCart(world, { quantity: 2 })
    await addLine(cart.cartId, (await makeProduct({ name: 'Brass pen' })).variantId)
    await prisma().variantMapping.update({ where: { id: cart.mappingId }, data: { state: 'drifted' } })
    await world.control('POST', `/products/${cart.providerProductId}`, { price: 13 })
    expect(await world.checkout(cart.token)).toMatchObject({
      error: { code: 'price_in_doubt', items: ['Pocket notebook'] },
    })
    await world.control('POST', `/products/${cart.providerProductId}`, { price: 12 })
    await checkOut(world, cart.token)
    expect(await mapping(cart.mappingId)).toMatchObject({ state: 'ok' })
  })
})

describe('a discount code', () => {
  async function withCode(facts: { code?: string; value?: number; valueType?: string; active?: boolean } = {}) {
    const cart = await fillMappedCart(world)
    const terms = { name: 'Summer', code: 'SUMMER', value: 25, valueType: 'percentage', ...facts }
    await world.api('POST', '/discounts', { ...terms, mainProductIds: [cart.providerProductId] })
    return cart
  }

  it('is checked, frozen with the order, passed on and expected to the cent', async () => {
    const cart = await withCode()
    const started = await checkOut(world, cart.token, { discountCode: 'SUMMER' })
    const [session] = await world.callBodies('POST /checkout/sessions')
    expect(session).toMatchObject({ productId: cart.providerProductId, discountCode: 'SUMMER' })
    const order = await world.order(started.orderNumber)
    expect(order).toMatchObject({ subtotalMinor: 1_200, discountMinor: 300, totalMinor: 900, discountCode: 'SUMMER' })
    expect(order.attempts).toMatchObject([{ expectedMinor: 900, discountCode: 'SUMMER' }])
    await world.pay(started.url)
    expect(await world.order(started.orderNumber)).toMatchObject({
      status: 'paid',
      payments: [{ grossMinor: 900, verdict: 'settles' }],
    })
  })

  it('makes an order of its own: with and without it are two orders of one cart', async () => {
    const cart = await withCode()
    const plain = await checkOut(world, cart.token)
    const coded = await checkOut(world, cart.token, { discountCode: 'SUMMER' })
    expect(coded.orderNumber).not.toBe(plain.orderNumber)
  })

  it.each([
    ['is unknown', 'WINTER', {}],
    ['is switched off', 'SUMMER', { active: false }],
    ['leaves nothing to pay', 'SUMMER', { value: 100 }],
    ['tries to be a pattern', '%', {}],
  ])('that %s is refused, and nothing is ordered', async (_name, discountCode, facts) => {
    const cart = await withCode(facts)
    const orders = await prisma().order.count()
    expect(await world.checkout(cart.token, { discountCode })).toMatchObject({ error: { code: 'discount_refused' } })
    expect(await prisma().order.count()).toBe(orders)
  })

  it('is not taken for a cart without a mapped product', async () => {
    const cart = await fillCart()
    const answer = await world.checkout(cart.token, { discountCode: 'SUMMER' })
    expect(answer).toMatchObject({ error: { code: 'discount_not_offered' } })
    expect(await world.calls()).toEqual([])
  })

  it('never discounts what was put into the cart while it was being checked', async () => {
    const cart = await withCode()
    const expensive = await makeProduct({ priceMinor: 99_900, stock: 3 })
    const { discounts } = world.gateway
    world.serveWith({
      discounts: {
        ...discounts,
        check: async (code, product) => {
          const checked = await discounts.check(code, product)
          await addLine(cart.cartId, expensive.variantId)
          return checked
        },
      },
    })
    const answer = await world.checkout(cart.token, { discountCode: 'SUMMER' })
    expect(answer).toMatchObject({ error: { code: 'discount_not_offered' } })
    expect(await stockOf(expensive.variantId)).toBe(3)
  })

  it('is offered for one mapped item and for nothing else', async () => {
    const offered = async (token: string) => (await readCheckoutOffer(token))?.providers[0]?.takesCodes
    expect(await offered((await fillMappedCart(world)).token)).toBe(true)
    expect(await offered((await fillMappedCart(world, { quantity: 2 })).token)).toBe(false)
    expect(await offered((await fillCart()).token)).toBe(false)
    expect(await readCheckoutOffer(null)).toBeNull()
  })

  it('typed at the provider explains a lower payment to the cent, and only ours does', async () => {
    const cart = await withCode({ code: 'TYPED', value: 10 })
    const started = await checkOut(world, cart.token)
    await world.pay(started.url, { discountCode: 'TYPED' })
    expect(await world.order(started.orderNumber)).toMatchObject({
      status: 'paid',
      payments: [{ grossMinor: 1_080, discountMinor: 120, verdict: 'settles' }],
    })
    const second = await buy(world)
    await world.switches({ amount_offset_minor: -120 })
    await world.pay(second.url)
    expect(await world.order(second.orderNumber)).toMatchObject({ status: 'needs_review' })
  })

  it('typed at the provider instead of ours is explained by the full price, not by the discounted one', async () => {
    const cart = await withCode()
    const other = { name: 'Half', code: 'HALF', value: 50, valueType: 'percentage' }
    await world.api('POST', '/discounts', { ...other, mainProductIds: [cart.providerProductId] })
    const started = await checkOut(world, cart.token, { discountCode: 'SUMMER' })
    await world.pay(started.url, { discountCode: 'HALF' })
    expect(await world.order(started.orderNumber)).toMatchObject({
      status: 'paid',
      payments: [{ grossMinor: 600, discountMinor: 300 }],
    })
  })
})
