import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { prisma } from '@/lib/db'
import { openShopWorld, type ShopWorld } from '@/tests/support/shop-world'
import { openSubscriptions, passInterval, readSubscription, subscribe } from '@/tests/support/subscriptions'

let world: ShopWorld

beforeAll(async () => {
  world = await openShopWorld()
})
beforeEach(() => openSubscriptions(world))
afterEach(async () => {
  await prisma().sharedPacing.deleteMany()
  await world.reset()
})
afterAll(() => world.stop())

const statusesOf = async (subscriptionId: string) =>
  (await readSubscription(subscriptionId)).orders.map((order) => order.status)

describe('a subscription begins', () => {
  it('with a paid order and the subscription beside it', async () => {
    const { orderNumber, subscriptionId } = await subscribe(world)
    const order = await world.order(orderNumber)
    expect(order).toMatchObject({
      status: 'paid',
      confirmedBy: 'webhook',
      totalMinor: 900,
      receiptNumber: expect.any(Number),
    })
    expect(order.payments).toMatchObject([{ verdict: 'settles', grossMinor: 900 }])
    const subscription = await readSubscription(subscriptionId)
    expect(subscription).toMatchObject({ state: 'active', interval: 'month', priceMinor: 900, orderId: order.id })
    expect(subscription.portalUrl).toContain('/portal/')
    expect(subscription.orders).toHaveLength(1)
  })
})

describe('each paid interval has one renewal order', () => {
  it.each([
    ['when all events come', {}],
    ['told by invoice.paid alone', { invoice_events: 'paid' }],
    ['told by invoice.payment_succeeded alone', { invoice_events: 'payment_succeeded' }],
    ['with each event three times', { webhook_copies: 3 }],
    ['with events out of order', { webhook_reorder: 'on' }],
    ['with amounts in major units', { invoice_unit: 'major' }],
    ['with events of the older form', { subscription_form: 'older' }],
    ['without intervals in the API', { subscription_periods: 'off' }],
    ['with charges listed as orders too', { subscription_orders: 'listed' }],
  ])('%s', async (_name, switches) => {
    await world.switches(switches)
    const { subscriptionId } = await subscribe(world)
    await passInterval(world, subscriptionId)
    await passInterval(world, subscriptionId)
    await world.sweep()
    const { orders } = await readSubscription(subscriptionId)
    expect(orders.map((order) => order.status)).toEqual(['paid', 'paid', 'paid'])
    expect(orders.map((order) => order.payments.length)).toEqual([1, 1, 1])
    expect(orders.map((order) => order.payments[0]?.grossMinor)).toEqual([900, 900, 900])
    expect(await prisma().payment.count({ where: { orderId: null } })).toBe(0)
  })
})

