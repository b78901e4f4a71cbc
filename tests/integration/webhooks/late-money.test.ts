import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { prisma } from '@/lib/db'
import { cancelOrder } from '@/lib/orders/cancel-order'
import { releaseLapsedHolds } from '@/lib/orders/release-holds'
import { makeMerchant } from '@/tests/support/merchants'
import { openShopWorld, type ShopWorld } from '@/tests/support/shop-world'
import { buy, checkOut, fillMappedCart, stockOf } from '@/tests/support/shopping'

let world: ShopWorld
let merchantId: number

beforeAll(async () => {
  world = await openShopWorld()
  merchantId = (await makeMerchant()).id
})
afterEach(() => world.reset())
afterAll(() => world.stop())

const idOf = async (orderNumber: string) => (await world.order(orderNumber)).id
const cancel = async (orderNumber: string) =>
  cancelOrder({ orderId: await idOf(orderNumber), merchantId, reason: 'asked by phone', clock: world.clock })
const expire = async (orderNumber: string) => {
  world.clock.forwardMs(24 * 3_600_000)
  await world.sweep()
  expect((await world.order(orderNumber)).status).toBe('expired')
}
const takeAway = (variantId: number) => prisma().variant.update({ where: { id: variantId }, data: { stock: 0 } })

describe('money that came too late is never left aside', () => {
  it.each([
    ['cancelled', cancel],
    ['expired', expire],
  ])('W78: for a %s order: paid late while the goods are there', async (_status, end) => {
    const bought = await buy(world, { stock: 4 })
    await end(bought.orderNumber)
    expect(await stockOf(bought.variantId)).toBe(4)
    await world.pay(bought.url)
    const order = await world.order(bought.orderNumber)
    expect(order).toMatchObject({ status: 'paid', paidLate: true, stockState: 'sold', refundDueMinor: 0 })
    expect(order.payments).toMatchObject([{ verdict: 'late' }])
    expect(await stockOf(bought.variantId)).toBe(3)
  })

  it.each([
    ['cancelled', cancel],
    ['expired', expire],
  ])('W78: for a %s order whose goods are gone: review, with the refund due', async (_status, end) => {
    const bought = await buy(world, { stock: 4 })
    await end(bought.orderNumber)
    await takeAway(bought.variantId)
    await world.pay(bought.url)
    const order = await world.order(bought.orderNumber)
    expect(order).toMatchObject({ status: 'needs_review', paidLate: true, refundDueMinor: 1_200, receiptNumber: null })
    expect(order.mails.map(({ kind }) => kind)).toContain('order_review')
    expect(await stockOf(bought.variantId)).toBe(0)
  })

  it('an order that waited without its hold is not late, and is reviewed when the goods are gone', async () => {
    const bought = await buy(world, { stock: 4 })
    world.clock.forwardMs(3_600_000)
    await world.sweep()
    await releaseLapsedHolds({ clock: world.clock })
    await takeAway(bought.variantId)
    await world.pay(bought.url)
    expect(await world.order(bought.orderNumber)).toMatchObject({
      status: 'needs_review',
      paidLate: false,
      refundDueMinor: 1_200,
    })
  })

  it('a page that was being opened while its order was cancelled is not handed out', async () => {
    const cart = await fillMappedCart(world)
    world.serveWith({
      createCheckout: async (request, notes) => {
        await cancel(request.orderNumber)
        return world.gateway.createCheckout(request, notes)
      },
    })
    expect(await world.checkout(cart.token)).toMatchObject({ error: { code: 'provider_silent' } })
    world.serveWith({})
    const next = await checkOut(world, cart.token)
    await world.pay(next.url)
    expect(await world.order(next.orderNumber)).toMatchObject({ status: 'paid' })
  })

  it('a second cancellation, and one of a paid order, change nothing', async () => {
    const bought = await buy(world, { stock: 4 })
    expect(await cancel(bought.orderNumber)).toMatchObject({ ok: true })
    expect(await cancel(bought.orderNumber)).toEqual({
      ok: false,
      error: { code: 'not_possible', status: 'cancelled' },
    })
    expect(await stockOf(bought.variantId)).toBe(4)
    await world.pay(bought.url)
    expect(await cancel(bought.orderNumber)).toEqual({ ok: false, error: { code: 'not_possible', status: 'paid' } })
    const unknown = { orderId: 999_999, merchantId, reason: '', clock: world.clock }
    expect(await cancelOrder(unknown)).toEqual({ ok: false, error: { code: 'unknown_order' } })
  })
})
