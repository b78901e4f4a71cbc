import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { prisma } from '@/lib/db'
import { openShopWorld, type ShopWorld } from '@/tests/support/shop-world'
import { buy, fillMappedCart } from '@/tests/support/shopping'

let world: ShopWorld

beforeAll(async () => {
  world = await openShopWorld()
})
afterEach(() => world.reset())
afterAll(() => world.stop())

/** An order that was paid at the provider, of which the shop was not told yet. */
async function paidUntold(facts: Parameters<typeof buy>[1] = {}) {
  const bought = await buy(world, facts)
  await world.switches({ webhook_drop: 'all' })
  const paymentId = await world.pay(bought.url)
  const body = JSON.parse(await world.lastBody()) as Record<string, unknown>
  await world.switches({ webhook_drop: 'none' })
  return { ...bought, paymentId, body }
}

const learnUnit = async () => world.pay((await buy(world)).url)
const statusOf = async (orderNumber: string) => (await world.order(orderNumber)).status
const lastEvent = async () => (await world.events()).at(-1)
const completed = { 'x-pocketsflow-event': 'order.completed' }

describe('every documented form of order.completed pays its order', () => {
  it.each(['A', 'A_minor', 'A_no_event', 'A_bare', 'B', 'enveloped'])(
    'W63, W67: form %s pays 64.99 to the cent, its tax beside it',
    async (payload_form) => {
      await world.switches({ payload_form, tax: 'added', tax_percent: 10 })
      for (const priceMinor of [6_499, 1_500]) {
        const bought = await buy(world, { priceMinor })
        await world.pay(bought.url)
        const order = await world.order(bought.orderNumber)
        expect(order).toMatchObject({ status: 'paid', totalMinor: priceMinor })
        const taxMinor = Math.round(priceMinor / 10)
        expect(order.payments).toMatchObject([{ grossMinor: priceMinor + taxMinor, taxMinor }])
      }
    },
  )

  it.each([
    ['wrapped in sale', { order_get: 'wrapped' }],
    ['gross without tax', { order_gross: 'before_tax' }],
    ['without the amount before tax', { order_before_tax: 'off' }],
    ['without metadata', { get_metadata: 'off' }],
  ])('confirmed by an API that answers %s', async (_name, switches) => {
    await world.switches({ ...switches, payload_form: 'B', tax: 'added', tax_percent: 10 })
    const bought = await buy(world, { priceMinor: 6_499 })
    await world.pay(bought.url)
    expect(await world.order(bought.orderNumber)).toMatchObject({
      status: 'paid',
      payments: [{ grossMinor: 7_149, taxMinor: 650, figuresFrom: { gross: 'api', tax: 'api', fee: 'api' } }],
    })
  })
})

