import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { prisma } from '@/lib/db'
import { releaseLapsedHolds } from '@/lib/orders/release-holds'
import { makeCart, makeProduct } from '@/tests/support/factories'
import { openShopWorld, type ShopWorld } from '@/tests/support/shop-world'
import { addLine, buy, checkOut, fillCart, stockOf } from '@/tests/support/shopping'

let world: ShopWorld

beforeAll(async () => {
  world = await openShopWorld()
})
afterEach(() => world.reset())
afterAll(() => world.stop())

const hourMs = 3_600_000

/** The provider is asked first: a hold whose payment page is out is freed on its answer only. */
async function askAndRelease() {
  await world.sweep()
  await releaseLapsedHolds({ clock: world.clock })
}

describe('stock is held once and never below zero', () => {
  it('twenty carts that want the last one at the same moment: one gets it', async () => {
    const { variantId } = await makeProduct({ stock: 1, name: 'The last one' })
    const carts = await Promise.all(Array.from({ length: 20 }, () => makeCart([{ variantId }])))
    const answers = await Promise.all(carts.map(({ token }) => world.checkout(token)))
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1)
    const refusals = answers.flatMap((answer) => (answer.ok ? [] : [answer.error]))
    expect(new Set(refusals.map(({ code, items }) => `${code}: ${items}`))).toEqual(new Set(['sold_out: The last one']))
    expect(await stockOf(variantId)).toBe(0)
    expect(await prisma().order.count({ where: { lines: { some: { variantId } } } })).toBe(1)
  })

  it('carts that hold the same things in opposite order never block each other', async () => {
    const one = await makeProduct({ stock: 50 })
    const two = await makeProduct({ stock: 50 })
    const ids = [one.variantId, two.variantId]
    const carts = await Promise.all(
      Array.from({ length: 16 }, (_, index) => {
        const order = index % 2 ? ids : ids.toReversed()
        return makeCart(order.map((variantId) => ({ variantId })))
      }),
    )
    const answers = await Promise.all(carts.map(({ token }) => world.checkout(token)))
    expect(answers.every((answer) => answer.ok)).toBe(true)
    expect(await Promise.all(ids.map(stockOf))).toEqual([34, 34])
  })

  it('carts that change while others order the same things never block each other', async () => {
    const low = await makeProduct({ stock: 90 })
    const high = await makeProduct({ stock: 90 })
    const changing = await Promise.all(Array.from({ length: 6 }, () => makeCart([{ variantId: high.variantId }])))
    for (const { token } of changing) await checkOut(world, token)
    for (const { cartId } of changing) {
      await prisma().cartLine.updateMany({ where: { cartId }, data: { variantId: low.variantId } })
    }
    const both = [{ variantId: low.variantId }, { variantId: high.variantId }]
    const others = await Promise.all(Array.from({ length: 6 }, () => makeCart(both)))
    const answers = await Promise.all([...changing, ...others].map(({ token }) => world.checkout(token)))
    expect(answers.every((answer) => answer.ok)).toBe(true)
    expect(await stockOf(low.variantId)).toBe(78)
    expect(await stockOf(high.variantId)).toBe(84)
  })

  it('what is unlimited is never counted', async () => {
    const bought = await buy(world, { kind: 'digital', stock: null, quantity: 9 })
    await world.pay(bought.url)
    expect(await stockOf(bought.variantId)).toBeNull()
    expect(await world.order(bought.orderNumber)).toMatchObject({ status: 'paid', fulfilment: 'fulfilled' })
  })
})

