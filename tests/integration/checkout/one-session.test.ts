import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { prisma } from '@/lib/db'
import { makeProduct, testAddress } from '@/tests/support/factories'
import { openShopWorld, type ShopWorld } from '@/tests/support/shop-world'
import { addLine, buy, checkOut, fillCart, stockOf } from '@/tests/support/shopping'

let world: ShopWorld

beforeAll(async () => {
  world = await openShopWorld()
})
afterEach(() => world.reset())
afterAll(() => world.stop())

const sessionsMade = async () => (await world.calls()).filter((call) => call === 'POST /checkout/sessions').length
const liveAttempts = (orderNumber: string) =>
  prisma().attempt.count({ where: { order: { number: Number(orderNumber) }, liveOrderId: { not: null } } })

describe('one cart is one order with one live session', () => {
  it('when Pay is pressed twenty times at once', async () => {
    const { token, variantId } = await fillCart({ stock: 5 })
    const started = await Promise.all(Array.from({ length: 20 }, () => checkOut(world, token)))
    expect(new Set(started.map(({ url }) => url)).size).toBe(1)
    expect(new Set(started.map(({ orderNumber }) => orderNumber)).size).toBe(1)
    expect(await sessionsMade()).toBe(1)
    expect(await stockOf(variantId)).toBe(4)
    expect(await liveAttempts(started[0]?.orderNumber ?? '')).toBe(1)
  })

  it('when the shopper comes back and pays again', async () => {
    const bought = await buy(world)
    world.clock.forwardMs(30 * 60_000)
    expect(await checkOut(world, bought.token)).toEqual({ url: bought.url, orderNumber: bought.orderNumber })
    expect(await sessionsMade()).toBe(1)
  })

  it('when only the name changes: same session, new name', async () => {
    const bought = await buy(world)
    const again = await checkOut(world, bought.token, { name: 'Ada King' })
    expect(again).toEqual({ url: bought.url, orderNumber: bought.orderNumber })
    expect(await world.order(bought.orderNumber)).toMatchObject({ name: 'Ada King' })
  })

  it.each([
    ['e-mail', { email: 'countess@example.com' }],
    ['address', { address: { ...testAddress, line1: '1 St James’s Square' } }],
  ])('a changed %s is the same order with a new session', async (_name, facts) => {
    const bought = await buy(world, { stock: 5 })
    const again = await checkOut(world, bought.token, facts)
    expect(again.orderNumber).toBe(bought.orderNumber)
    expect(again.url).not.toBe(bought.url)
    const order = await world.order(bought.orderNumber)
    expect(order).toMatchObject(facts)
    expect(order.attempts.map(({ state }) => state)).toEqual(['superseded', 'open'])
    expect(await liveAttempts(bought.orderNumber)).toBe(1)
    expect(await stockOf(bought.variantId)).toBe(4)
    expect(order.orderProducts).toHaveLength(1)
  })

  it('the older session of an order still pays it', async () => {
    const bought = await buy(world)
    await checkOut(world, bought.token, { email: 'countess@example.com' })
    await world.pay(bought.url)
    expect(await world.order(bought.orderNumber)).toMatchObject({ status: 'paid' })
  })

  it('a paid cart filled with the same things again is a new order', async () => {
    const bought = await buy(world)
    await world.pay(bought.url)
    await addLine(bought.cartId, bought.variantId)
    const again = await checkOut(world, bought.token)
    expect(again.orderNumber).not.toBe(bought.orderNumber)
  })

  it('an order that ran out is let go of, and the cart makes a new one', async () => {
    const bought = await buy(world)
    world.clock.forwardMs(25 * 3_600_000)
    const again = await checkOut(world, bought.token)
    expect(again.orderNumber).not.toBe(bought.orderNumber)
  })
})

describe('a changed cart is a new order', () => {
  async function changed() {
    const first = await buy(world, { stock: 2 })
    const other = await makeProduct({ stock: 9 })
    await addLine(first.cartId, other.variantId)
    const second = await checkOut(world, first.token)
    return { first, second, other }
  }

  it('that takes over the hold of the older one, which stays payable', async () => {
    const { first, second } = await changed()
    expect(second.orderNumber).not.toBe(first.orderNumber)
    expect(await stockOf(first.variantId)).toBe(1)
    expect(await world.order(first.orderNumber)).toMatchObject({ status: 'awaiting_payment', stockState: 'released' })
    expect(await world.order(second.orderNumber)).toMatchObject({ status: 'awaiting_payment', stockState: 'held' })
    await world.pay(first.url)
    expect(await world.order(first.orderNumber)).toMatchObject({ status: 'paid', totalMinor: 1_200 })
    expect(await stockOf(first.variantId)).toBe(0)
  })

  it('and back again is the older order again, with its session and its hold', async () => {
    const { first, second, other } = await changed()
    await prisma().cartLine.deleteMany({ where: { cartId: first.cartId, variantId: other.variantId } })
    expect(await checkOut(world, first.token)).toEqual({ url: first.url, orderNumber: first.orderNumber })
    expect(await world.order(first.orderNumber)).toMatchObject({ stockState: 'held' })
    expect(await world.order(second.orderNumber)).toMatchObject({ stockState: 'released' })
    expect(await stockOf(first.variantId)).toBe(1)
    expect(await stockOf(other.variantId)).toBe(9)
  })

  it('whose hold gives way when the older one is paid after all', async () => {
    const first = await buy(world, { stock: 1 })
    const other = await makeProduct({ stock: 9 })
    await addLine(first.cartId, other.variantId)
    const second = await checkOut(world, first.token)
    await world.pay(first.url)
    expect(await world.order(first.orderNumber)).toMatchObject({ status: 'paid', refundDueMinor: 0 })
    expect(await world.order(second.orderNumber)).toMatchObject({ status: 'awaiting_payment', stockState: 'released' })
    expect(await stockOf(first.variantId)).toBe(0)
    expect(await stockOf(other.variantId)).toBe(9)
  })
})

describe('an attempt whose request died', () => {
  async function crash() {
    const { token } = await fillCart()
    world.serveWith({
      createCheckout: async () => {
        throw new Error('the process died here')
      },
    })
    await expect(world.checkout(token)).rejects.toThrow('died here')
    world.serveWith({})
    return token
  }

  it('is waited for while it may still be alive', async () => {
    const token = await crash()
    const answer = await world.checkout(token, {}, { timeoutMs: 400 })
    expect(answer).toEqual({ ok: false, error: { code: 'provider_silent', items: [] } })
  })

  it('is taken over once its lease is over', async () => {
    const token = await crash()
    world.clock.forwardMs(21_000)
    const started = await checkOut(world, token)
    const order = await world.order(started.orderNumber)
    expect(order.attempts).toMatchObject([
      { state: 'failed', failureCode: 'lost', liveOrderId: null },
      { state: 'open', url: started.url },
    ])
    await world.pay(started.url)
    expect(await world.order(started.orderNumber)).toMatchObject({ status: 'paid' })
  })

  it('that answers after it was taken over sends nobody anywhere', async () => {
    const { token } = await fillCart()
    const [asked, goOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    world.serveWith({
      createCheckout: async (request, notes) => {
        asked.resolve()
        if (request.attempt === 1) await goOn.promise
        return world.gateway.createCheckout(request, notes)
      },
    })
    const late = world.checkout(token)
    await asked.promise
    world.clock.forwardMs(21_000)
    const second = await checkOut(world, token)
    goOn.resolve()
    expect(await late).toMatchObject({ ok: false, error: { code: 'provider_silent' } })
    expect(await checkOut(world, token)).toEqual(second)
  })
})
