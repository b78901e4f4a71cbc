import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { prisma } from '@/lib/db'
import { makeCart } from '@/tests/support/factories'
import { openShopWorld, type ShopWorld } from '@/tests/support/shop-world'
import { buy, checkOut, fillMappedCart, stockOf } from '@/tests/support/shopping'

let world: ShopWorld

beforeAll(async () => {
  world = await openShopWorld()
})
afterEach(() => world.reset())
afterAll(() => world.stop())

const learnUnit = async () => world.pay((await buy(world)).url)

describe('a payment that is not what was asked is kept, shown and never paid', () => {
  it.each([
    ['W62: a cent less', { amount_offset_minor: -1 }, /asked for \$12\.00, paid \$11\.99/],
    ['W62: a cent more', { amount_offset_minor: 1 }, /asked for \$12\.00, paid \$12\.01/],
    ['W62: nothing', { amount_offset_minor: -1_200 }, /asked for \$12\.00, paid \$0\.00/],
    ['W66: another currency', { currency_override: 'EUR' }, /paid in EUR, asked in USD/],
    ['W66: yen', { currency_override: 'JPY', amount_offset_minor: 0 }, /paid in JPY/],
    ['W69: another product', { order_overrides: { productId: 'other', product: null } }, /paid for product other/],
    ['live money', { order_overrides: { testMode: false } }, /in live mode, asked for .* in test mode/],
  ])('%s', async (_name, switches, reason) => {
    await prisma().confirmedUnit.deleteMany()
    const bought = await buy(world, { stock: 4 })
    await world.switches(switches)
    const paymentId = await world.pay(bought.url)
    const order = await world.order(bought.orderNumber)
    expect(order).toMatchObject({ status: 'needs_review', receiptNumber: null, paidAt: null })
    expect(order.reviewReason).toMatch(reason)
    expect(order.payments).toMatchObject([{ providerOrderId: paymentId, verdict: 'mismatch' }])
    expect(order.timeline.at(-1)).toMatchObject({ kind: 'needs_review', fromStatus: 'awaiting_payment' })
    expect(order.mails.map(({ kind }) => kind).sort()).toEqual(['order_received', 'order_review'])
    expect((await world.events()).at(-1)).toMatchObject({ state: 'contradictory', orderId: order.id })
    expect(await stockOf(bought.variantId)).toBe(3)
  })

  it('W61: with a nonce that is not the order’s is unmatched money: a number alone ties nothing to an order', async () => {
    await prisma().confirmedUnit.deleteMany()
    const bought = await buy(world)
    await world.switches({ order_overrides: { metadata: { nonce: 'f0reign' } } })
    const providerOrderId = await world.pay(bought.url)
    const order = await world.order(bought.orderNumber)
    expect(order).toMatchObject({ status: 'awaiting_payment', payments: [] })
    expect(order.timeline.at(-1)).toMatchObject({ kind: 'refused', text: expect.stringMatching(/its nonce is not/) })
    expect(await prisma().payment.findFirst({ where: { providerOrderId } })).toMatchObject({
      verdict: 'unmatched',
      orderId: null,
    })
  })

  it('what a price that was changed at the provider afterwards makes of it', async () => {
    const bought = await buy(world)
    const [product] = (await world.order(bought.orderNumber)).orderProducts
    await world.control('POST', `/products/${product?.providerProductId}`, { price: 11 })
    await world.pay(bought.url)
    expect(await world.order(bought.orderNumber)).toMatchObject({
      status: 'needs_review',
      reviewReason: 'asked for $12.00, paid $11.00 before tax',
    })
  })

  it('when only the signed event is wrong, the API’s word pays the order', async () => {
    await learnUnit()
    const bought = await buy(world)
    await world.switches({ amount_offset_minor: -5, wrong_in: 'webhook' })
    await world.pay(bought.url)
    expect(await world.order(bought.orderNumber)).toMatchObject({ status: 'paid' })
  })

  it('the right payment afterwards pays the order, and the wrong one is owed back', async () => {
    await world.switches({ session_reuse: 'on', amount_offset_minor: -5 })
    const bought = await buy(world)
    await world.pay(bought.url)
    await world.switches({ amount_offset_minor: 0 })
    await world.pay(bought.url)
    const order = await world.order(bought.orderNumber)
    expect(order).toMatchObject({ status: 'paid', reviewReason: null, paidTwice: true, refundDueMinor: 1_195 })
    expect(order.payments.map(({ verdict }) => verdict).sort()).toEqual(['mismatch', 'settles'])
  })

  it('a wrong payment for an order that is paid leaves it paid and is owed back', async () => {
    await world.switches({ session_reuse: 'on' })
    const bought = await buy(world)
    await world.pay(bought.url)
    await world.switches({ amount_offset_minor: 5 })
    await world.pay(bought.url)
    const order = await world.order(bought.orderNumber)
    expect(order).toMatchObject({ status: 'paid', paidTwice: true, refundDueMinor: 1_205, reviewReason: null })
  })
})

