import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { prisma } from '@/lib/db'
import { cancelSubscription } from '@/lib/subscriptions/cancel-subscription'
import { makeCart, makeProduct } from '@/tests/support/factories'
import { type FungiesShopWorld, openFungiesShopWorld } from '@/tests/support/fungies-shop-world'
import { readSubscription } from '@/tests/support/subscriptions'

let world: FungiesShopWorld
let shopIsAheadMs = 0

beforeAll(async () => {
  world = await openFungiesShopWorld()
})
// Time only goes on: an order of a later day must not stand beside one of today.
afterEach(async () => {
  await world.reset()
  await world.switches({ clock_offset_ms: shopIsAheadMs })
})
afterAll(() => world.stop())

const dayMs = 86_400_000

/** A plan bought at Fungies; `subscriptionId` is the provider's: the number of the order that began it. */
async function subscribe({ trialDays = 0 } = {}) {
  const { variantId } = await makeProduct({ name: 'Paper post', priceMinor: 900, stock: null })
  await prisma().variantPlan.create({ data: { variantId, interval: 'month', trialDays } })
  const cart = await makeCart([{ variantId, seenPriceMinor: 900 }])
  const started = await world.checkOut(cart.token)
  const id = await world.pay(started.url)
  const { orders } = await world.control<{ orders: { _id: string; number: string }[] }>('GET', '/orders')
  return { ...started, id, subscriptionId: orders.find((order) => order._id === id)?.number ?? '' }
}

async function passDays(days: number) {
  world.clock.forwardMs(days * dayMs)
  shopIsAheadMs += days * dayMs
  await world.switches({ clock_offset_ms: shopIsAheadMs })
}

async function renew(subscriptionId: string, how: 'renew' | 'fail' = 'renew') {
  await passDays(31)
  await world.control('POST', `/subscriptions/${subscriptionId}/${how}`)
  await world.settleDown()
}

const ordersOf = async (subscriptionId: string) => (await readSubscription(subscriptionId)).orders
const hasOrders = (subscriptionId: string, statuses: string[]) =>
  expect.poll(async () => (await ordersOf(subscriptionId)).map((order) => order.status)).toEqual(statuses)

describe('a subscription at Fungies', () => {
  it.each([
    ['when all events come', {}],
    ['with each event three times', { webhook_copies: 3 }],
    ['with the payment told first', { subscription_order: 'after_payment' }],
    ['with dots in the names', { event_form: 'dotted' }],
    ['with its price written in the other unit', { offer_price_unit: 'decimal' }],
  ])('has one paid order for each interval, %s', async (_name, switches) => {
    await world.switches(switches)
    const { orderNumber, subscriptionId, id } = await subscribe()
    expect(await world.order(orderNumber)).toMatchObject({
      status: 'paid',
      totalMinor: 900,
      payments: [{ verdict: 'settles', providerOrderId: id, grossMinor: 900 }],
    })
    const [first] = (await world.order(orderNumber)).payments
    expect(first?.providerDetails).toContainEqual({ label: 'Subscription', value: subscriptionId })
    await renew(subscriptionId)
    await hasOrders(subscriptionId, ['paid', 'paid'])
    await renew(subscriptionId)
    await hasOrders(subscriptionId, ['paid', 'paid', 'paid'])
    await world.sweep()
    const { orders, state } = await readSubscription(subscriptionId)
    expect([state, ...orders.map((order) => order.status)]).toEqual(['active', 'paid', 'paid', 'paid'])
    expect(orders.map((order) => order.payments.length)).toEqual([1, 1, 1])
    expect(await prisma().payment.count({ where: { orderId: null, provider: 'fungies' } })).toBe(0)
  })

  it('has its renewals found by the sweep when nobody tells of them', async () => {
    const { subscriptionId } = await subscribe()
    await world.switches({ webhook_drop: 'all' })
    await renew(subscriptionId)
    world.clock.forwardMs(4 * 3_600_000)
    await world.sweep()
    await hasOrders(subscriptionId, ['paid', 'paid'])
  })

  it('falls past due when an interval is not paid, which is no order', async () => {
    const { subscriptionId } = await subscribe()
    await renew(subscriptionId, 'fail')
    await expect.poll(async () => (await readSubscription(subscriptionId)).state).toBe('past_due')
    expect(await ordersOf(subscriptionId)).toHaveLength(1)
  })

  it('begins with a trial whose first order is confirmed without money', async () => {
    const { orderNumber, subscriptionId } = await subscribe({ trialDays: 14 })
    await expect.poll(async () => (await world.order(orderNumber)).status).toBe('paid')
    expect(await world.order(orderNumber)).toMatchObject({ totalMinor: 0, payments: [] })
    expect((await readSubscription(subscriptionId)).state).toBe('trialing')
  })

  it('ends with its interval when it is cancelled from the shop', async () => {
    const { subscriptionId } = await subscribe()
    const { id } = await readSubscription(subscriptionId)
    const input = { subscriptionId: id, actor: 'shopper' as const, clock: world.clock }
    expect(await cancelSubscription(input, { gateway: world.gatewayOf })).toMatchObject({ ok: true })
    expect(await world.api('GET', `/subscriptions/${subscriptionId}`)).toMatchObject({
      subscription: { cancelAtIntervalEnd: true, status: 'active' },
    })
  })
})
