import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { listRescue } from '@/lib/rescue/list-rescue'
import { noteLook } from '@/lib/rescue/note-look'
import { type FlexShopWorld, openFlexShopWorld } from '@/tests/support/flex-shop-world'
import { makeMerchant } from '@/tests/support/merchants'

let world: FlexShopWorld

/** Machines are busy. */
const patience = { timeout: 15_000 }

beforeAll(async () => {
  world = await openFlexShopWorld()
})
afterEach(() => world.reset())
afterAll(() => world.stop())

const hsaCard = { card: '4000 0512 3000 0072' }

async function paid(payer: Record<string, unknown> = {}) {
  const bought = await world.buy()
  await world.pay(bought.sessionId, payer)
  return { ...bought, order: await world.order(bought.orderNumber) }
}

/** The provider's own refunds of a session. */
async function atFlex(sessionId: string) {
  const { refunds } = await world.call('GET', `/v1/refunds?checkout_session=${sessionId}`)
  return refunds as { refund_id: string; amount: number; status: string; items: unknown[] }[]
}

const isRefunded = (orderNumber: string) => expect.poll(async () => (await world.order(orderNumber)).status, patience)

it('goes back by line, pending first, and is done when Flex tells so', async () => {
  const { order, orderNumber, sessionId } = await paid()
  const [line] = order.lines
  const wish = { kind: 'lines' as const, lines: [{ lineId: line?.id ?? 0, quantity: 1 }] }
  expect(await world.refund(order.id, wish)).toMatchObject({
    ok: true,
    value: [{ state: 'pending', amountMinor: 1_200 }],
  })
  expect((await atFlex(sessionId))[0]?.items).toMatchObject([{ amount_to_refund: 1_200 }])
  await isRefunded(orderNumber).toBe('partially_refunded')
})

it('of a split cart is one refund of ours, and the ledger counts it once', async () => {
  const { order, orderNumber, sessionId } = await paid(hsaCard)
  await world.refund(order.id, { kind: 'whole' })
  await isRefunded(orderNumber).toBe('refunded')
  expect(await atFlex(sessionId)).toHaveLength(2)
  const after = await world.order(orderNumber)
  expect(after.refunds).toMatchObject([{ state: 'completed', amountMinor: order.totalMinor }])
  expect(after.payments[0]?.refundedMinor).toBe(order.totalMinor)
  await world.sweep()
  expect((await world.order(orderNumber)).refunds).toHaveLength(1)
})

it('that fails later leaves the order paid', async () => {
  await world.switches({ refund_end: 'stays_pending' })
  const { order, orderNumber, sessionId } = await paid()
  await world.refund(order.id, { kind: 'whole' })
  const [refund] = await atFlex(sessionId)
  await world.control(`/refunds/${refund?.refund_id}`, { status: 'failed' })
  await expect.poll(async () => (await world.order(orderNumber)).refunds[0]?.state, patience).toBe('failed')
  expect((await world.order(orderNumber)).status).toBe('paid')
})

it.each([
  ['of one card', {}],
  ['of two cards, of which one took it', hsaCard],
])('that fails after it was done, %s, calls a person, once, and stays in the books', async (_what, payer) => {
  await world.switches({ refund_end: 'succeeded' })
  const { order, orderNumber, sessionId } = await paid(payer)
  await world.refund(order.id, { kind: 'whole' })
  await isRefunded(orderNumber).toBe('refunded')
  const [refund] = await atFlex(sessionId)
  for (const _ of [1, 2]) {
    await world.control(`/refunds/${refund?.refund_id}`, { status: 'failed' })
    await world.settleDown()
    await world.sweep()
  }
  const after = await world.order(orderNumber)
  expect(after).toMatchObject({ status: 'refunded', payments: [{ refundedMinor: order.totalMinor }] })
  expect(after.refunds).toMatchObject([
    { state: 'completed', failure: expect.stringContaining('now the provider says') },
  ])
  expect(after.timeline.filter(({ kind }) => kind === 'refund_failed')).toHaveLength(1)
  const listed = async () => (await listRescue(world.clock)).filter((one) => one.orderNumber === order.number)
  const [item] = await listed()
  expect(item).toMatchObject({ kind: 'refund_failed', action: { do: 'looked_at' } })
  const { id: merchantId } = await makeMerchant()
  const look = { key: item?.key ?? '', orderId: order.id, orderNumber: order.number, merchantId, clock: world.clock }
  expect(await noteLook(look)).toBe(true)
  expect(await listed()).toEqual([])
})

it('whose answer and webhook were lost is found by the worker, and sent once', async () => {
  await world.switches({ refund_answer: 'lost', webhook_drop: 'all', refund_end: 'succeeded' })
  const { order, orderNumber, sessionId } = await paid()
  await world.comeBack(orderNumber, sessionId)
  expect(await world.refund(order.id, { kind: 'whole' })).toMatchObject({ value: [{ state: 'unknown' }] })
  await world.workRefunds()
  const after = await world.order(orderNumber)
  expect(after).toMatchObject({ status: 'refunded', refunds: [{ state: 'completed', fromShop: true }] })
  expect(await atFlex(sessionId)).toHaveLength(1)
})

it.each([true, false])('made in the dashboard is recognised (webhooks: %s)', async (told) => {
  const { orderNumber, sessionId } = await paid()
  await world.switches({ refund_end: 'succeeded', ...(!told && { webhook_drop: 'all' }) })
  await world.control(`/sessions/${sessionId}/refund`, { amount: 250 })
  await world.sweep()
  await isRefunded(orderNumber).toBe('partially_refunded')
  expect((await world.order(orderNumber)).refunds).toMatchObject([{ amountMinor: 250, fromShop: false }])
})

it('made in the dashboard is told by a webhook that names nothing but a payment intent', async () => {
  const { orderNumber, sessionId } = await paid(hsaCard)
  await world.switches({ refund_ends_after_ms: 10 })
  await world.control(`/sessions/${sessionId}/refund`, {})
  await isRefunded(orderNumber).toBe('refunded')
  expect((await world.order(orderNumber)).refunds).toHaveLength(2)
})