describe('a hold lapses, and the order stays payable', () => {
  it('only once its time is over, and once', async () => {
    const releaseThrice = () => Promise.all([1, 2, 3].map(askAndRelease))
    const bought = await buy(world, { stock: 3, quantity: 2 })
    world.clock.forwardMs(hourMs - 1)
    await releaseThrice()
    expect(await stockOf(bought.variantId)).toBe(1)
    world.clock.forwardMs(1)
    await releaseThrice()
    expect(await stockOf(bought.variantId)).toBe(3)
    const order = await world.order(bought.orderNumber)
    expect(order).toMatchObject({ status: 'awaiting_payment', stockState: 'released' })
    const released = order.timeline.filter(({ kind }) => kind === 'hold_released')
    expect(released).toMatchObject([{ actor: 'system', fromStatus: null, toStatus: null }])
  })

  it('not while the provider could not be asked since, and then as soon as it answers', async () => {
    const bought = await buy(world, { stock: 3, quantity: 2 })
    await world.sweep()
    world.clock.forwardMs(hourMs)
    await world.switches({ api_fault: '500' })
    await askAndRelease()
    expect(await stockOf(bought.variantId)).toBe(1)
    await world.switches({ api_fault: 'none' })
    await askAndRelease()
    expect(await stockOf(bought.variantId)).toBe(3)
  })

  it('a payment takes the stock again while there is some', async () => {
    const bought = await buy(world, { stock: 3, quantity: 2 })
    world.clock.forwardMs(hourMs)
    await askAndRelease()
    await world.pay(bought.url)
    expect(await world.order(bought.orderNumber)).toMatchObject({ status: 'paid', stockState: 'sold', paidLate: false })
    expect(await stockOf(bought.variantId)).toBe(1)
  })

  it('coming back to pay holds it again, for an hour from then', async () => {
    const bought = await buy(world, { stock: 1 })
    world.clock.forwardMs(hourMs)
    await askAndRelease()
    expect(await checkOut(world, bought.token)).toEqual({ url: bought.url, orderNumber: bought.orderNumber })
    const order = await world.order(bought.orderNumber)
    expect(order.stockState).toBe('held')
    expect(order.holdExpiresAt.getTime()).toBe(world.clock.now().getTime() + hourMs)
    expect(await stockOf(bought.variantId)).toBe(0)
  })

  it('coming back when it was sold meanwhile names what is missing', async () => {
    const bought = await buy(world, { stock: 1, name: 'Only pin' })
    world.clock.forwardMs(hourMs)
    await askAndRelease()
    const other = await makeCart([{ variantId: bought.variantId }])
    await checkOut(world, other.token)
    expect(await world.checkout(bought.token)).toMatchObject({ error: { code: 'sold_out', items: ['Only pin'] } })
    expect(await world.order(bought.orderNumber)).toMatchObject({ status: 'awaiting_payment', stockState: 'released' })
  })

  it('holds of paid orders are never freed', async () => {
    const bought = await buy(world, { stock: 3 })
    await world.pay(bought.url)
    world.clock.forwardMs(48 * hourMs)
    await askAndRelease()
    expect(await stockOf(bought.variantId)).toBe(2)
  })
})

describe('an order of several things', () => {
  it('holds all of them or none', async () => {
    const first = await fillCart({ stock: 5 })
    const scarce = await makeProduct({ stock: 1 })
    await addLine(first.cartId, scarce.variantId, 2)
    expect(await world.checkout(first.token)).toMatchObject({ ok: false })
    expect([await stockOf(first.variantId), await stockOf(scarce.variantId)]).toEqual([5, 1])
  })

  it('that is paid when one of them is gone keeps none of the others', async () => {
    const first = await fillCart({ stock: 5 })
    const scarce = await makeProduct({ stock: 1 })
    await addLine(first.cartId, scarce.variantId)
    const { orderNumber, url } = await checkOut(world, first.token)
    world.clock.forwardMs(hourMs)
    await askAndRelease()
    await checkOut(world, (await makeCart([{ variantId: scarce.variantId }])).token)
    await world.pay(url)
    expect(await world.order(orderNumber)).toMatchObject({ status: 'needs_review', stockState: 'released' })
    expect([await stockOf(first.variantId), await stockOf(scarce.variantId)]).toEqual([5, 0])
  })
})
