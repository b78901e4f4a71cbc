import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { prisma } from '@/lib/db'
import { followRefunds } from '@/lib/refunds/follow-refunds'
import { noteRefundFlag } from '@/lib/refunds/note-refund-flag'
import { syncRefunds } from '@/lib/refunds/sync-refunds'
import { expectBooksAgree } from '@/tests/support/endings'
import { refund, refundsOf } from '@/tests/support/refunds'
import { openShopWorld, type ShopWorld } from '@/tests/support/shop-world'
import { buy, stockOf } from '@/tests/support/shopping'

let world: ShopWorld

beforeAll(async () => {
  world = await openShopWorld()
})
afterEach(async () => {
  await expectBooksAgree(world)
  await world.reset()
})
afterAll(() => world.stop())

async function paidOrder() {
  const bought = await buy(world, { stock: 5 })
  const paymentId = await world.pay(bought.url)
  return { ...bought, paymentId, id: (await world.order(bought.orderNumber)).id }
}

const refundThere = (paymentId: string, amount?: number) =>
  world.control('POST', `/orders/${paymentId}/refund`, { amount })
const statusOf = async (number: string) => (await world.order(number)).status
const sync = () => syncRefunds({ gateway: world.gateway, clock: world.clock, seenBy: 'sweep' })
const lastEvent = async () => (await world.events()).at(-1)
const mailsOf = async (number: string) =>
  (await world.order(number)).mails.filter(({ kind }) => kind === 'order_refunded')

describe('a refund made at the provider', () => {
  it.each([
    ['with_object', 3, 'partially_refunded'],
    ['order_shape', 3, 'partially_refunded'],
    ['with_object', undefined, 'refunded'],
    ['order_shape', undefined, 'refunded'],
  ])('told by an event %s of %s makes the order %s', async (refund_form, amount, status) => {
    await world.switches({ refund_form })
    const order = await paidOrder()
    await refundThere(order.paymentId, amount)
    await expect.poll(() => statusOf(order.orderNumber)).toBe(status)
    await world.settleDown()
    expect(await refundsOf(order.id)).toMatchObject([{ state: 'completed', fromShop: false, restock: false }])
    expect(await mailsOf(order.orderNumber)).toHaveLength(1)
    expect(await stockOf(order.variantId)).toBe(4)
  })

  it('is seen by the list alone, once, however often it is read', async () => {
    const order = await paidOrder()
    await world.switches({ webhook_drop: 'all' })
    await refundThere(order.paymentId, 5)
    expect(await sync()).toMatchObject({ ok: true, value: { changed: 1 } })
    expect(await statusOf(order.orderNumber)).toBe('partially_refunded')
    await refundThere(order.paymentId)
    await Promise.all([sync(), sync(), sync()])
    expect(await sync()).toMatchObject({ value: { changed: 0 } })
    const after = await world.order(order.orderNumber)
    expect(after).toMatchObject({ status: 'refunded', payments: [{ refundedMinor: 1_200 }] })
    expect(await mailsOf(order.orderNumber)).toHaveLength(2)
  })

  it('that sets the flag although it is a part leaves the order partly refunded', async () => {
    await world.switches({ partial_sets_refunded: 'on' })
    const order = await paidOrder()
    await refundThere(order.paymentId, 5)
    await expect.poll(() => statusOf(order.orderNumber)).toBe('partially_refunded')
    await world.settleDown()
    expect(await refundsOf(order.id)).toMatchObject([{ amountMinor: 500 }])
  })

  it('told while the same money is being refunded here is one row for each', async () => {
    const order = await paidOrder()
    await Promise.all([refund(world, order.id, { kind: 'amount', amountMinor: 400 }), refundThere(order.paymentId, 4)])
    await expect.poll(async () => (await world.order(order.orderNumber)).payments[0]?.refundedMinor).toBe(800)
    await world.settleDown()
    const rows = await refundsOf(order.id)
    expect(rows.map(({ state, fromShop }) => ({ state, fromShop })).filter(({ fromShop }) => fromShop)).toHaveLength(1)
    expect(rows).toHaveLength(2)
  })
})

