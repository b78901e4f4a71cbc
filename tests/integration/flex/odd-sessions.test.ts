import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { prisma } from '@/lib/db'
import { type FlexShopWorld, openFlexShopWorld } from '@/tests/support/flex-shop-world'

let world: FlexShopWorld

beforeAll(async () => {
  world = await openFlexShopWorld()
})
afterEach(() => world.reset())
afterAll(() => world.stop())

/** Paid, and from then on shown otherwise than it is. */
async function pay(switches: Record<string, unknown>) {
  const bought = await world.buy()
  await world.switches(switches)
  await world.pay(bought.sessionId)
  return { ...bought, order: await world.order(bought.orderNumber) }
}

describe('a complete session at Flex', () => {
  it.each([
    ['in another currency', { currency_override: 'EUR' }],
    ['of the other mode', { session_overrides: { test_mode: false } }],
    ['that received less than its total', { amount_offset_minor: -1 }],
    ['that received more than its total', { amount_offset_minor: 1 }],
    ['of another total than was asked for', { session_overrides: { amount_total: 2_500, amount_received: 2_500 } }],
    ['without a total', { session_overrides: { amount_total: null } }],
  ])('%s pays nothing, and calls a person', async (_name, switches) => {
    const { order } = await pay(switches)
    expect(order).toMatchObject({ status: 'needs_review', payments: [{ verdict: 'mismatch' }] })
  })

  it.each([
    [
      'with tax that its page added',
      { amount_total: 2_592, amount_received: 2_592, total_details: { amount_tax: 192 } },
    ],
    ['whose metadata are lost', { metadata: null }],
    ['that says nothing of its mode', { test_mode: null }],
    ['with times that cannot be read', { created_at: 'yesterday', expires_at: {} }],
    ['without anything of its buyer', { customer: null, defaults: 7 }],
    ['with intents as bare ids', { payment_intents: ['fpi_one', 'fpi_two'] }],
    ['with what nobody has documented', { status_reason: 'x', payment_intents: { data: [] }, refunds: 'none' }],
  ])('%s pays its order', async (_name, session_overrides) => {
    const { order } = await pay({ session_overrides })
    expect(order).toMatchObject({ status: 'paid', totalMinor: 2_400, payments: [{ verdict: 'settles' }] })
  })

  it.each([
    ['a nonce that is not ours', { nonce: 'forged-nonce' }],
    ['the number of no order', { external_order_id: '1' }],
  ])('with %s is nobody’s money until a person says whose', async (_name, metadata) => {
    const { order, sessionId } = await pay({ session_overrides: { metadata } })
    expect(order).toMatchObject({ status: 'awaiting_payment', payments: [] })
    const where = { provider: 'flex', providerOrderId: sessionId } as const
    expect(await prisma().payment.findFirst({ where })).toMatchObject({ orderId: null, verdict: 'unmatched' })
  })

  const heldCard = [
    { payment_intent_id: 'fpi_charged', status: 'succeeded' },
    { payment_intent_id: 'fpi_held', status: 'requires_capture' },
  ]

  it.each([
    ['shows nothing received yet', { amount_received: 0 }],
    ['has charged one of two cards', { amount_received: 1_200, payment_intents: heldCard }],
  ])('that %s waits, and pays when all has come', async (_name, session_overrides) => {
    const { order, orderNumber } = await pay({ session_overrides })
    expect(order).toMatchObject({ status: 'awaiting_payment', payments: [] })
    await world.switches({ session_overrides: {} })
    world.clock.forwardMs(60_000)
    await world.workInbox()
    expect(await world.order(orderNumber)).toMatchObject({ status: 'paid', payments: [{ verdict: 'settles' }] })
  })

  it('that was given back before anybody told of it is never shipped', async () => {
    const { orderNumber, sessionId } = await world.buy()
    await world.switches({ webhook_drop: 'all', refund_end: 'succeeded' })
    await world.pay(sessionId)
    await world.control(`/sessions/${sessionId}/refund`, {})
    await world.comeBack(orderNumber, sessionId)
    expect(await world.order(orderNumber)).toMatchObject({ status: 'refunded', stockState: 'released' })
  })
})

describe('a dispute at Flex', () => {
  it.each([
    ['opened', { amount_disputed: 2_400, disputes: [{ status: 'needs_response' }] }, true],
    ['told by its amount alone', { amount_disputed: 2_400, disputes: [] }, true],
    ['told by its id alone', { amount_disputed: 0, disputes: ['fdp_1'] }, true],
    ['lost', { amount_disputed: 2_400, disputes: [{ status: 'lost' }] }, true],
    ['won', { amount_disputed: 2_400, disputes: [{ status: 'won' }] }, false],
    ['won, beside one that is open', { disputes: [{ status: 'won' }, { status: 'under_review' }] }, true],
  ])('%s', async (_name, session_overrides, disputed) => {
    const { orderNumber, sessionId } = await pay({})
    await world.switches({ session_overrides })
    await world.control(`/sessions/${sessionId}/dispute`)
    await world.settleDown()
    await world.sweep()
    expect((await world.order(orderNumber)).disputed).toBe(disputed)
  })
})
