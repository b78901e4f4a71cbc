import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { prisma } from '@/lib/db'
import { syncRefunds } from '@/lib/refunds/sync-refunds'
import { makeCart, makeProduct } from '@/tests/support/factories'
import { type FlexShopWorld, openFlexShopWorld } from '@/tests/support/flex-shop-world'
import { readSubscription } from '@/tests/support/subscriptions'

let world: FlexShopWorld

/** Machines are busy. */
const patience = { timeout: 15_000 }
const dayMs = 86_400_000

beforeAll(async () => {
  world = await openFlexShopWorld()
})
afterEach(() => world.reset())
afterAll(() => world.stop())

/** As a process that was started since, and to which Flex shows no session but its newest. */
async function lookMuchLater() {
  await world.buy()
  await world.switches({ page_size_cap: 1, webhook_drop: 'all', refund_end: 'succeeded' })
  const gateway = world.newGateway()
  return { gateway, look: () => syncRefunds({ gateway, clock: world.clock, seenBy: 'sweep' }) }
}

const refundIntent = (payment_intent_id: string, amount: number) =>
  world.call('POST', '/v1/refunds', { refund: { payment_intent_id, amount, reason: 'requested_by_customer' } })

const intentsOf = async (sessionId: string) => {
  const { checkout_session: session } = await world.call('GET', `/v1/checkout/sessions/${sessionId}`)
  return (session.payment_intents as { payment_intent_id: string }[]).map((one) => one.payment_intent_id)
}

describe('a refund made in the dashboard long after, of which Flex names nothing but a payment intent', () => {
  it('belongs to the order whose payment is written down, either card of it', async () => {
    const { orderNumber, sessionId } = await world.buy()
    await world.pay(sessionId, { card: '4000 0512 3000 0072' })
    const [first = '', second = ''] = await intentsOf(sessionId)
    const { gateway, look } = await lookMuchLater()
    await refundIntent(first, 300)
    await refundIntent(second, 200)
    expect(await look()).toMatchObject({ ok: true, value: { changed: 2 } })
    const { status, refunds } = await world.order(orderNumber)
    expect([status, ...refunds.map((one) => one.amountMinor)]).toEqual(['partially_refunded', 300, 200])
    expect(await gateway.lookUpPayment(second)).toMatchObject({ ok: true, value: { providerOrderId: sessionId } })
  })

  it.each(['on', 'off'])('is that of a renewal, its invoice named: %s', async (refund_invoice) => {
    const { variantId } = await makeProduct({ name: 'Paper post', priceMinor: 900, stock: null })
    await prisma().variantPlan.create({ data: { variantId, interval: 'month', trialDays: 0 } })
    const started = await world.checkOut((await makeCart([{ variantId, seenPriceMinor: 900 }])).token)
    const { session } = await world.control(`/sessions/${started.sessionId}/pay`)
    await world.settleDown()
    world.clock.forwardMs(32 * dayMs)
    await world.switches({ clock_offset_ms: 32 * dayMs, refund_invoice })
    const { invoice } = await world.control(`/subscriptions/${session.subscription}/renew`)
    const orders = async () => (await readSubscription(session.subscription)).orders
    await expect.poll(async () => (await orders()).map(({ status }) => status), patience).toEqual(['paid', 'paid'])
    await world.settleDown()
    const { look } = await lookMuchLater()
    await refundIntent(invoice.intent?.id ?? invoice.payment_intent_id, 900)
    expect(await look()).toMatchObject({ ok: true, value: { changed: 1 } })
    expect((await orders()).map(({ status }) => status)).toEqual(['paid', 'refunded'])
    expect(await prisma().payment.count({ where: { orderId: null, provider: 'flex' } })).toBe(0)
  })
})

describe('a refund of a payment that is nobody’s here', () => {
  it('is left out, hides no other, and is not looked for in every look', async () => {
    const { product } = await world.call('POST', '/v1/products', { product: { name: 'Of another shop' } })
    const line = { price_data: { product: product.product_id, unit_amount: 700 }, quantity: 1 }
    const foreign = {
      success_url: 'https://elsewhere.test/',
      defaults: { email: 'x@elsewhere.test' },
      line_items: [line],
    }
    const { checkout_session: session } = await world.call('POST', '/v1/checkout/sessions', {
      checkout_session: foreign,
    })
    await world.switches({ webhook_drop: 'all' })
    await world.control(`/sessions/${session.checkout_session_id}/pay`)
    const [intent = ''] = await intentsOf(session.checkout_session_id)
    const { gateway } = await lookMuchLater()
    await refundIntent(intent, 700)
    for (const _ of [1, 2]) {
      expect(await gateway.refunds.listNewest()).toMatchObject({ ok: true, value: { refunds: [], isWhole: true } })
    }
    const { entries } = await world.call('GET', '/_sandbox/log')
    const paths = (entries as { path: string }[]).map(({ path }) => path).join(' ')
    expect(paths.match(/payment_intent=/g)).toHaveLength(1)
  })
})