describe('an order that only its flag calls refunded', () => {
  const flag = async (paymentId: string) => {
    const answer = await world.gateway.lookUpPayment(paymentId)
    if (!answer.ok || !answer.value) throw new Error('the provider does not know the payment')
    const followed = await followRefunds({ gateway: world.gateway, clock: world.clock, seenBy: 'sweep' }, [
      answer.value,
    ])
    return followed.ok && followed.value.changed
  }

  it('was refunded whole, once; its refund takes its place when the list shows it', async () => {
    const order = await paidOrder()
    await world.switches({ webhook_drop: 'all' })
    await refundThere(order.paymentId)
    const { gateway } = world
    const answer = await gateway.lookUpPayment(order.paymentId)
    if (!answer.ok || !answer.value) throw new Error('the provider does not know the payment')
    const unlisted = { gateway, payment: answer.value, listed: [], seenBy: 'sweep' as const, clock: world.clock }
    expect([await noteRefundFlag(unlisted), await noteRefundFlag(unlisted)]).toEqual([true, false])
    expect(await statusOf(order.orderNumber)).toBe('refunded')
    await sync()
    const [only, ...others] = await refundsOf(order.id)
    expect([only?.providerRefundId?.startsWith('order:'), others]).toEqual([false, []])
  })

  it('is explained by a refund in the list, a partial one too', async () => {
    await world.switches({ partial_sets_refunded: 'on', webhook_drop: 'none' })
    const order = await paidOrder()
    await world.switches({ webhook_drop: 'all' })
    await refundThere(order.paymentId, 2)
    expect([await flag(order.paymentId), await flag(order.paymentId)]).toEqual([1, 0])
    expect(await statusOf(order.orderNumber)).toBe('partially_refunded')
  })
})

describe('whatever comes in the wrong order', () => {
  it('a completed event that is told again after a refund changes nothing', async () => {
    const order = await paidOrder()
    await refund(world, order.id, { kind: 'whole' })
    await world.settleDown()
    const before = await world.order(order.orderNumber)
    await world.control('POST', `/orders/${order.paymentId}/deliver`, { times: 3 })
    await world.settleDown()
    expect(await lastEvent()).toMatchObject({ state: 'duplicate' })
    expect(await world.order(order.orderNumber)).toEqual(before)
  })

  it.each([
    ['with_object', undefined, 'refunded'],
    ['order_shape', undefined, 'refunded'],
    ['with_object', 5, 'partially_refunded'],
  ])('a refund before the completion, %s of %s, ends %s', async (refund_form, amount, status) => {
    await world.switches({ refund_form, partial_sets_refunded: 'on', webhook_drop: 'all' })
    const bought = await buy(world, { stock: 5 })
    const paymentId = await world.pay(bought.url)
    await refundThere(paymentId, amount)
    await world.switches({ webhook_drop: 'none' })
    await world.control('POST', `/orders/${paymentId}/deliver`, { event: 'order.refunded' })
    await world.settleDown()
    await world.control('POST', `/orders/${paymentId}/deliver`, {})
    await world.settleDown()
    const order = await world.order(bought.orderNumber)
    expect(order).toMatchObject({ status, payments: [{ refundedMinor: amount ? 500 : 1_200 }] })
    expect(await mailsOf(bought.orderNumber)).toHaveLength(1)
  })

  it('an event of a refund that the API does not show moves nothing, and says so after ten minutes', async () => {
    const order = await paidOrder()
    const body = JSON.stringify({
      event: 'order.refunded',
      order: { id: order.paymentId },
      refund: { id: 'x', amount: 12 },
    })
    expect(await world.deliver(body, { 'x-pocketsflow-event': 'order.refunded' })).toBe(200)
    expect(await lastEvent()).toMatchObject({ state: 'confirming' })
    world.clock.forwardMs(11 * 60_000)
    await world.workInbox()
    expect(await lastEvent()).toMatchObject({ state: 'failed' })
    const after = await world.order(order.orderNumber)
    expect(after).toMatchObject({ status: 'paid', payments: [{ refundedMinor: 0 }] })
    expect(after.timeline.at(-1)).toMatchObject({ kind: 'refused' })
    expect(await prisma().refund.count({ where: { orderId: order.id } })).toBe(0)
  })
})
