import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { prisma } from '@/lib/db'
import { requestRefund } from '@/lib/refunds/request-refund'
import { err } from '@/lib/shared/result'
import { cancelSubscription } from '@/lib/subscriptions/cancel-subscription'
import { savePlan } from '@/lib/subscriptions/save-plan'
import { makeProduct } from '@/tests/support/factories'
import { makeMerchant } from '@/tests/support/merchants'
import { openShopWorld, type ShopWorld } from '@/tests/support/shop-world'
import { addLine } from '@/tests/support/shopping'
import {
  fillPlanCart,
  openSubscriptions,
  passInterval,
  passTime,
  readSubscription,
  subscribe,
} from '@/tests/support/subscriptions'

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

const dayMs = 86_400_000
const mailsOf = async (subscriptionId: string) =>
  (await readSubscription(subscriptionId)).order.mails.map((mail) => mail.kind)
const doThere = (subscriptionId: string, doing: string) =>
  world.control('POST', `/subscriptions/${subscriptionId}/${doing}`).then(() => world.settleDown())

describe('a trial', () => {
  it.each([
    ['as it is told', {}],
    ['with an invoice of nothing', { trial_invoice: 'zero' }],
    ['that the API calls active', { trial_status: 'active' }],
    ['that nobody tells of', { webhook_drop: 'all' }],
  ])('begins with an order of nothing, and no payment: %s', async (_name, switches) => {
    await world.switches(switches)
    const { orderNumber, subscriptionId } = await subscribe(world, { trialDays: 30 })
    await world.sweep()
    const order = await world.order(orderNumber)
    expect(order).toMatchObject({ status: 'paid', totalMinor: 0, payments: [], receiptNumber: expect.any(Number) })
    expect((await readSubscription(subscriptionId)).state).toBe('trialing')
  })

  it('warns three days before its end, and its end brings the first paid order', async () => {
    const { subscriptionId } = await subscribe(world, { trialDays: 30 })
    await passTime(world, new Date(world.clock.now().getTime() + 27 * dayMs + 60_000))
    expect(await mailsOf(subscriptionId)).toContain('subscription_trial_ending')
    await passInterval(world, subscriptionId)
    const { orders, state } = await readSubscription(subscriptionId)
    expect(state).toBe('active')
    expect(orders.map((order) => [order.status, order.totalMinor])).toEqual([
      ['paid', 0],
      ['paid', 900],
    ])
  })

  it('that was charged at once needs a person', async () => {
    await world.switches({ webhook_drop: 'all' })
    const { orderNumber, subscriptionId } = await subscribe(world, { trialDays: 30 })
    await world.switches({ webhook_drop: 'none' })
    const { nonce = '' } = (await world.order(orderNumber)).attempts[0] ?? {}
    const body = {
      event: 'invoice.paid',
      subscriptionCustomerId: subscriptionId,
      amount: 900,
      currency: 'usd',
      metadata: { external_order_id: orderNumber, nonce },
    }
    await world.deliver(JSON.stringify(body))
    const order = await world.order(orderNumber)
    expect(order.payments).toMatchObject([{ verdict: 'mismatch', grossMinor: 900 }])
  })
})

describe('a payment that fails', () => {
  it('makes it past due with one mail, and a later success pays the interval', async () => {
    const { subscriptionId } = await subscribe(world)
    await doThere(subscriptionId, 'decline')
    await passInterval(world, subscriptionId)
    expect(await readSubscription(subscriptionId)).toMatchObject({ state: 'past_due', orders: [{ status: 'paid' }] })
    expect((await mailsOf(subscriptionId)).filter((kind) => kind === 'subscription_past_due')).toHaveLength(1)
    await doThere(subscriptionId, 'retry')
    const { state, orders } = await readSubscription(subscriptionId)
    expect(state).toBe('active')
    expect(orders.map((order) => order.status)).toEqual(['paid', 'paid'])
  })

  it('that nobody tells of is seen by the sweep', async () => {
    const { subscriptionId } = await subscribe(world)
    await world.switches({ webhook_drop: 'all' })
    await doThere(subscriptionId, 'decline')
    await passInterval(world, subscriptionId, 10 * 60_000)
    await world.sweep()
    expect((await readSubscription(subscriptionId)).state).toBe('past_due')
  })
})

describe('a pause', () => {
  it.each(['pause', 'paused'])('told as %s stops the renewals; what was skipped is not asked for', async (name) => {
    await world.switches({ pause_event: name })
    const { subscriptionId } = await subscribe(world)
    await doThere(subscriptionId, 'pause')
    expect((await readSubscription(subscriptionId)).state).toBe('paused')
    await passTime(world, new Date(world.clock.now().getTime() + 80 * dayMs))
    await world.sweep()
    await doThere(subscriptionId, 'resume')
    const { state, orders } = await readSubscription(subscriptionId)
    expect(state).toBe('active')
    expect(orders.map((order) => order.status)).toEqual(['paid', 'paid'])
  })
})

