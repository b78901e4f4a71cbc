import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { prisma } from '@/lib/db'
import { followRealTime, forgetSweeps } from '@/tests/support/endings'
import { openShopWorld, type ShopWorld } from '@/tests/support/shop-world'
import { buy, checkOut, fillMappedCart } from '@/tests/support/shopping'

let world: ShopWorld

beforeAll(async () => {
  world = await openShopWorld()
})
beforeEach(async () => {
  followRealTime(world)
  await world.switches({ webhook_drop: 'all' })
})
afterEach(async () => {
  await forgetSweeps()
  await world.reset()
})
afterAll(() => world.stop())

const minuteMs = 60_000
const statusOf = async (orderNumber: string) => (await world.order(orderNumber)).status

async function paidUntold(...facts: Parameters<typeof buy> extends [unknown, ...infer Rest] ? Rest : never) {
  const bought = await buy(world, ...facts)
  return { ...bought, paymentId: await world.pay(bought.url) }
}

async function mappedUntold() {
  const cart = await fillMappedCart(world)
  const started = await checkOut(world, cart.token)
  return { ...cart, ...started, paymentId: await world.pay(started.url) }
}

const paymentOf = (providerOrderId: string) => prisma().payment.findFirst({ where: { providerOrderId } })

describe('a payment whose webhook was lost is found by the sweep', () => {
  it.each([
    ['with metadata in the list', {}],
    ['without metadata, by the order’s own product', { list_metadata: 'off', get_metadata: 'off' }],
    ['listed twice', { list_duplicates: 'on' }],
    ['with tax', { tax: 'added', tax_percent: 20 }],
    ['on pages of one', { page_size_cap: 1 }],
  ])('%s, without a look-up', async (_name, switches) => {
    await world.switches(switches)
    const bought = await paidUntold()
    const other = await paidUntold()
    await world.sweep()
    const order = await world.order(bought.orderNumber)
    expect(order).toMatchObject({ status: 'paid', confirmedBy: 'sweep' })
    expect(order.payments).toMatchObject([{ providerOrderId: bought.paymentId, verdict: 'settles' }])
    expect(await statusOf(other.orderNumber)).toBe('paid')
    expect((await world.calls()).filter((call) => call.startsWith('GET /orders/'))).toEqual([])
  })

  it('on a shared product, by the metadata of the single payment, at once', async () => {
    await world.switches({ list_metadata: 'off' })
    const bought = await mappedUntold()
    await world.sweep()
    expect(await statusOf(bought.orderNumber)).toBe('paid')
  })

  it('P23: that the provider lists only ten minutes later', async () => {
    const bought = await paidUntold()
    await world.control('POST', `/orders/${bought.paymentId}`, { visibleInMs: 10 * minuteMs })
    await world.sweep()
    expect(await statusOf(bought.orderNumber)).toBe('awaiting_payment')
    await world.control('POST', `/orders/${bought.paymentId}`, { visibleInMs: 0 })
    world.clock.forwardMs(10 * minuteMs)
    await world.sweep()
    expect(await statusOf(bought.orderNumber)).toBe('paid')
  })

  it.each([-3, 2, 5])('while later pages are shifted by %i rows', async (shift) => {
    const bought = []
    for (let count = 0; count < 8; count += 1) bought.push(await paidUntold())
    await world.switches({ page_size_cap: 3, list_shift: shift })
    const [result] = await world.sweep()
    expect(result).toMatchObject({ seen: 8, settled: 8, problem: null })
    for (const { orderNumber } of bought) expect(await statusOf(orderNumber)).toBe('paid')
  })

  it('that was made for an order which is under review because the provider was silent', async () => {
    const bought = await paidUntold()
    const where = { number: Number(bought.orderNumber) }
    await prisma().order.update({ where, data: { status: 'needs_review', reviewReason: 'silent' } })
    await world.sweep()
    expect(await statusOf(bought.orderNumber)).toBe('paid')
  })

  it('a second one for the same order is recorded and owed back', async () => {
    await world.switches({ session_reuse: 'on' })
    const bought = await paidUntold()
    await world.pay(bought.url)
    await world.sweep()
    expect(await world.order(bought.orderNumber)).toMatchObject({
      status: 'paid',
      paidTwice: true,
      refundDueMinor: 1_200,
    })
  })

  it('from further back than a day, when nobody looked for longer', async () => {
    await world.sweep()
    const bought = await paidUntold()
    world.clock.forwardMs(3 * 24 * 60 * minuteMs)
    await world.sweep()
    expect(await statusOf(bought.orderNumber)).toBe('paid')
  })

  it('once, by two sweeps at the same time', async () => {
    const bought = await paidUntold()
    await Promise.all([world.sweep(), world.sweep()])
    expect((await world.order(bought.orderNumber)).payments).toHaveLength(1)
  })
})