describe('lost events change nothing', () => {
  it('at the beginning: the sweep finds the subscription by the offer, the e-mail and the time', async () => {
    await world.switches({ webhook_drop: 'all' })
    const { orderNumber } = await subscribe(world)
    expect((await world.order(orderNumber)).status).toBe('awaiting_payment')
    await world.sweep()
    const order = await world.order(orderNumber)
    expect(order).toMatchObject({ status: 'paid', confirmedBy: 'sweep' })
    expect(order.payments).toMatchObject([{ grossMinor: 900, figuresFrom: { gross: 'expected' } }])
  })

  it('at the beginning, by the nonce where the API shows it', async () => {
    await world.switches({ webhook_drop: 'all', subscription_metadata: 'on', subscription_orders: 'listed' })
    const { orderNumber } = await subscribe(world)
    await world.sweep()
    const order = await world.order(orderNumber)
    expect(order.status).toBe('paid')
    expect(order.payments).toMatchObject([{ grossMinor: 900, feeMinor: 56, figuresFrom: { gross: 'api', fee: 'api' } }])
  })

  it('two that fit one order are given to none by guess', async () => {
    await world.switches({ webhook_drop: 'all', session_reuse: 'on' })
    const { orderNumber, subscriptionId } = await subscribe(world)
    const order = await world.order(orderNumber)
    const sessionId = order.attempts[0]?.providerSessionId
    await world.control('POST', `/sessions/${sessionId}/pay`, { email: 'ada@example.com' })
    await world.sweep()
    expect((await world.order(orderNumber)).status).toBe('awaiting_payment')
    expect(await prisma().subscription.count({ where: { providerSubscriptionId: subscriptionId } })).toBe(0)
  })

  it('at a renewal: it is written down once the provider has had time to charge it', async () => {
    const { subscriptionId } = await subscribe(world)
    await world.switches({ webhook_drop: 'all' })
    await passInterval(world, subscriptionId)
    await world.sweep()
    expect(await statusesOf(subscriptionId)).toEqual(['paid'])
    world.clock.forwardMs(4 * 3_600_000)
    await world.sweep()
    const { orders } = await readSubscription(subscriptionId)
    expect(orders.map((order) => order.confirmedBy)).toEqual(['webhook', 'sweep'])
    expect(orders[1]?.payments).toMatchObject([{ grossMinor: 900, figuresFrom: { gross: 'expected' } }])
  })

  it('for three intervals, with the provider’s books: each has its order and its figures', async () => {
    const { subscriptionId } = await subscribe(world)
    await world.switches({ webhook_drop: 'all', subscription_metadata: 'on', subscription_orders: 'listed' })
    for (let interval = 0; interval < 3; interval += 1) await passInterval(world, subscriptionId)
    world.clock.forwardMs(4 * 3_600_000)
    await world.sweep()
    expect(await statusesOf(subscriptionId)).toEqual(['paid', 'paid', 'paid', 'paid'])
  })

  it('for three intervals, without books: the last is paid by the provider’s word, a person looks at the others', async () => {
    const { subscriptionId } = await subscribe(world)
    await world.switches({ webhook_drop: 'all' })
    for (let interval = 0; interval < 3; interval += 1) await passInterval(world, subscriptionId)
    world.clock.forwardMs(4 * 3_600_000)
    await world.sweep()
    expect(await statusesOf(subscriptionId)).toEqual(['paid', 'needs_review', 'needs_review', 'paid'])
  })
})

describe('what does not agree is not paid', () => {
  it('a renewal of another amount needs a person', async () => {
    const { subscriptionId } = await subscribe(world)
    await world.switches({ amount_offset_minor: 100 })
    await passInterval(world, subscriptionId)
    const { orders } = await readSubscription(subscriptionId)
    expect(orders[1]).toMatchObject({ status: 'needs_review', payments: [{ verdict: 'mismatch', grossMinor: 1_000 }] })
  })

  it('an event of a paid interval that comes again does not pay one that is past due', async () => {
    const { subscriptionId } = await subscribe(world)
    const paid = await world.lastBody()
    await world.control('POST', `/subscriptions/${subscriptionId}/decline`)
    await passInterval(world, subscriptionId)
    expect(await world.deliver(paid)).toBe(200)
    expect(await statusesOf(subscriptionId)).toEqual(['paid'])
    expect((await readSubscription(subscriptionId)).state).toBe('past_due')
  })
})

describe('a provider whose clock is ahead', () => {
  it.each([
    ['without a trial', 0, [900, 900, 900]],
    ['with one', 30, [0, 900, 900]],
  ])('renews all the same: %s', async (_name, trialDays, totals) => {
    const { subscriptionId } = await subscribe(world, { trialDays })
    await world.control('POST', `/subscriptions/${subscriptionId}/renew`)
    await world.settleDown()
    await world.control('POST', `/subscriptions/${subscriptionId}/renew`)
    await world.settleDown()
    const { orders, state } = await readSubscription(subscriptionId)
    expect(orders.map((order) => [order.status, order.totalMinor])).toEqual(totals.map((total) => ['paid', total]))
    expect(state).toBe('active')
  })
})

it('two looks at the same time make one order', async () => {
  const { subscriptionId } = await subscribe(world)
  await world.switches({ webhook_drop: 'all' })
  await passInterval(world, subscriptionId)
  world.clock.forwardMs(4 * 3_600_000)
  await Promise.all([world.sweep(), world.sweep(), world.sweep()])
  expect(await statusesOf(subscriptionId)).toEqual(['paid', 'paid'])
})

it('a renewal takes its goods from stock, and when there are none the money is to go back', async () => {
  const { subscriptionId, variantId } = await subscribe(world, { stock: 2 })
  await passInterval(world, subscriptionId)
  expect((await prisma().variant.findUniqueOrThrow({ where: { id: variantId } })).stock).toBe(0)
  await passInterval(world, subscriptionId)
  const { orders } = await readSubscription(subscriptionId)
  expect(orders.map((order) => order.status)).toEqual(['paid', 'paid', 'needs_review'])
  expect(orders[2]?.refundDueMinor).toBe(900)
})
