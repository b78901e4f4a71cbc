import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { prisma } from '@/lib/db'
import { checkWaitingOrders } from '@/lib/reconciliation/check-newest'
import { recheckOrder } from '@/lib/reconciliation/recheck-order'
import { makeCart, makeProduct } from '@/tests/support/factories'
import { openShopWorld, type ShopWorld } from '@/tests/support/shop-world'
import { buy, checkOut, stockOf } from '@/tests/support/shopping'

let world: ShopWorld

beforeAll(async () => {
  world = await openShopWorld()
  await world.pay((await buy(world)).url)
})
afterAll(() => world.stop())

const deliverAgain = (paymentId: string, times = 1) => world.control('POST', `/orders/${paymentId}/deliver`, { times })

describe('receipt numbers have no gaps', () => {
  it('fifty orders that are paid at the same moment', async () => {
    const { variantId } = await makeProduct({ stock: 60 })
    const carts = await Promise.all(Array.from({ length: 50 }, () => makeCart([{ variantId }])))
    const started = []
    for (const { token } of carts) started.push(await checkOut(world, token))
    await world.switches({ webhook_drop: 'all' })
    const paymentIds = []
    for (const { url } of started) paymentIds.push(await world.pay(url))
    await world.switches({ webhook_drop: 'none' })
    const first = (await prisma().receiptCounter.findUniqueOrThrow({ where: { mode: 'test' } })).last
    await Promise.all(paymentIds.map((id) => deliverAgain(id)))
    await world.settleDown()
    for (let round = 0; round < 3; round += 1) {
      world.clock.forwardMs(30_000)
      await world.workInbox()
    }
    const paid = await prisma().order.findMany({
      where: { number: { in: started.map(({ orderNumber }) => Number(orderNumber)) } },
    })
    const numbers = paid.map(({ receiptNumber }) => receiptNumber ?? 0).sort((a, b) => a - b)
    expect(numbers).toEqual(Array.from({ length: 50 }, (_, index) => first + 1 + index))
    expect(await stockOf(variantId)).toBe(10)
  })

  it('each mode has its own sequence', async () => {
    const counters = await prisma().receiptCounter.findMany({ orderBy: { mode: 'asc' } })
    expect(counters).toMatchObject([
      { mode: 'test', last: expect.any(Number) },
      { mode: 'live', last: 0 },
    ])
  })
})

describe('whoever tells of a payment, and however many at once, it is one payment', () => {
  it('W81: webhook, waiting shopper and merchant in the same instant', async () => {
    await world.switches({ webhook_drop: 'all' })
    const bought = await buy(world, { stock: 5 })
    const paymentId = await world.pay(bought.url)
    await world.switches({ webhook_drop: 'none' })
    const { id: orderId } = await world.order(bought.orderNumber)
    const deps = { gateway: () => world.gateway }
    await Promise.all([
      deliverAgain(paymentId, 5),
      checkWaitingOrders({ orderId, clock: world.clock }, deps),
      recheckOrder({ orderId, actor: 'system', clock: world.clock }, deps),
    ])
    await world.settleDown()
    const order = await world.order(bought.orderNumber)
    expect(order).toMatchObject({ status: 'paid', refundDueMinor: 0, paidTwice: false })
    expect(order.payments).toHaveLength(1)
    expect(order.timeline.filter(({ toStatus }) => toStatus === 'paid')).toHaveLength(1)
    expect(order.mails.filter(({ kind }) => kind === 'order_paid')).toHaveLength(1)
    expect(await stockOf(bought.variantId)).toBe(4)
  })

  it('while the shopper presses Pay again and again', async () => {
    await world.switches({ webhook_drop: 'all' })
    const bought = await buy(world, { stock: 9 })
    const paymentId = await world.pay(bought.url)
    await world.switches({ webhook_drop: 'none' })
    const presses = Array.from({ length: 8 }, () => world.checkout(bought.token))
    const [answers] = await Promise.all([Promise.all(presses), deliverAgain(paymentId, 4)])
    await world.settleDown()
    for (const answer of answers) {
      if (answer.ok) expect(answer.value).toEqual({ url: bought.url, orderNumber: bought.orderNumber })
      else expect(answer.error.code).toBe('cart_empty')
    }
    expect(await world.order(bought.orderNumber)).toMatchObject({ status: 'paid' })
    expect(await stockOf(bought.variantId)).toBe(8)
  })

  it('two payments for an order whose cart is gone: one pays it, one is owed back', async () => {
    await world.switches({ webhook_drop: 'all', session_reuse: 'on' })
    const bought = await buy(world, { stock: 9 })
    const paymentIds = [await world.pay(bought.url), await world.pay(bought.url)]
    await world.switches({ webhook_drop: 'none', session_reuse: 'off' })
    await prisma().cart.delete({ where: { id: bought.cartId } })
    await Promise.all(paymentIds.map((id) => deliverAgain(id, 4)))
    await world.settleDown()
    const order = await world.order(bought.orderNumber)
    expect(order).toMatchObject({ status: 'paid', paidTwice: true, refundDueMinor: 1_200 })
    expect(order.payments.map(({ verdict }) => verdict).sort()).toEqual(['duplicate', 'settles'])
    expect(order.timeline.filter(({ toStatus }) => toStatus === 'paid')).toHaveLength(1)
  })

  it('W72: the same event with another webhookId is the same payment', async () => {
    await world.switches({ webhook_id: 'delivery' })
    const bought = await buy(world)
    const paymentId = await world.pay(bought.url)
    await deliverAgain(paymentId, 3)
    await world.settleDown()
    expect((await world.order(bought.orderNumber)).payments).toHaveLength(1)
  })
})
