import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { payNextLine } from '@/lib/checkout/pay-next-line'
import { expectBooksAgree } from '@/tests/support/endings'
import { makeProduct } from '@/tests/support/factories'
import { providerRefunds, refund, refundsOf } from '@/tests/support/refunds'
import { openShopWorld, type ShopWorld } from '@/tests/support/shop-world'
import { addLine, checkOut, fillCart, stockOf } from '@/tests/support/shopping'

vi.hoisted(() => {
  process.env.POCKETSFLOW_CART_MODE = 'per-item'
})

let world: ShopWorld

beforeAll(async () => {
  world = await openShopWorld()
})
beforeEach(() => world.switches({ tax: 'added', tax_percent: 10 }))
afterEach(async () => {
  await expectBooksAgree(world)
  await world.reset()
})
afterAll(() => world.stop())

/** Two items, 2 × $10.00 and 1 × $5.00, each with its own session; the first is paid. */
async function firstPaid() {
  const cart = await fillCart({ priceMinor: 1_000, quantity: 2, stock: 5 })
  const second = await makeProduct({ priceMinor: 500, stock: 5 })
  await addLine(cart.cartId, second.variantId)
  const { orderNumber, url } = await checkOut(world, cart.token)
  const firstPayment = await world.pay(url)
  const order = await world.order(orderNumber)
  const lines = order.lines.toSorted((a, b) => a.position - b.position).map(({ id }) => id)
  return { id: order.id, number: orderNumber, lines, firstPayment, variantId: cart.variantId }
}

async function paySecond(orderId: number) {
  const started = await payNextLine({
    orderId,
    gateway: world.gateway,
    elsewhere: () => null,
    clock: world.clock,
    timeoutMs: 5_000,
  })
  if (!started.ok) throw new Error(started.error.code)
  return world.pay(started.value.url)
}

const byLine = (orderId: number, lineId: number | undefined, quantity: number) =>
  refund(world, orderId, { kind: 'lines', lines: [{ lineId: lineId ?? 0, quantity }] }, { restock: true })

it('a refund by line goes to that line’s payment', async () => {
  const order = await firstPaid()
  const secondPayment = await paySecond(order.id)
  await byLine(order.id, order.lines[1], 1)
  expect(await world.order(order.number)).toMatchObject({ status: 'partially_refunded' })
  await byLine(order.id, order.lines[0], 1)
  expect(await providerRefunds(world)).toMatchObject([
    { orderId: secondPayment, amount: 5.5 },
    { orderId: order.firstPayment, amount: 11 },
  ])
  await byLine(order.id, order.lines[0], 1)
  expect(await world.order(order.number)).toMatchObject({ status: 'refunded' })
  expect(await stockOf(order.variantId)).toBe(5)
})

it('lines of two payments are two calls, and one form', async () => {
  const order = await firstPaid()
  await paySecond(order.id)
  const lines = order.lines.map((lineId) => ({ lineId, quantity: 1 }))
  const send = () => refund(world, order.id, { kind: 'lines', lines }, { requestKey: 'one-form-two-payments' })
  expect(await send()).toMatchObject({ value: [{ amountMinor: 1_100 }, { amountMinor: 550 }] })
  expect(await send()).toMatchObject({ value: [{ amountMinor: 1_100 }, { amountMinor: 550 }] })
  expect(await providerRefunds(world)).toHaveLength(2)
})

it('an order that was abandoned half paid is refunded whole, and frees its stock', async () => {
  const order = await firstPaid()
  expect(await refund(world, order.id, { kind: 'whole' }, { restock: true })).toMatchObject({
    value: [{ state: 'completed' }],
  })
  expect(await world.order(order.number)).toMatchObject({ status: 'refunded', stockState: 'released', paidAt: null })
  expect(await stockOf(order.variantId)).toBe(5)
})

it('while the rest is to be paid, a paid item goes back whole or not at all', async () => {
  const order = await firstPaid()
  const refusal = { ok: false, error: { code: 'only_whole_payments' } }
  expect(await byLine(order.id, order.lines[0], 1)).toEqual(refusal)
  expect(await refund(world, order.id, { kind: 'amount', amountMinor: 5 })).toEqual(refusal)
  expect(await byLine(order.id, order.lines[1], 1)).toEqual({ ok: false, error: { code: 'unknown_line' } })
  expect(await refundsOf(order.id)).toEqual([])
})

it('an item paid twice is owed back, and refunding it leaves what paid the item', async () => {
  await world.switches({ session_reuse: 'on' })
  const order = await firstPaid()
  const { attempts } = await world.order(order.number)
  await world.pay(attempts[0]?.url ?? '')
  const before = await world.order(order.number)
  const second = before.payments.find(({ verdict }) => verdict === 'duplicate')
  expect(before).toMatchObject({ status: 'partly_paid', refundDueMinor: 2_200 })
  await refund(world, order.id, { kind: 'whole', paymentId: second?.id ?? 0 })
  expect(await world.order(order.number)).toMatchObject({ status: 'partly_paid', refundDueMinor: 0 })
  await paySecond(order.id)
  expect(await world.order(order.number)).toMatchObject({ status: 'paid' })
})
