import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { prisma } from '@/lib/db'
import { expectBooksAgree } from '@/tests/support/endings'
import { providerRefunds, refund, refundsOf, workRefunds } from '@/tests/support/refunds'
import { openShopWorld, type ShopWorld } from '@/tests/support/shop-world'
import { buy } from '@/tests/support/shopping'

let world: ShopWorld

beforeAll(async () => {
  world = await openShopWorld()
})
afterEach(async () => {
  await expectBooksAgree(world)
  await prisma().refund.updateMany({
    where: { state: { in: ['pending', 'unknown', 'requested'] } },
    data: { state: 'failed' },
  })
  await world.reset()
})
afterAll(() => world.stop())

async function paidOrder() {
  const bought = await buy(world, { stock: 5 })
  await world.pay(bought.url)
  return { ...bought, ...(await world.order(bought.orderNumber)) }
}

const withoutEvents = () => world.switches({ webhook_drop: 'all' })
const creates = async () => (await world.calls()).filter((call) => call === 'POST /refunds').length
const statusOf = async (number: string) => (await world.order(number)).status

describe('at the provider', () => {
  it('a refund is pending first and completed later', async () => {
    const order = await paidOrder()
    await withoutEvents()
    await world.switches({ refund_status: 'pending' })
    expect(await refund(world, order.id, { kind: 'whole' })).toMatchObject({ value: [{ state: 'pending' }] })
    expect(await statusOf(order.orderNumber)).toBe('paid')
    expect(await refund(world, order.id, { kind: 'whole' })).toMatchObject({ error: { code: 'nothing_refundable' } })
    const [listed] = await providerRefunds(world)
    await world.control('POST', `/refunds/${listed?._id}`, { status: 'completed' })
    world.clock.forwardMs(60_000)
    await workRefunds(world)
    expect(await statusOf(order.orderNumber)).toBe('refunded')
  })

  it('a refund that fails leaves the order paid, and can be tried again', async () => {
    const order = await paidOrder()
    await world.switches({ refund_status: 'failed' })
    expect(await refund(world, order.id, { kind: 'whole' })).toMatchObject({ value: [{ state: 'failed' }] })
    expect(await world.order(order.orderNumber)).toMatchObject({ status: 'paid', payments: [{ refundedMinor: 0 }] })
    await world.switches({ refund_status: 'completed' })
    expect(await refund(world, order.id, { kind: 'whole' })).toMatchObject({ value: [{ state: 'completed' }] })
  })

  it.each(['400', '401', '404', '429'])(
    'a refund that it refuses with %s failed: nothing was sent back',
    async (fault) => {
      const order = await paidOrder()
      await world.switches({ api_fault: fault, api_fault_scope: 'POST /refunds' })
      expect(await refund(world, order.id, { kind: 'whole' })).toMatchObject({
        value: [{ state: 'failed', failure: expect.stringContaining('Nothing was sent back.') }],
      })
    },
  )
})

