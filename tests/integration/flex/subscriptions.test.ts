import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { prisma } from '@/lib/db'
import { cancelSubscription } from '@/lib/subscriptions/cancel-subscription'
import { type FlexShopWorld, openFlexShopWorld } from '@/tests/support/flex-shop-world'
import { fillMonthlyCart, openCalendar, ordersOf, readSubscription } from '@/tests/support/subscriptions'

let world: FlexShopWorld
const calendar = openCalendar(() => world)

/** Machines are busy. */
const patience = { timeout: 15_000 }

beforeAll(async () => {
  world = await openFlexShopWorld()
})
afterEach(() => calendar.reset())
afterAll(() => world.stop())

/** A plan bought at Flex; `subscriptionId` is the provider's. */
async function subscribe(facts: { trialDays?: number } = {}) {
  const cart = await fillMonthlyCart(facts)
  const started = await world.checkOut(cart.token)
  const { session } = await world.control(`/sessions/${started.sessionId}/pay`)
  await world.settleDown()
  return { ...started, subscriptionId: String(session.subscription) }
}

async function renew(subscriptionId: string, how: object = {}) {
  // Into the next interval by more than the time in which it may still be charged.
  await calendar.passDays(32)
  await world.control(`/subscriptions/${subscriptionId}/renew`, how)
}

const hasOrders = (subscriptionId: string, statuses: string[]) =>
  expect.poll(async () => (await ordersOf(subscriptionId)).map((order) => order.status), patience).toEqual(statuses)

const isPaid = (orderNumber: string) =>
  expect.poll(async () => (await world.order(orderNumber)).status, patience).toBe('paid')

