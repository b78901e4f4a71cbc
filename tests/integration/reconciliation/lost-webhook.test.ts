import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { prisma } from '@/lib/db'
import { checkWaitingOrders } from '@/lib/reconciliation/check-newest'
import { openShopWorld, type ShopWorld } from '@/tests/support/shop-world'
import { buy, checkOut, fillMappedCart } from '@/tests/support/shopping'

let world: ShopWorld

beforeAll(async () => {
  world = await openShopWorld()
})
afterEach(async () => {
  await prisma().sharedPacing.deleteMany()
  await world.reset()
})
afterAll(() => world.stop())

const idOf = async (orderNumber: string) => (await world.order(orderNumber)).id
const statusOf = async (orderNumber: string) => (await world.order(orderNumber)).status
const listCalls = async () => (await world.calls()).filter((call) => call === 'GET /orders').length
const check = async (orderNumber: string, checker = checkWaitingOrders) =>
  checker({ orderId: await idOf(orderNumber), clock: world.clock }, { gateway: () => world.gateway })

async function paidUntold(...facts: Parameters<typeof buy> extends [unknown, ...infer Rest] ? Rest : never) {
  await world.switches({ webhook_drop: 'all' })
  const bought = await buy(world, ...facts)
  const paymentId = await world.pay(bought.url)
  return { ...bought, paymentId }
}

describe('a payment whose webhook was lost is found while its shopper waits', () => {
  it.each([
    ['with metadata in the list', {}],
    ['without metadata in the list', { list_metadata: 'off' }],
    ['without metadata anywhere, by the order’s own product', { list_metadata: 'off', get_metadata: 'off' }],
    ['listed twice', { list_duplicates: 'on' }],
    ['with tax', { tax: 'added', tax_percent: 20 }],
  ])('%s', async (_name, switches) => {
    await world.switches(switches)
    const bought = await paidUntold()
    await check(bought.orderNumber)
    const order = await world.order(bought.orderNumber)
    expect(order).toMatchObject({ status: 'paid', confirmedBy: 'return_check' })
    expect(order.payments).toMatchObject([
      { providerOrderId: bought.paymentId, verdict: 'settles', feeMinor: expect.any(Number) },
    ])
  })

  it('on a shared product, by the metadata of the single payment', async () => {
    await world.switches({ webhook_drop: 'all', list_metadata: 'off' })
    const cart = await fillMappedCart(world)
    const started = await checkOut(world, cart.token)
    await world.pay(started.url)
    await check(started.orderNumber)
    expect(await statusOf(started.orderNumber)).toBe('paid')
  })

  it('on a shared product without metadata anywhere it is given to no order by guess', async () => {
    await world.switches({ webhook_drop: 'all', list_metadata: 'off', get_metadata: 'off' })
    const cart = await fillMappedCart(world)
    const started = await checkOut(world, cart.token)
    await world.pay(started.url)
    await check(started.orderNumber)
    expect(await statusOf(started.orderNumber)).toBe('awaiting_payment')
  })

  it('for everyone who waits, by one look', async () => {
    const first = await paidUntold()
    const second = await paidUntold()
    await check(first.orderNumber)
    expect([await statusOf(first.orderNumber), await statusOf(second.orderNumber)]).toEqual(['paid', 'paid'])
    expect(await listCalls()).toBe(1)
  })

  it('a wrong amount in the list goes to review, as it would by webhook', async () => {
    await world.switches({ amount_offset_minor: -5 })
    const bought = await paidUntold()
    await check(bought.orderNumber)
    expect(await world.order(bought.orderNumber)).toMatchObject({
      status: 'needs_review',
      payments: [{ verdict: 'mismatch' }],
    })
  })

  it('the webhook that comes after all is a duplicate', async () => {
    const bought = await paidUntold()
    await check(bought.orderNumber)
    await world.control('POST', `/orders/${bought.paymentId}/deliver`, {})
    await world.settleDown()
    expect((await world.events()).at(-1)).toMatchObject({ state: 'duplicate' })
    expect((await world.order(bought.orderNumber)).payments).toHaveLength(1)
  })
})

describe('nothing is asked or changed without need', () => {
  it('nobody paid: the order stays as it is', async () => {
    const bought = await buy(world)
    await check(bought.orderNumber)
    expect(await statusOf(bought.orderNumber)).toBe('awaiting_payment')
    expect(await listCalls()).toBe(1)
  })

  it('an order that is paid asks nobody', async () => {
    const bought = await buy(world)
    await world.pay(bought.url)
    const before = await listCalls()
    await check(bought.orderNumber)
    expect(await listCalls()).toBe(before)
  })

  it('an order whose page was never opened asks nobody', async () => {
    const cart = await fillMappedCart(world)
    await world.switches({ api_fault: '500', api_fault_scope: 'POST /checkout' })
    await world.checkout(cart.token)
    await world.switches({ api_fault: 'none' })
    const [failed] = await prisma().order.findMany({ orderBy: { id: 'desc' }, take: 1 })
    await check(String(failed?.number))
    expect(await listCalls()).toBe(0)
  })

  it('a provider that fails changes nothing and throws nothing', async () => {
    const bought = await paidUntold()
    await world.switches({ api_fault: '429' })
    await check(bought.orderNumber)
    expect(await statusOf(bought.orderNumber)).toBe('awaiting_payment')
  })

  it('what others sell on the same account is left alone', async () => {
    const bought = await buy(world)
    const product = await world.api('POST', '/products', { name: 'Not ours', price: 12, currency: 'USD' })
    const urls = { successUrl: 'http://other.test/', cancelUrl: 'http://other.test/', customerEmail: 'x@other.test' }
    const session = await world.api('POST', '/checkout/sessions', { productId: product._id, ...urls })
    await world.switches({ webhook_drop: 'all' })
    const paymentId = await world.pay(session.url)
    await check(bought.orderNumber)
    expect(await statusOf(bought.orderNumber)).toBe('awaiting_payment')
    expect(await prisma().payment.count({ where: { providerOrderId: paymentId } })).toBe(0)
  })
})

describe('at most one list call in five seconds, for all who wait and all processes together', () => {
  it('twenty shoppers in two processes', async () => {
    const bought = await buy(world)
    vi.resetModules()
    const otherProcess = await import('@/lib/reconciliation/check-newest')
    expect(otherProcess.checkWaitingOrders).not.toBe(checkWaitingOrders)
    const checkers = [checkWaitingOrders, otherProcess.checkWaitingOrders]
    const checks = Array.from({ length: 20 }, (_, index) => check(bought.orderNumber, checkers[index % 2]))
    await Promise.all(checks)
    expect(await listCalls()).toBe(1)
    world.clock.forwardMs(4_999)
    await check(bought.orderNumber)
    expect(await listCalls()).toBe(1)
    world.clock.forwardMs(1)
    await Promise.all([check(bought.orderNumber), check(bought.orderNumber, otherProcess.checkWaitingOrders)])
    expect(await listCalls()).toBe(2)
  })

  it('also after a clock that was ahead took the turn', async () => {
    const bought = await buy(world)
    world.clock.forwardMs(45 * 60_000)
    await check(bought.orderNumber)
    world.clock.forwardMs(-45 * 60_000)
    await check(bought.orderNumber)
    expect(await listCalls()).toBe(2)
  })
})
