import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { prisma } from '@/lib/db'
import { cancelSubscription } from '@/lib/subscriptions/cancel-subscription'
import { type FungiesShopWorld, openFungiesShopWorld } from '@/tests/support/fungies-shop-world'
import { openCalendar, ordersOf, readSubscription, subscribeAtFungies } from '@/tests/support/subscriptions'

let world: FungiesShopWorld
const calendar = openCalendar(() => world)

beforeAll(async () => {
  world = await openFungiesShopWorld()
})
afterEach(() => calendar.reset())
afterAll(() => world.stop())

const subscribe = (facts: { trialDays?: number } = {}) => subscribeAtFungies(world, facts)

async function renew(subscriptionId: string, how: 'renew' | 'fail' = 'renew') {
  await calendar.passDays(31)
  await world.control('POST', `/subscriptions/${subscriptionId}/${how}`)
  await world.settleDown()
}

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

  it.each([
    ['by its event', {}],
    ['by the sweep, when nobody tells of it', { webhook_drop: 'all' }],
  ])('has a renewal that was given back in the dashboard recognised %s', async (_name, switches) => {
    const { subscriptionId } = await subscribe()
    await renew(subscriptionId)
    await hasOrders(subscriptionId, ['paid', 'paid'])
    await world.switches(switches)
    const { payments } = await world.control<{ payments: { _id: string }[] }>('GET', '/payments')
    await world.control('POST', `/payments/${payments[0]?._id}/refund`)
    await world.settleDown()
    world.clock.forwardMs(120_000)
    if ('webhook_drop' in switches) await world.sweep()
    await hasOrders(subscriptionId, ['paid', 'refunded'])
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
