import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { prisma } from '@/lib/db'
import { type FungiesShopWorld, openFungiesShopWorld } from '../../support/fungies-shop-world'

let world: FungiesShopWorld
beforeAll(async () => {
  world = await openFungiesShopWorld()
})
afterAll(() => world.stop())
beforeEach(() => world.reset())

const paidOrder = (number: string) => expect(world.order(number)).resolves.toMatchObject({ status: 'paid' })

describe('a payment told by webhook', () => {
  it('pays its order once, however often and in whatever form it is told, and keeps what Fungies says of it', async () => {
    const bought = await world.buy()
    const id = await world.pay(bought.url)
    const forms = ['thin', 'dotted', 'order_paid', 'other_keys']
    for (const event_form of forms) {
      await world.switches({ event_form })
      expect(await world.deliver(id, { times: 2 })).toEqual([200, 200])
    }
    const order = await world.order(bought.orderNumber)
    expect(order).toMatchObject({
      status: 'paid',
      payments: [{ verdict: 'settles', providerOrderId: id, grossMinor: 1200, confirmedBy: 'webhook' }],
    })
    expect(order.payments[0]?.providerDetails).toMatchObject([
      { label: 'Fungies order' },
      { label: 'Order id', value: id },
      { label: 'Payment' },
      { label: 'Payment id' },
      { label: 'Payment type', value: 'one_time' },
      { label: 'Invoice' },
      { label: 'Tax' },
      { label: 'Fee' },
    ])
    expect(order.orderProducts).toMatchObject([{ provider: 'fungies' }])
  })

  it.each([
    ['thin', { event_form: 'thin' }],
    ['dotted', { event_form: 'dotted' }],
    ['order.paid', { event_form: 'order_paid' }],
    ['under other keys', { event_form: 'other_keys' }],
    ['without a payment', { event_payment: 'off' }],
    ['with quantities in text', { string_quantity: 'on' }],
    ['with one id for order and payment', { same_ids: 'on' }],
    ['signed with sha256=', { signature_prefix: 'sha256=' }],
    ['signed without a prefix', { signature_prefix: 'nothing' }],
    ['after errors that come with HTTP 200', { error_http_200: 'on', api_fault_count: 0 }],
  ])('alone is enough: %s', async (_form, switches) => {
    await world.switches(switches)
    const bought = await world.buy()
    await world.pay(bought.url)
    await paidOrder(bought.orderNumber)
  })

  it.each([
    ['another amount', { amount_offset_minor: -100 }],
    ['another currency', { currency_override: 'EUR' }],
  ])('with %s never pays', async (_what, switches) => {
    const bought = await world.buy()
    await world.switches(switches)
    await world.pay(bought.url)
    expect(await world.order(bought.orderNumber)).toMatchObject({
      status: 'needs_review',
      payments: [{ verdict: 'mismatch' }],
    })
  })

  it('with a wrong amount in the event alone is corrected by the API', async () => {
    const bought = await world.buy()
    await world.switches({ amount_offset_minor: -100, wrong_in: 'webhook' })
    await world.pay(bought.url)
    expect(await world.order(bought.orderNumber)).toMatchObject({ status: 'paid', payments: [{ grossMinor: 1200 }] })
  })

  it.each([{ test_mode_flag: 'false' }, { webhook_forge: 'wrong_secret', webhook_drop: 'all' }])(
    'that is not of these keys settles nothing: %o',
    async (switches) => {
      const bought = await world.buy()
      await world.switches(switches)
      await world.pay(bought.url)
      expect(await world.order(bought.orderNumber)).toMatchObject({ status: 'awaiting_payment', payments: [] })
    },
  )

  it('of the dashboard’s test button is answered 200 and pays nothing', async () => {
    const before = await prisma().payment.count()
    const { deliveries } = await world.control<{ deliveries: { status: number }[] }>('POST', '/test-event', {})
    await world.settleDown()
    expect(deliveries).toMatchObject([{ status: 200 }])
    expect(await prisma().payment.count()).toBe(before)
    expect((await world.events()).at(-1)).toMatchObject({ state: 'confirming' })
  })
})

describe('a declined payment', () => {
  it('changes nothing although it says PAID, is noted once, and the same page takes the next card', async () => {
    const bought = await world.buy()
    await world.decline(bought.url)
    const declined = async () =>
      (await world.order(bought.orderNumber)).timeline.filter(({ kind }) => kind === 'declined')
    expect(await declined()).toHaveLength(1)
    expect(await world.order(bought.orderNumber)).toMatchObject({ status: 'awaiting_payment', payments: [] })
    await world.pay(bought.url)
    await paidOrder(bought.orderNumber)
  })

  it('that is told twice under one key is noted once', async () => {
    const bought = await world.buy()
    await world.switches({ webhook_copies: 3 })
    await world.decline(bought.url)
    const { timeline } = await world.order(bought.orderNumber)
    expect(timeline.filter(({ kind }) => kind === 'declined')).toHaveLength(1)
  })
})

