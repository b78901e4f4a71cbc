import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { prisma } from '@/lib/db'
import { cancelOrder } from '@/lib/orders/cancel-order'
import { markPaidByHand } from '@/lib/settlement/mark-paid'
import { makeMerchant } from '@/tests/support/merchants'
import { openShopWorld, type ShopWorld } from '@/tests/support/shop-world'
import { buy, stockOf } from '@/tests/support/shopping'

let world: ShopWorld
let merchantId: number

beforeAll(async () => {
  world = await openShopWorld()
  merchantId = (await makeMerchant()).id
})
afterEach(() => world.reset())
afterAll(() => world.stop())

const idOf = async (orderNumber: string) => (await world.order(orderNumber)).id
const mark = async (orderNumber: string, reason = 'bank transfer') =>
  markPaidByHand({ orderId: await idOf(orderNumber), merchantId, reason, clock: world.clock })
const cancel = async (orderNumber: string) =>
  cancelOrder({ orderId: await idOf(orderNumber), merchantId, reason: 'asked', clock: world.clock })

describe('a merchant’s word that an order is paid', () => {
  it('goes the way of every payment, and its reason stays in the story', async () => {
    const bought = await buy(world, { stock: 4 })
    expect(await mark(bought.orderNumber)).toEqual({ ok: true, value: { number: Number(bought.orderNumber) } })
    const order = await world.order(bought.orderNumber)
    expect(order).toMatchObject({ status: 'paid', confirmedBy: 'merchant', stockState: 'sold', payments: [] })
    expect(order.receiptNumber).toBeGreaterThan(0)
    expect(order.timeline.at(-1)).toMatchObject({
      actor: 'merchant',
      merchantId,
      fromStatus: 'awaiting_payment',
      toStatus: 'paid',
      text: 'Marked paid by hand: bank transfer',
    })
    expect(order.mails.map(({ kind }) => kind)).toContain('order_paid')
    expect(await prisma().cartLine.count({ where: { cartId: bought.cartId } })).toBe(0)
  })

  it('counts once, however often and however many say it at once', async () => {
    const bought = await buy(world, { stock: 4 })
    const answers = await Promise.all([1, 2, 3, 4].map(() => mark(bought.orderNumber)))
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
    expect(answers.filter((answer) => !answer.ok && answer.error.code === 'already_paid')).toHaveLength(3)
    expect(await stockOf(bought.variantId)).toBe(3)
  })

  it('never doubles a payment that came', async () => {
    const bought = await buy(world)
    await world.pay(bought.url)
    expect(await mark(bought.orderNumber)).toEqual({ ok: false, error: { code: 'already_paid' } })
  })

  it('a provider’s payment afterwards is recorded, and nothing is owed back', async () => {
    await world.switches({ unpublished_products: 'sold' })
    const bought = await buy(world)
    await mark(bought.orderNumber)
    await world.pay(bought.url)
    const order = await world.order(bought.orderNumber)
    expect(order).toMatchObject({ status: 'paid', confirmedBy: 'merchant', paidTwice: false, refundDueMinor: 0 })
    expect(order.payments).toMatchObject([{ verdict: 'settles', grossMinor: 1_200 }])
    expect(order.timeline.at(-1)).toMatchObject({ kind: 'payment_recorded' })
  })

  it('a second payment after that is one too many', async () => {
    await world.switches({ unpublished_products: 'sold', session_reuse: 'on' })
    const bought = await buy(world)
    await mark(bought.orderNumber)
    await world.pay(bought.url)
    await world.pay(bought.url)
    expect(await world.order(bought.orderNumber)).toMatchObject({ paidTwice: true, refundDueMinor: 1_200 })
  })

  it('ends the review of a payment that came for goods that were gone, once they are back', async () => {
    const bought = await buy(world, { stock: 1 })
    await cancel(bought.orderNumber)
    await prisma().variant.update({ where: { id: bought.variantId }, data: { stock: 0 } })
    await world.pay(bought.url)
    expect(await mark(bought.orderNumber)).toEqual({ ok: false, error: { code: 'sold_out' } })
    expect(await world.order(bought.orderNumber)).toMatchObject({ status: 'needs_review', refundDueMinor: 1_200 })
    await prisma().variant.update({ where: { id: bought.variantId }, data: { stock: 1 } })
    expect(await mark(bought.orderNumber)).toMatchObject({ ok: true })
    expect(await world.order(bought.orderNumber)).toMatchObject({ status: 'paid', refundDueMinor: 0 })
    expect(await stockOf(bought.variantId)).toBe(0)
  })

  it('never undoes a refund', async () => {
    const bought = await buy(world)
    await prisma().order.update({ where: { id: await idOf(bought.orderNumber) }, data: { status: 'refunded' } })
    expect(await mark(bought.orderNumber)).toEqual({ ok: false, error: { code: 'not_possible', status: 'refunded' } })
  })

  it('about no order is answered as such', async () => {
    const input = { orderId: 999_999, merchantId, reason: 'x', clock: world.clock }
    expect(await markPaidByHand(input)).toEqual({ ok: false, error: { code: 'unknown_order' } })
  })
})
