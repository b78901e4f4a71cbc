import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { prisma } from '@/lib/db'
import { sweepAgedPayments } from '@/lib/reconciliation/sweep'
import { followRealTime } from '@/tests/support/endings'
import { openShopWorld, type ShopWorld } from '@/tests/support/shop-world'
import { buy } from '@/tests/support/shopping'

let world: ShopWorld

const dayMs = 86_400_000

beforeAll(async () => {
  world = await openShopWorld()
})
beforeEach(() => followRealTime(world))
afterEach(async () => {
  await prisma().sweepRun.deleteMany()
  await world.reset()
})
afterAll(() => world.stop())

const sweepAged = () => sweepAgedPayments({ clock: world.clock, gateway: world.gatewayOf, wait: async () => false })

async function paidDaysAgo(days: number) {
  const bought = await buy(world)
  const paymentId = await world.pay(bought.url)
  const createdAt = new Date(Date.now() - days * dayMs).toISOString()
  await world.control('POST', `/orders/${paymentId}`, { createdAt })
  return { ...bought, paymentId }
}

it('notices what became of orders of half a year, which the day’s sweep no longer sees', async () => {
  const [disputed, refunded, older] = [await paidDaysAgo(100), await paidDaysAgo(179), await paidDaysAgo(200)]
  for (const one of [disputed, older]) await world.control('POST', `/orders/${one.paymentId}/dispute`, {})
  await world.control('POST', `/orders/${refunded.paymentId}`, { isRefunded: true })
  await world.sweep()
  expect(await world.order(disputed.orderNumber)).toMatchObject({ disputed: false })
  expect(await sweepAged()).toMatchObject([{ seen: 2, problem: null }])
  expect(await world.order(disputed.orderNumber)).toMatchObject({ status: 'paid', disputed: true })
  expect(await world.order(refunded.orderNumber)).toMatchObject({ status: 'refunded' })
  expect(await world.order(older.orderNumber)).toMatchObject({ disputed: false })
})

it('looks once a day, and again within the hour when it did not come to its end', async () => {
  await paidDaysAgo(3)
  await world.switches({ api_fault: '500' })
  expect(await sweepAged()).toMatchObject([{ problem: expect.stringContaining('provider_error') }])
  await world.switches({ api_fault: 'none' })
  expect(await sweepAged()).toMatchObject([{ problem: null }])
  expect(await sweepAged()).toEqual([])
  world.clock.forwardMs(dayMs)
  expect(await sweepAged()).toHaveLength(1)
})

it('settles an order of ours that was missed, and leaves alone what others sold on the account long ago', async () => {
  await world.switches({ webhook_drop: 'all' })
  const missed = await paidDaysAgo(60)
  const product = await world.api('POST', '/products', { name: 'Not ours', price: 12, currency: 'USD' })
  const urls = { successUrl: 'http://other.test/', cancelUrl: 'http://other.test/', customerEmail: 'x@other.test' }
  const session = await world.api('POST', '/checkout/sessions', { productId: product._id, ...urls })
  const foreign = await world.pay(session.url)
  await sweepAged()
  expect((await world.order(missed.orderNumber)).status).toBe('paid')
  expect(await prisma().payment.count({ where: { providerOrderId: foreign } })).toBe(0)
})