describe('without a webhook', () => {
  beforeEach(async () => void (await world.switches({ webhook_drop: 'all' })))

  it('the waiting page finds the payment by the sold offer', async () => {
    const bought = await world.buy({ priceMinor: 1_401 })
    await world.checkWaiting(bought.orderNumber)
    expect(await world.order(bought.orderNumber)).toMatchObject({ status: 'awaiting_payment' })
    const id = await world.pay(bought.url)
    world.clock.forwardMs(6_000)
    await world.checkWaiting(bought.orderNumber)
    expect(await world.order(bought.orderNumber)).toMatchObject({
      status: 'paid',
      payments: [{ providerOrderId: id, confirmedBy: 'return_check' }],
    })
  })

  it('the sweep pays every order whose payment is certain, before it writes down money of nobody', async () => {
    const first = await world.buy({ priceMinor: 1_402 })
    const second = await world.buy({ priceMinor: 1_403 })
    await world.pay(first.url)
    await world.pay(second.url)
    world.clock.forwardMs(120_000)
    await world.sweep()
    for (const { orderNumber } of [first, second]) await paidOrder(orderNumber)
    expect(await prisma().payment.count({ where: { orderId: null } })).toBe(0)
  })

  it('the sweep asks at once about an order that a new payment fits, however lately it has asked in vain', async () => {
    onTestFinished(() => world.clock.forwardMs(-1_620_000))
    const bought = await world.buy({ priceMinor: 1_407 })
    for (const waitedSeconds of [100, 200, 400, 800]) {
      world.clock.forwardMs(waitedSeconds * 1_000)
      await world.sweep()
    }
    const asked = await world.order(bought.orderNumber)
    await world.pay(bought.url)
    world.clock.forwardMs(120_000)
    expect(asked.nextCheckAt?.getTime()).toBeGreaterThan(world.clock.now().getTime())
    await world.sweep()
    await paidOrder(bought.orderNumber)
    expect(await prisma().payment.count({ where: { orderId: null } })).toBe(0)
  })

  it('a payment that was linked while the provider showed half of what was so is contested by its webhook', async () => {
    const first = await world.buy({ priceMinor: 1_409 })
    const second = await world.buy({ priceMinor: 1_409 })
    const ids = [await world.pay(first.url), await world.pay(second.url)]
    const [attempt] = (await world.order(second.orderNumber)).attempts
    await world.control('POST', `/orders/${ids[0]}`, { visibleInMs: 60_000 })
    await world.control('POST', `/offers/${attempt?.providerProductId}`, { soldItems: 0 })
    world.clock.forwardMs(6_000)
    await world.checkWaiting(first.orderNumber)
    expect(await world.order(first.orderNumber)).toMatchObject({ payments: [{ providerOrderId: ids[1] }] })
    for (const _ of [1, 2]) await world.deliver(ids[1] ?? '')
    const contested = await world.order(second.orderNumber)
    expect(contested).toMatchObject({ status: 'needs_review', payments: [] })
    expect(contested.reviewReason).toContain(`order ${first.orderNumber}`)
    const { timeline } = await world.order(first.orderNumber)
    expect(timeline.filter(({ text }) => text.includes(`order ${second.orderNumber}`))).toHaveLength(1)
    await world.control('POST', `/orders/${ids[0]}`, { visibleInMs: 0 })
    await world.deliver(ids[0] ?? '')
    expect(await world.order(first.orderNumber)).toMatchObject({ status: 'paid', paidTwice: true })
  })

  it('two sold offers of one price are nobody’s until a webhook tells; then each order has its own', async () => {
    const first = await world.buy({ priceMinor: 1_404 })
    const second = await world.buy({ priceMinor: 1_404 })
    const ids = [await world.pay(first.url), await world.pay(second.url)]
    world.clock.forwardMs(120_000)
    await world.sweep()
    expect(await prisma().payment.count({ where: { orderId: null, verdict: 'unmatched' } })).toBe(2)
    expect(await world.order(first.orderNumber)).toMatchObject({ status: 'awaiting_payment' })
    await world.deliver(ids[1] ?? '')
    expect(await world.order(second.orderNumber)).toMatchObject({
      status: 'paid',
      payments: [{ providerOrderId: ids[1] }],
    })
    await world.recheck(first.orderNumber)
    expect(await world.order(first.orderNumber)).toMatchObject({
      status: 'paid',
      payments: [{ providerOrderId: ids[0] }],
    })
  })

  it('an unpaid order of the same price is never given someone else’s payment', async () => {
    const unpaid = await world.buy({ priceMinor: 1_405 })
    const paid = await world.buy({ priceMinor: 1_405 })
    await world.pay(paid.url)
    await world.recheck(unpaid.orderNumber)
    expect(await world.order(unpaid.orderNumber)).toMatchObject({ status: 'awaiting_payment', payments: [] })
    await world.recheck(paid.orderNumber)
    await paidOrder(paid.orderNumber)
  })
})