describe('a subscription at Flex', () => {
  it.each([
    ['when all events come', {}],
    ['with each event three times', { webhook_copies: 3 }],
    ['in an outer “event”', { envelope: 'B' }],
    ['with each invoice told under both names', { invoice_events: 'both' }],
    ['with invoices told under the other name alone', { invoice_events: 'payment_succeeded' }],
    ['by ids alone', { envelope: 'A_id' }],
    ['where only its session shows our references', { subscription_metadata: 'off' }],
  ])('has one paid order for each interval, %s', async (_name, switches) => {
    await world.switches(switches)
    const { orderNumber, subscriptionId, sessionId } = await subscribe()
    await isPaid(orderNumber)
    expect(await world.order(orderNumber)).toMatchObject({
      totalMinor: 900,
      payments: [{ verdict: 'settles', providerOrderId: sessionId, grossMinor: 900 }],
    })
    await renew(subscriptionId)
    await hasOrders(subscriptionId, ['paid', 'paid'])
    await renew(subscriptionId)
    await hasOrders(subscriptionId, ['paid', 'paid', 'paid'])
    await world.settleDown()
    await world.sweep()
    const { orders, state } = await readSubscription(subscriptionId)
    expect([state, ...orders.map((order) => order.status)]).toEqual(['active', 'paid', 'paid', 'paid'])
    expect(orders.map((order) => order.payments.length)).toEqual([1, 1, 1])
    expect(await prisma().payment.count({ where: { orderId: null, provider: 'flex' } })).toBe(0)
  })

  it('is settled when its shopper comes back, without any webhook', async () => {
    await world.switches({ webhook_drop: 'all' })
    const { orderNumber, sessionId, subscriptionId } = await subscribe()
    expect(await world.comeBack(orderNumber, sessionId)).toMatchObject({ state: 'complete' })
    expect(await world.order(orderNumber)).toMatchObject({ status: 'paid', confirmedBy: 'return_check' })
    expect((await readSubscription(subscriptionId)).orders).toHaveLength(1)
  })

  it('and its renewals are found by the sweep when nobody tells of them', async () => {
    await world.switches({ webhook_drop: 'all' })
    const { orderNumber, subscriptionId } = await subscribe()
    await world.sweep()
    expect((await world.order(orderNumber)).status).toBe('paid')
    await renew(subscriptionId)
    await world.sweep()
    const { orders } = await readSubscription(subscriptionId)
    expect(orders.map((order) => order.payments[0]?.grossMinor)).toEqual([900, 900])
  })

  it.each(['zero', 'no_figure'])(
    'begins with a trial: an order of nothing (%s), and money only afterwards',
    async (free_received) => {
      await world.switches({ free_received })
      const { orderNumber, subscriptionId, sessionId } = await subscribe({ trialDays: 14 })
      expect(await world.comeBack(orderNumber, sessionId)).toMatchObject({ state: 'complete' })
      await isPaid(orderNumber)
      expect(await world.order(orderNumber)).toMatchObject({ totalMinor: 0, payments: [] })
      expect(await readSubscription(subscriptionId)).toMatchObject({ state: 'trialing' })
      await renew(subscriptionId)
      await hasOrders(subscriptionId, ['paid', 'paid'])
      expect((await ordersOf(subscriptionId)).map((order) => order.totalMinor)).toEqual([0, 900])
    },
  )

  it('is past due when a payment fails, and pays nothing', async () => {
    const { subscriptionId, orderNumber } = await subscribe()
    await isPaid(orderNumber)
    await renew(subscriptionId, { fails: true })
    await expect.poll(async () => (await readSubscription(subscriptionId)).state, patience).toBe('past_due')
    expect(await ordersOf(subscriptionId)).toHaveLength(1)
  })

  it.each([0, 3])('that is past due is paid %i days later, for the interval it was for', async (days) => {
    const { subscriptionId, orderNumber } = await subscribe()
    await isPaid(orderNumber)
    await renew(subscriptionId, { fails: true })
    await expect.poll(async () => (await readSubscription(subscriptionId)).state, patience).toBe('past_due')
    if (days > 0) await calendar.passDays(days)
    await world.control(`/subscriptions/${subscriptionId}/retry`)
    await hasOrders(subscriptionId, ['paid', 'paid'])
    await renew(subscriptionId)
    await hasOrders(subscriptionId, ['paid', 'paid', 'paid'])
    const starts = (await ordersOf(subscriptionId)).map(({ periodStart }) => periodStart?.getTime() ?? 0)
    expect(new Set(starts).size).toBe(3)
  })

  it('is paused and goes on, by Flex’s word', async () => {
    const { subscriptionId, orderNumber } = await subscribe()
    await isPaid(orderNumber)
    const isInState = (state: string) =>
      expect.poll(async () => (await readSubscription(subscriptionId)).state, patience).toBe(state)
    await world.control(`/subscriptions/${subscriptionId}/pause`)
    await isInState('paused')
    await world.control(`/subscriptions/${subscriptionId}/resume`)
    await isInState('active')
    expect(await ordersOf(subscriptionId)).toHaveLength(1)
  })

  it('that Flex lets run to the end of its interval is shown so', async () => {
    await world.switches({ cancel_ends: 'with_period' })
    const { subscriptionId, orderNumber } = await subscribe()
    await isPaid(orderNumber)
    const { id } = await readSubscription(subscriptionId)
    const input = { subscriptionId: id, actor: 'shopper' as const, clock: world.clock }
    for (const outcome of ['cancelled', 'already'])
      expect(await cancelSubscription(input, { gateway: () => world.gateway })).toMatchObject({ value: { outcome } })
    expect(await readSubscription(subscriptionId)).toMatchObject({ state: 'active', cancelAtPeriodEnd: true })
  })

  it('is cancelled at Flex', async () => {
    const { subscriptionId, orderNumber } = await subscribe()
    await isPaid(orderNumber)
    const { id } = await readSubscription(subscriptionId)
    await cancelSubscription(
      { subscriptionId: id, actor: 'shopper', clock: world.clock },
      { gateway: () => world.gateway },
    )
    const { subscription } = await world.call('GET', `/v1/subscriptions/${subscriptionId}`)
    expect(subscription.status).toBe('canceled')
    expect((await readSubscription(subscriptionId)).state).toBe('cancelled')
  })

  it('gives a renewal back by its own payment', async () => {
    await world.switches({ refund_end: 'succeeded' })
    const { subscriptionId, orderNumber } = await subscribe()
    await isPaid(orderNumber)
    await renew(subscriptionId)
    await hasOrders(subscriptionId, ['paid', 'paid'])
    const [, renewal] = await ordersOf(subscriptionId)
    expect(await world.refund(renewal?.id ?? 0, { kind: 'whole' })).toMatchObject({
      ok: true,
      value: [{ state: 'completed', amountMinor: 900 }],
    })
  })

  it('settles nothing by an event alone where Flex does not know the calls', async () => {
    await world.switches({ subscription_calls: 'unknown' })
    const { orderNumber } = await subscribe()
    expect((await world.order(orderNumber)).status).toBe('awaiting_payment')
  })
})
