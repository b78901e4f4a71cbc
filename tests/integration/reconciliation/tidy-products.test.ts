import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { prisma } from '@/lib/db'
import { cancelOrder } from '@/lib/orders/cancel-order'
import { tidyOrderProducts } from '@/lib/reconciliation/tidy-products'
import { tidyStrayProducts } from '@/lib/reconciliation/tidy-strays'
import { followRealTime } from '@/tests/support/endings'
import { openShopWorld, type ShopWorld } from '@/tests/support/shop-world'
import { buy, checkOut, fillMappedCart } from '@/tests/support/shopping'

let world: ShopWorld

beforeAll(async () => {
  world = await openShopWorld()
})
afterEach(async () => {
  await prisma().sharedPacing.deleteMany()
  await prisma().orderProduct.deleteMany()
  await world.reset()
})
afterAll(() => world.stop())

const hourMs = 3_600_000
const deps = () => ({ clock: world.clock, gateway: () => world.gateway })
const tidy = () => tidyOrderProducts(deps())
const productOf = async (orderNumber: string) => {
  const [product] = (await world.order(orderNumber)).orderProducts
  if (!product) throw new Error('the order has no product of its own')
  return product
}
const atProvider = async (id: string) => (await world.api('GET', `/products/${id}`)) as Record<string, unknown>

describe('the product made for an order', () => {
  it('stays on sale while the order can be paid', async () => {
    await buy(world)
    world.clock.forwardMs(24 * hourMs)
    expect(await tidy()).toBe(0)
  })

  it('comes off sale once it is paid, and is kept for its receipt', async () => {
    const bought = await buy(world)
    await world.pay(bought.url)
    expect(await tidy()).toBe(1)
    const product = await productOf(bought.orderNumber)
    expect(product.state).toBe('unpublished')
    expect(await atProvider(product.providerProductId)).toMatchObject({ published: false })
    expect(await tidy()).toBe(0)
  })

  it('is deleted once it can no longer be paid and never was, an hour of grace included', async () => {
    const bought = await buy(world)
    const product = await productOf(bought.orderNumber)
    world.clock.forwardMs(25 * hourMs - 1)
    expect(await tidy()).toBe(0)
    world.clock.forwardMs(1)
    expect(await tidy()).toBe(1)
    expect((await productOf(bought.orderNumber)).state).toBe('deleted')
    expect(await atProvider(product.providerProductId)).toMatchObject({ code: expect.stringMatching(/NOT_FOUND/) })
  })

  it('is deleted when its order is cancelled', async () => {
    const bought = await buy(world)
    const merchant = { email: 'grace@shop.test', name: 'Grace', passwordHash: 'x', createdAt: world.clock.now() }
    const { id: merchantId } = await prisma().merchant.create({ data: merchant })
    const { id: orderId } = await world.order(bought.orderNumber)
    await cancelOrder({ orderId, merchantId, reason: 'asked', clock: world.clock })
    expect(await tidy()).toBe(1)
    expect((await productOf(bought.orderNumber)).state).toBe('deleted')
  })

  it('of money that is under review is never deleted', async () => {
    await world.switches({ amount_offset_minor: -5 })
    const bought = await buy(world)
    await world.pay(bought.url)
    world.clock.forwardMs(25 * hourMs)
    await tidy()
    expect((await productOf(bought.orderNumber)).state).toBe('unpublished')
  })

  it('counts as tidied when someone deleted it before', async () => {
    const bought = await buy(world)
    await world.pay(bought.url)
    await world.control('DELETE', `/products/${(await productOf(bought.orderNumber)).providerProductId}`)
    expect(await tidy()).toBe(1)
    expect((await productOf(bought.orderNumber)).state).toBe('unpublished')
  })

  it('is tried again, later each time, while the provider fails', async () => {
    const bought = await buy(world)
    await world.pay(bought.url)
    await world.switches({ api_fault: '503' })
    const waits: number[] = []
    for (let tries = 0; tries < 3; tries += 1) {
      expect(await tidy()).toBe(1)
      const product = await productOf(bought.orderNumber)
      expect(product).toMatchObject({
        state: 'live',
        tries: tries + 1,
        lastError: expect.stringMatching(/provider_error/),
      })
      waits.push((product.nextTryAt?.getTime() ?? 0) - world.clock.now().getTime())
      expect(await tidy()).toBe(0)
      world.clock.forwardMs(waits.at(-1) ?? 0)
    }
    expect(waits).toEqual([60_000, 120_000, 240_000])
    await world.switches({ api_fault: 'none' })
    expect(await tidy()).toBe(1)
    expect(await productOf(bought.orderNumber)).toMatchObject({ state: 'unpublished', lastError: null })
  })

  it('is tidied by one of several workers', async () => {
    const bought = await buy(world)
    await world.pay(bought.url)
    const before = (await world.calls()).length
    const done = await Promise.all([1, 2, 3, 4].map(tidy))
    expect(done.reduce((sum, count) => sum + count)).toBe(1)
    expect((await world.calls()).length).toBe(before + 1)
  })

  it('never is one that the merchant mapped', async () => {
    const cart = await fillMappedCart(world)
    const started = await checkOut(world, cart.token)
    await world.pay(started.url)
    world.clock.forwardMs(48 * hourMs)
    expect(await tidy()).toBe(0)
    expect(await atProvider(cart.providerProductId)).toMatchObject({ published: true })
  })
})

describe('strays of our naming', () => {
  const stray = (name: string) => world.api('POST', '/products', { name, price: 5, currency: 'USD' })
  const strays = () => tidyStrayProducts(deps(), 'test')
  const names = async () => ((await world.api('GET', '/products')) as { name: string }[]).map(({ name }) => name).sort()

  /** The provider dates its products by the real clock; the shop's is moved to a day and more after it. */
  const aDayLater = () => world.clock.forwardMs(Date.now() + 25 * hourMs - world.clock.now().getTime())

  it('older than a day are deleted when their order is here; whatever else is there stays', async () => {
    const bought = await buy(world)
    const own = `Pocketshop order ${bought.orderNumber}`
    const others = ['Pocketshop order 77', `${own}b`, `My ${own}`, 'Mug']
    for (const name of [...others, own, `${own}, part 2`]) await stray(name)
    aDayLater()
    expect(await strays()).toBe(2)
    expect(await names()).toEqual([...others, own].sort())
  })

  it('that somebody paid stay, for their money is looked for by them', async () => {
    const bought = await buy(world)
    const product = (await stray(`Pocketshop order ${bought.orderNumber}`)) as { _id: string }
    const session = (await world.api('POST', '/checkout/sessions', {
      productId: product._id,
      successUrl: 'http://shop.test/a',
      cancelUrl: 'http://shop.test/b',
    })) as { url: string }
    await world.pay(session.url)
    aDayLater()
    expect(await strays()).toBe(0)
  })

  it('younger than a day may still be about to be written down', async () => {
    await stray('Pocketshop order 77')
    followRealTime(world)
    expect(await strays()).toBe(0)
    expect(await names()).toEqual(['Pocketshop order 77'])
  })

  it('are looked for once an hour by the whole shop, and deleted five at a time', async () => {
    const bought = await buy(world)
    for (let part = 1; part <= 7; part += 1) await stray(`Pocketshop order ${bought.orderNumber}, part ${part}`)
    aDayLater()
    const done = await Promise.all([strays(), strays(), strays()])
    expect(done.reduce((sum, count) => sum + count)).toBe(5)
    expect(await strays()).toBe(0)
    world.clock.forwardMs(hourMs)
    expect(await strays()).toBe(2)
  })
})