describe('money that no order explains', () => {
  it('on a shared product without metadata is written down as unmatched, never given to an order by guess', async () => {
    await world.switches({ list_metadata: 'off', get_metadata: 'off' })
    const bought = await mappedUntold()
    await world.sweep()
    expect(await paymentOf(bought.paymentId)).toBeNull()
    world.clock.forwardMs(2 * minuteMs)
    const [result] = await world.sweep()
    expect(result).toMatchObject({ settled: 1 })
    expect(await paymentOf(bought.paymentId)).toMatchObject({
      verdict: 'unmatched',
      orderId: null,
      confirmedBy: 'sweep',
    })
    expect(await statusOf(bought.orderNumber)).toBe('awaiting_payment')
  })

  it('is asked about by itself once, and written down once', async () => {
    await world.switches({ list_metadata: 'off', get_metadata: 'off' })
    const bought = await mappedUntold()
    world.clock.forwardMs(2 * minuteMs)
    for (const _ of [1, 2, 3]) await world.sweep()
    expect(await prisma().payment.count({ where: { providerOrderId: bought.paymentId } })).toBe(1)
    expect((await world.calls()).filter((call) => call.startsWith('GET /orders/'))).toHaveLength(1)
  })

  it('finds its order when the provider shows the metadata after all', async () => {
    await world.switches({ list_metadata: 'off', get_metadata: 'off' })
    const bought = await mappedUntold()
    world.clock.forwardMs(2 * minuteMs)
    await world.sweep()
    await world.switches({ list_metadata: 'on' })
    await world.sweep()
    expect(await statusOf(bought.orderNumber)).toBe('paid')
    expect(await paymentOf(bought.paymentId)).toMatchObject({ verdict: 'settles' })
  })

  it('that names an order and another one’s nonce is told in its story once, and is news once', async () => {
    await world.switches({ order_overrides: { metadata: { nonce: 'f0reign' } } })
    const bought = await paidUntold()
    const news: unknown[] = []
    for (const _ of [1, 2, 3]) news.push(...(await world.sweep()).map(({ settled }) => settled))
    expect(news).toEqual([1, 0, 0])
    const order = await world.order(bought.orderNumber)
    expect(order.status).toBe('awaiting_payment')
    expect(order.timeline.filter(({ kind }) => kind === 'refused')).toHaveLength(1)
    expect(await paymentOf(bought.paymentId)).toMatchObject({ verdict: 'unmatched', orderId: null })
  })

  it('of an order that is gone stands as unmatched', async () => {
    const bought = await paidUntold()
    const { id: orderId } = await world.order(bought.orderNumber)
    // As after a database was restored from before that order.
    await prisma().mail.deleteMany({ where: { orderId } })
    await prisma().attempt.updateMany({ where: { orderId }, data: { nonce: `gone-${orderId}`, productIsOurs: false } })
    await prisma().order.update({ where: { id: orderId }, data: { number: 900_000 + orderId } })
    world.clock.forwardMs(2 * minuteMs)
    await world.sweep()
    expect(await paymentOf(bought.paymentId)).toMatchObject({ verdict: 'unmatched', orderId: null })
  })
})

describe('what shows only in lists', () => {
  async function paid() {
    const bought = await paidUntold()
    await world.sweep()
    return bought
  }

  it('a dispute is noted, told in the story, and cleared when it ends', async () => {
    const bought = await paid()
    await world.control('POST', `/orders/${bought.paymentId}/dispute`, {})
    for (const _ of [1, 2]) await world.sweep()
    const order = await world.order(bought.orderNumber)
    expect(order).toMatchObject({ status: 'paid', disputed: true, payments: [{ isDisputed: true }] })
    expect(order.timeline.filter(({ kind }) => kind === 'disputed')).toHaveLength(1)
    await world.control('POST', `/orders/${bought.paymentId}/dispute`, { isDisputed: false })
    await world.sweep()
    expect(await world.order(bought.orderNumber)).toMatchObject({ disputed: false, payments: [{ isDisputed: false }] })
  })

  it('P29: a refund, whole and in part', async () => {
    const [whole, part] = [await paid(), await paid()]
    await world.control('POST', `/orders/${whole.paymentId}/refund`, {})
    await world.control('POST', `/orders/${part.paymentId}/refund`, { amount: 5 })
    await world.sweep()
    expect(await world.order(whole.orderNumber)).toMatchObject({ status: 'refunded' })
    expect(await world.order(part.orderNumber)).toMatchObject({ status: 'partially_refunded' })
  })

  it('a refund that shows only as the order’s flag', async () => {
    const bought = await paid()
    await world.control('POST', `/orders/${bought.paymentId}`, { isRefunded: true })
    await world.sweep()
    expect(await statusOf(bought.orderNumber)).toBe('refunded')
  })
})

it('a quiet shop costs two calls a sweep', async () => {
  await buy(world)
  await world.sweep()
  world.clock.forwardMs(minuteMs)
  const before = (await world.calls()).length
  await world.sweep()
  expect((await world.calls()).slice(before)).toEqual(['GET /orders', 'GET /refunds'])
})
