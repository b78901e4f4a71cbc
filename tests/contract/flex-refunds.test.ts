import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { RefundRequest } from '@/lib/payments/contract/refunds'
import { type FlexWorld, openFlexWorld } from './flex-world'
import { granted } from './provider-world'

let world: FlexWorld
beforeAll(async () => {
  world = await openFlexWorld()
})
afterAll(() => world.stop())
beforeEach(() => world.reset())

const newest = async () => granted(await world.gateway.refunds.listNewest())

describe('a refund at Flex', () => {
  const wish = (sessionId: string, over: Partial<RefundRequest> = {}): RefundRequest => ({
    key: `key-${sessionId}`,
    providerOrderId: sessionId,
    amountMinor: 1_000,
    currency: 'USD',
    reason: 'Order 1043, refund 7: broken',
    lines: [],
    ...over,
  })

  it('names lines that add up to the cent, and carries our key and number', async () => {
    const sessionId = await world.buy()
    const made = granted(await world.gateway.refunds.create(wish(sessionId)))
    expect([made.state, made.amountIn('USD'), made.reason]).toEqual(['pending', 1_000, 'Order 1043, refund 7: broken'])
    const [body] = await world.bodies(`POST /v1/checkout/sessions/${sessionId}/refund`)
    expect(body).toMatchObject({
      checkout_session: { line_items: [{ amount_to_refund: 462 }, { amount_to_refund: 538 }] },
    })
  })

  it('is the same refund when it is asked for again', async () => {
    const sessionId = await world.buy()
    const [first, again] = [
      granted(await world.gateway.refunds.create(wish(sessionId))),
      granted(await world.gateway.refunds.create(wish(sessionId))),
    ]
    expect(again.providerRefundId).toBe(first.providerRefundId)
    expect((await newest()).refunds).toHaveLength(1)
  })

  it('of two cards is one of ours, under one id in every answer', async () => {
    for (const refund_answer of ['refunds', 'session']) {
      await world.reset()
      await world.flex.switches({ refund_answer, refund_end: 'succeeded' })
      const sessionId = await world.buy({}, { card: '4000 0512 3000 0072' })
      const made = granted(await world.gateway.refunds.create(wish(sessionId, { amountMinor: 6_499 })))
      expect([made.amountIn('USD'), made.state]).toEqual([6_499, 'completed'])
      const { refunds, isWhole } = await newest()
      expect(refunds.map((one) => one.providerRefundId)).toEqual([made.providerRefundId])
      expect(isWhole).toBe(true)
      expect(granted(await world.gateway.lookUpPayment(sessionId))).toMatchObject({
        isRefunded: true,
        refundExtent: 'whole',
      })
    }
  })

  it('that half failed counts as failed, and what went back stands by itself', async () => {
    await world.flex.switches({ refund_end: 'stays_pending' })
    const sessionId = await world.buy({}, { card: '4000 0512 3000 0072' })
    granted(await world.gateway.refunds.create(wish(sessionId, { amountMinor: 6_499 })))
    const { body } = await world.flex.send('GET', '/v1/refunds')
    const [one, other] = body.refunds as { refund_id: string; amount: number }[]
    await world.flex.control(`/refunds/${one?.refund_id}`, { status: 'succeeded' })
    expect((await newest()).refunds.map(({ state }) => state)).toEqual(['pending'])
    await world.flex.control(`/refunds/${other?.refund_id}`, { status: 'failed' })
    const told = (await newest()).refunds.map((refund) => [refund.state, refund.amountIn('USD'), refund.reason])
    expect(told).toEqual([
      ['failed', 6_499, 'Order 1043, refund 7: broken'],
      ['completed', one?.amount, null],
    ])
  })

  it('whose answer was lost is ambiguous, and found in the list', async () => {
    const sessionId = await world.buy()
    await world.flex.switches({ refund_answer: 'lost' })
    expect(await world.gateway.refunds.create(wish(sessionId))).toMatchObject({ error: { ambiguous: true } })
    const { refunds } = await newest()
    expect(refunds).toMatchObject([{ providerOrderId: sessionId, reason: 'Order 1043, refund 7: broken' }])
  })

  it('of which the same may be under way already is not sent in another form', async () => {
    const sessionId = await world.buy()
    await world.flex.switches({ api_fault: '409', api_fault_when: 'after_doing', api_fault_scope: 'POST /v1/checkout' })
    expect(await world.gateway.refunds.create(wish(sessionId))).toMatchObject({ error: { ambiguous: true } })
    await world.flex.switches({ api_fault: 'none' })
    expect((await newest()).refunds.map((one) => one.amountIn('USD'))).toEqual([1_000])
  })

  it('whose lines Flex does not take is asked for as a total, once', async () => {
    const sessionId = await world.buy()
    const lines = [{ position: 1, providerProductId: 'fprod_renewed_since', quantity: 1, amountMinor: 1_000 }]
    granted(await world.gateway.refunds.create(wish(sessionId, { lines })))
    expect((await newest()).refunds.map((one) => one.amountIn('USD'))).toEqual([1_000])
  })

  it('made in the dashboard belongs to its session, even for a shop that never saw it', async () => {
    const sessionId = await world.buy()
    await world.flex.control(`/sessions/${sessionId}/refund`, { amount: 250 })
    const fresh = world.gatewayWith({})
    const { refunds, isWhole } = granted(await fresh.refunds.listNewest())
    expect([refunds[0]?.providerOrderId, refunds[0]?.amountIn('USD'), isWhole]).toEqual([sessionId, 250, true])
    expect(granted(await fresh.lookUpPayment(sessionId))).toMatchObject({ isRefunded: true, refundExtent: 'part' })
  })
})