describe('a refund whose answer was lost', () => {
  it('is unknown, and found in the list without being sent again', async () => {
    const order = await paidOrder()
    await withoutEvents()
    await world.switches({ refund_reply: 'lost' })
    expect(await refund(world, order.id, { kind: 'whole' }, { restock: true })).toMatchObject({
      value: [{ state: 'unknown' }],
    })
    expect(await refund(world, order.id, { kind: 'whole' })).toMatchObject({ error: { code: 'nothing_refundable' } })
    world.clock.forwardMs(15_000)
    await workRefunds(world)
    expect(await refundsOf(order.id)).toMatchObject([
      { state: 'completed', fromShop: true, providerRefundId: expect.any(String) },
    ])
    expect(await world.order(order.orderNumber)).toMatchObject({ status: 'refunded', lines: [{ stockTaken: 0 }] })
    expect(await creates()).toBe(1)
  })

  it('is one refund when the event tells it first', async () => {
    const order = await paidOrder()
    await world.switches({ refund_reply: 'lost' })
    await refund(world, order.id, { kind: 'amount', amountMinor: 300 })
    await expect.poll(() => statusOf(order.orderNumber)).toBe('partially_refunded')
    expect(await refundsOf(order.id)).toMatchObject([{ state: 'completed', fromShop: true }])
  })

  it.each(['500', 'reset', 'cut_json', 'html'])(
    'by %s and never made is given up after ten minutes and two looks',
    async (fault) => {
      const order = await paidOrder()
      await world.switches({ api_fault: fault, api_fault_scope: 'POST /refunds' })
      expect(await refund(world, order.id, { kind: 'whole' })).toMatchObject({ value: [{ state: 'unknown' }] })
      const stateAfterMs = async (ms: number) => {
        world.clock.forwardMs(ms)
        await workRefunds(world)
        return (await refundsOf(order.id))[0]?.state
      }
      expect(await stateAfterMs(9 * 60_000)).toBe('unknown')
      expect(await stateAfterMs(2 * 60_000)).toBe('unknown')
      expect(await stateAfterMs(30_000)).toBe('unknown')
      expect(await stateAfterMs(60_000)).toBe('failed')
      expect(await creates()).toBe(1)
      await world.switches({ api_fault: 'none' })
      expect(await refund(world, order.id, { kind: 'whole' })).toMatchObject({ value: [{ state: 'completed' }] })
      expect(await statusOf(order.orderNumber)).toBe('refunded')
    },
  )

  it('and never made is given up also when all of the money went back otherwise', async () => {
    const order = await paidOrder()
    await withoutEvents()
    await world.control('POST', `/orders/${order.payments[0]?.providerOrderId}/refund`, {})
    await world.switches({ api_fault: 'reset', api_fault_scope: 'POST /refunds' })
    await refund(world, order.id, { kind: 'amount', amountMinor: 399 })
    await world.switches({ api_fault: 'none' })
    for (const minutes of [11, 1]) {
      world.clock.forwardMs(minutes * 60_000)
      await workRefunds(world)
    }
    const states = (await refundsOf(order.id)).map(({ state }) => state)
    expect(states.sort()).toEqual(['completed', 'failed'])
    expect(await statusOf(order.orderNumber)).toBe('refunded')
  })

  it('stays unknown while the list cannot be read', async () => {
    const order = await paidOrder()
    await world.switches({ api_fault: '500', api_fault_scope: '/refunds' })
    await refund(world, order.id, { kind: 'whole' })
    for (const minutes of [11, 5, 60]) {
      world.clock.forwardMs(minutes * 60_000)
      await workRefunds(world)
    }
    expect(await refundsOf(order.id)).toMatchObject([{ state: 'unknown' }])
  })
})

describe('a refund left behind by a crash', () => {
  const leave = async (orderId: number, sentAt: Date | null) => {
    const [payment] = await prisma().payment.findMany({ where: { orderId } })
    if (!payment) throw new Error('the order has no payment')
    const facts = { orderId, paymentId: payment.id, provider: 'pocketsflow', mode: 'test', amountMinor: 400 } as const
    const text = { currency: 'USD', reason: 'Came broken.', state: 'requested', fromShop: true } as const
    await prisma().refund.create({ data: { ...facts, ...text, createdAt: world.clock.now(), sentAt } })
  }

  it('before it was sent is sent once', async () => {
    const order = await paidOrder()
    await leave(order.id, null)
    await workRefunds(world)
    expect(await creates()).toBe(0)
    world.clock.forwardMs(31_000)
    await Promise.all([workRefunds(world), workRefunds(world)])
    expect(await creates()).toBe(1)
    expect(await refundsOf(order.id)).toMatchObject([{ state: 'completed' }])
  })

  it('after it was sent is unknown, and never sent again', async () => {
    const order = await paidOrder()
    await leave(order.id, world.clock.now())
    world.clock.forwardMs(61_000)
    await workRefunds(world)
    expect(await refundsOf(order.id)).toMatchObject([{ state: 'unknown' }])
    expect(await creates()).toBe(0)
  })
})