describe('a form is believed in the unit that the API confirmed for it, and in no other', () => {
  const orderCalls = async () => (await world.calls()).filter((call) => call.startsWith('GET /orders')).length

  it('the first of a form asks, the second does not', async () => {
    await prisma().confirmedUnit.deleteMany()
    await learnUnit()
    expect(await orderCalls()).toBe(1)
    await learnUnit()
    expect(await orderCalls()).toBe(1)
    expect(await prisma().confirmedUnit.findMany()).toMatchObject([{ unit: 'major' }])
  })

  it('P27: the same form in the other unit is asked about, paid rightly and remembered anew', async () => {
    await learnUnit()
    const before = await orderCalls()
    await world.switches({ payload_form: 'A_minor' })
    const bought = await buy(world, { priceMinor: 6_499 })
    await world.pay(bought.url)
    expect(await orderCalls()).toBe(before + 1)
    expect(await world.order(bought.orderNumber)).toMatchObject({ status: 'paid', payments: [{ grossMinor: 6_499 }] })
    expect(await prisma().confirmedUnit.findMany()).toMatchObject([{ unit: 'minor' }])
  })

  it('the order waits as it is while the provider is asked', async () => {
    await prisma().confirmedUnit.deleteMany()
    const seen: string[] = []
    const bought = await buy(world)
    world.serveWith({
      lookUpPayment: async (id) => {
        seen.push(await statusOf(bought.orderNumber))
        return world.gateway.lookUpPayment(id)
      },
    })
    await world.pay(bought.url)
    expect(seen).toEqual(['awaiting_payment'])
    expect(await statusOf(bought.orderNumber)).toBe('paid')
  })

  it.each([
    ['W62: its amount', { amount: 0.01, amountBeforeTax: 0.01 }],
    ['W62: an amount as endless digits', { amount: 2 ** 53 }],
    ['W62: an amount below zero', { amount: -12 }],
    ['W62: an amount in words', { amount: 'NaN' }],
    ['W65: an amount in text', { amount: '12.00' }],
    ['its tax', { tax: { amount: 3 } }],
    ['W66: its currency', { currency: 'eur' }],
    ['W69: its product', { product: { id: 'someone_elses' } }],
    ['W69: a variant that we never sell', { product: { variantId: 'v1' } }],
    ['a missing nonce', { metadata: { nonce: null } }],
  ])('%s: such an event decides nothing; the API’s word does', async (_name, overrides) => {
    await learnUnit()
    const bought = await paidUntold()
    const before = await orderCalls()
    await world.control('POST', `/orders/${bought.paymentId}/deliver`, { overrides })
    await world.settleDown()
    expect(await orderCalls()).toBe(before + 1)
    expect(await world.order(bought.orderNumber)).toMatchObject({
      status: 'paid',
      payments: [{ grossMinor: 1_200, currency: 'USD', figuresFrom: { gross: 'api' } }],
    })
  })
})

describe('what an event is called', () => {
  it('W38: its header may be missing when the body says it', async () => {
    await world.switches({ webhook_event_header: 'off' })
    const bought = await buy(world)
    await world.pay(bought.url)
    expect(await statusOf(bought.orderNumber)).toBe('paid')
  })

  it.each([
    ['W39: a header of completion over a signed refund', { event: 'order.refunded' }, completed],
    ['W40: a header of refund over a signed completion', {}, { 'x-pocketsflow-event': 'order.refunded' }],
    ['W42: two headers', {}, { 'x-pocketsflow-event': 'order.completed, order.completed' }],
    ['a completion that holds a refund', { refund: { id: 'rf_1', amount: 12 } }, completed],
  ])('%s contradicts itself: kept, and nothing moves', async (_name, change, headers) => {
    const bought = await paidUntold()
    expect(await world.deliver(JSON.stringify({ ...bought.body, ...change }), headers)).toBe(200)
    expect(await lastEvent()).toMatchObject({ state: 'contradictory', reason: expect.any(String) })
    expect(await world.order(bought.orderNumber)).toMatchObject({ status: 'awaiting_payment', payments: [] })
  })

  it.each(['customer.subscription.created', 'invoice.paid', 'review.created', 'something.new'])(
    'W43: %s is kept and ignored',
    async (event) => {
      const bought = await paidUntold()
      expect(await world.deliver(JSON.stringify({ ...bought.body, event }), { 'x-pocketsflow-event': event })).toBe(200)
      expect(await lastEvent()).toMatchObject({ state: 'ignored', eventName: event })
      expect(await statusOf(bought.orderNumber)).toBe('awaiting_payment')
    },
  )

  it('a declined card is told on the order and changes no status', async () => {
    const bought = await buy(world)
    await world.control('POST', `/sessions/${bought.url.split('/').at(-1)}/decline`, {})
    await expect.poll(async () => (await lastEvent())?.eventName).toBe('payment_intent.payment_failed')
    await expect
      .poll(async () => (await world.order(bought.orderNumber)).timeline.map(({ kind }) => kind))
      .toContain('declined')
    const declined = await lastEvent()
    expect(declined).toMatchObject({ state: 'ignored', reason: 'A payment was declined; the order stays payable.' })
    expect(await statusOf(bought.orderNumber)).toBe('awaiting_payment')
    await world.pay(bought.url)
    expect(await statusOf(bought.orderNumber)).toBe('paid')

    const headers = { 'x-pocketsflow-event': 'payment_intent.payment_failed' }
    expect(await world.deliver(Buffer.from(declined?.rawBody ?? []), headers)).toBe(200)
    expect(await lastEvent()).toMatchObject({ reason: 'A payment was declined; the order stays paid.' })
    expect(await statusOf(bought.orderNumber)).toBe('paid')
  })
})