describe('cancelling', () => {
  const cancel = async (subscriptionId: string) => {
    const { id } = await readSubscription(subscriptionId)
    const input = { subscriptionId: id, actor: 'shopper', clock: world.clock } as const
    return cancelSubscription(input, { gateway: () => world.gateway })
  }

  it('ends it with the interval it is in; no renewal follows', async () => {
    const { subscriptionId } = await subscribe(world)
    expect(await cancel(subscriptionId)).toEqual({ ok: true, value: { outcome: 'cancelled' } })
    expect(await readSubscription(subscriptionId)).toMatchObject({ state: 'active', cancelAtPeriodEnd: true })
    expect(await cancel(subscriptionId)).toEqual({ ok: true, value: { outcome: 'already' } })
    await passInterval(world, subscriptionId)
    const { state, orders } = await readSubscription(subscriptionId)
    expect(state).toBe('cancelled')
    expect(orders).toHaveLength(1)
    expect((await mailsOf(subscriptionId)).filter((kind) => kind === 'subscription_cancelled')).toHaveLength(1)
  })

  it('at once, where the provider does it so', async () => {
    await world.switches({ subscription_cancel: 'at_once' })
    const { subscriptionId } = await subscribe(world)
    await cancel(subscriptionId)
    expect((await readSubscription(subscriptionId)).state).toBe('cancelled')
  })

  it('at a provider that does not answer changes nothing', async () => {
    const { subscriptionId } = await subscribe(world)
    const { subscriptions } = world.gateway
    if (!subscriptions) throw new Error('Pocketsflow sells subscriptions')
    const cancel = async () => err({ code: 'timeout' as const, detail: 'No answer.' })
    const { id } = await readSubscription(subscriptionId)
    const gateway = { ...world.gateway, subscriptions: { ...subscriptions, cancel } }
    const input = { subscriptionId: id, actor: 'shopper', clock: world.clock } as const
    const answer = await cancelSubscription(input, { gateway: () => gateway })
    expect(answer).toMatchObject({ ok: false, error: { code: 'provider_failed' } })
    expect((await readSubscription(subscriptionId)).cancelAtPeriodEnd).toBe(false)
  })
})

describe('a plan', () => {
  const wish = (sku: string, offerId: string) => ({
    sku,
    plan: { interval: 'year' as const, trialDays: 7 },
    offers: [{ provider: 'pocketsflow' as const, offerId }],
    mode: 'test' as const,
  })

  it('is made of a variant by its SKU, changed, and ended again', async () => {
    const { variantId } = await makeProduct()
    const { sku } = await prisma().variant.findUniqueOrThrow({ where: { id: variantId } })
    const read = () => prisma().variantPlan.findUnique({ where: { variantId }, include: { offers: true } })
    expect(await savePlan(wish(sku, 'offer1'))).toMatchObject({ ok: true })
    expect(await savePlan(wish(sku, 'offer2'))).toMatchObject({ ok: true })
    expect(await read()).toMatchObject({ interval: 'year', trialDays: 7, offers: [{ providerOfferId: 'offer2' }] })
    expect(await savePlan({ ...wish(sku, ''), plan: null })).toMatchObject({ ok: true })
    expect(await read()).toBeNull()
    expect(await savePlan(wish('nothing', ''))).toMatchObject({ ok: false, error: { code: 'unknown_sku' } })
  })

  it('does not share its offer, and a refusal changes nothing', async () => {
    const { offerId } = await fillPlanCart(world)
    const { variantId } = await makeProduct()
    const { sku } = await prisma().variant.findUniqueOrThrow({ where: { id: variantId } })
    expect(await savePlan(wish(sku, offerId))).toMatchObject({ ok: false, error: { code: 'offer_taken' } })
    expect(await prisma().variantPlan.findUnique({ where: { variantId } })).toBeNull()
  })
})

it('money of an interval that the provider named no payment for is not refunded from here', async () => {
  const { orderNumber } = await subscribe(world)
  const { id: orderId } = await world.order(orderNumber)
  const { id: merchantId } = await makeMerchant()
  const wishes = { orderId, merchantId, wish: { kind: 'whole' as const }, restock: false, reason: 'Not wanted.' }
  const input = { ...wishes, requestKey: 'subscription-refund', clock: world.clock }
  expect(await requestRefund(input, { gateway: () => world.gateway })).toMatchObject({
    ok: false,
    error: { code: 'provider_not_ready' },
  })
})

describe('at checkout', () => {
  it('a subscription is alone in its cart', async () => {
    const cart = await fillPlanCart(world)
    const other = await makeProduct()
    await addLine(cart.cartId, other.variantId)
    expect(await world.checkout(cart.token)).toMatchObject({ ok: false, error: { code: 'plan_not_alone' } })
  })

  it('an offer that drifted is not sold', async () => {
    const cart = await fillPlanCart(world)
    await prisma().variant.update({ where: { id: cart.variantId }, data: { priceMinor: 1_000 } })
    expect(await world.checkout(cart.token)).toMatchObject({ ok: false, error: { code: 'provider_refused' } })
  })

  it('a plan without an offer there is not sold', async () => {
    const cart = await fillPlanCart(world)
    await prisma().planOffer.deleteMany()
    expect(await world.checkout(cart.token)).toMatchObject({ ok: false, error: { code: 'plan_not_offered' } })
  })
})