describe('one payment too many', () => {
  it('W75: from a second tab is flagged, recorded and owed back; the order is paid once', async () => {
    await learnUnit()
    await world.switches({ session_reuse: 'on' })
    const bought = await buy(world, { stock: 5 })
    await world.pay(bought.url)
    await world.pay(bought.url)
    const order = await world.order(bought.orderNumber)
    expect(order).toMatchObject({ status: 'paid', paidTwice: true, refundDueMinor: 1_200 })
    expect(order.payments.map(({ verdict }) => verdict).sort()).toEqual(['duplicate', 'settles'])
    expect(order.mails.filter(({ kind }) => kind === 'order_paid')).toHaveLength(1)
    expect(await stockOf(bought.variantId)).toBe(4)
    expect((await world.events()).slice(-2)).toMatchObject([{ state: 'settled' }, { state: 'settled' }])
  })

  it('through an older session of the same order is one too many as well', async () => {
    const bought = await buy(world)
    const again = await checkOut(world, bought.token, { email: 'other@example.com' })
    await world.switches({ unpublished_products: 'sold' })
    await world.pay(again.url)
    await world.pay(bought.url)
    const order = await world.order(bought.orderNumber)
    expect(order).toMatchObject({ status: 'paid', paidTwice: true, refundDueMinor: 1_200 })
    expect(order.attempts.map(({ state }) => state).sort()).toEqual(['paid', 'superseded'])
  })

  it('never pays two orders: a payment stays with the order it was given to', async () => {
    await learnUnit()
    const cart = await fillMappedCart(world)
    const first = await checkOut(world, cart.token)
    const paymentId = await world.pay(first.url)
    const other = await makeCart([{ variantId: cart.variantId }])
    const second = await checkOut(world, other.token)
    const [attempt] = (await world.order(second.orderNumber)).attempts
    const metadata = { external_order_id: second.orderNumber, nonce: attempt?.nonce }
    const overrides = { metadata, clientReferenceId: second.orderNumber }
    await world.control('POST', `/orders/${paymentId}/deliver`, { overrides })
    await world.settleDown()
    const contested = { status: 'needs_review', payments: [], reviewReason: expect.stringContaining(paymentId) }
    expect(await world.order(second.orderNumber)).toMatchObject(contested)
    expect(await world.order(first.orderNumber)).toMatchObject({ status: 'paid', refundDueMinor: 0 })
    expect((await world.events()).at(-1)).toMatchObject({ state: 'duplicate' })
  })
})

describe('a refund that is told before its payment', () => {
  it.each(['with_object', 'order_shape'])(
    'W76: (%s) ends refunded, never shipped, with the stock back',
    async (refund_form) => {
      await learnUnit()
      await world.switches({ refund_form, webhook_drop: 'all' })
      const bought = await buy(world, { stock: 4 })
      const paymentId = await world.pay(bought.url)
      await world.control('POST', `/orders/${paymentId}/refund`, {})
      await world.switches({ webhook_drop: 'none' })
      await world.control('POST', `/orders/${paymentId}/deliver`, { event: 'order.refunded' })
      await world.settleDown()
      expect((await world.events()).at(-1)).toMatchObject({ state: 'settled', providerOrderId: paymentId })
      await world.control('POST', `/orders/${paymentId}/deliver`, {})
      await world.settleDown()
      const order = await world.order(bought.orderNumber)
      expect(order).toMatchObject({ status: 'refunded', receiptNumber: null, fulfilment: 'unfulfilled' })
      expect(order).toMatchObject({ stockState: 'released', paidAt: null, openKey: null })
      expect(order.attempts).toMatchObject([{ liveOrderId: null }])
      expect(order.mails.map(({ kind }) => kind)).toEqual(['order_received', 'order_refunded'])
      expect(await stockOf(bought.variantId)).toBe(4)
    },
  )

  it('told afterwards ends refunded all the same', async () => {
    const bought = await buy(world)
    const paymentId = await world.pay(bought.url)
    await world.control('POST', `/orders/${paymentId}/refund`, {})
    await expect.poll(async () => (await world.order(bought.orderNumber)).status).toBe('refunded')
  })
})