describe('what buyers can write into an event never costs a payment', () => {
  it.each([
    ['W50: a NUL', { customer: { firstName: 'A\u0000da' } }],
    [
      'W52: writing from right to left, a picture and 5,000 accents',
      { customer: { firstName: `\u202e🦔${'e\u0301'.repeat(5_000)}` } },
    ],
    ['W53: markup and formulas', { customer: { firstName: '<script>alert(1)</script>', lastName: '=HYPERLINK("x")' } }],
    ['W53: a second mail header', { customer: { email: 'a@b.test\r\nBcc: all@b.test' } }],
    ['W47: keys of JavaScript’s own', { metadata: { constructor: { prototype: { paid: true } } } }],
    ['a lone surrogate', { customer: { firstName: '\ud800' } }],
  ])('%s', async (_name, overrides) => {
    const bought = await paidUntold()
    await world.control('POST', `/orders/${bought.paymentId}/deliver`, { overrides })
    await world.settleDown()
    const order = await world.order(bought.orderNumber)
    expect(order.status).toBe('paid')
    expect(order.payments[0]?.buyerEmail ?? '').not.toMatch(/\p{Cc}/u)
    expect(({} as { paid?: boolean }).paid).toBeUndefined()
  })

  it('W47: __proto__ in the metadata', async () => {
    const bought = await paidUntold()
    const text = JSON.stringify(bought.body).replace('"metadata":{', '"metadata":{"__proto__":{"paid":true},')
    expect(await world.deliver(text, completed)).toBe(200)
    expect(await statusOf(bought.orderNumber)).toBe('paid')
    expect(({} as { paid?: boolean }).paid).toBeUndefined()
  })
})

describe('money that no order explains is kept as such', () => {
  it('W58: a shared product, and no metadata anywhere: unmatched, and the order waits', async () => {
    await world.switches({ webhook_metadata: 'off', get_metadata: 'off', list_metadata: 'off' })
    const cart = await fillMappedCart(world)
    const started = await world.checkout(cart.token)
    if (!started.ok) throw new Error(started.error.code)
    const paymentId = await world.pay(started.value.url)
    expect(await statusOf(started.value.orderNumber)).toBe('awaiting_payment')
    expect(await lastEvent()).toMatchObject({ state: 'unmatched' })
    const money = await prisma().payment.findMany({ where: { providerOrderId: paymentId } })
    expect(money).toMatchObject([{ verdict: 'unmatched', orderId: null, grossMinor: 1_200 }])
  })

  it.each([
    ['W59: an order of nobody', '999999999'],
    ['W59: a number too large', '99999999999999999999'],
  ])('%s is named: unmatched, and the order waits', async (_name, named) => {
    const overrides = { metadata: { external_order_id: named }, clientReferenceId: named }
    await world.switches({ order_overrides: overrides })
    const bought = await paidUntold()
    await world.control('POST', `/orders/${bought.paymentId}/deliver`, { overrides })
    await world.settleDown()
    expect(await lastEvent()).toMatchObject({ state: 'unmatched' })
    expect(await world.order(bought.orderNumber)).toMatchObject({ status: 'awaiting_payment', payments: [] })
    expect(await prisma().payment.findMany({ where: { providerOrderId: bought.paymentId } })).toMatchObject([
      { verdict: 'unmatched', orderId: null },
    ])
  })

  it('whose two references name two orders contradicts itself', async () => {
    const bought = await paidUntold()
    const overrides = { metadata: { external_order_id: '999999999' } }
    await world.control('POST', `/orders/${bought.paymentId}/deliver`, { overrides })
    expect(await lastEvent()).toMatchObject({ state: 'contradictory' })
    expect(await statusOf(bought.orderNumber)).toBe('awaiting_payment')
  })
})
