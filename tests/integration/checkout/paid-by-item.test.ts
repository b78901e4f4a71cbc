import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { payNextLine } from '@/lib/checkout/pay-next-line'
import { prisma } from '@/lib/db'
import { verifyLedger } from '@/lib/ledger/verify-ledger'
import { markPaidByHand } from '@/lib/settlement/mark-paid'
import { makeCart, makeProduct } from '@/tests/support/factories'
import { openShopWorld, type ShopWorld } from '@/tests/support/shop-world'

vi.hoisted(() => {
  process.env.POCKETSFLOW_CART_MODE = 'per-item'
})

let world: ShopWorld

beforeAll(async () => {
  world = await openShopWorld()
})
beforeEach(() => world.switches({ session_reuse: 'on' }))
afterEach(async () => {
  expect((await verifyLedger()).disagreements).toEqual([])
  await world.reset()
})
afterAll(() => world.stop())

async function orderTwoItems() {
  const first = await makeProduct({ priceMinor: 1_000, stock: 5 })
  const second = await makeProduct({ priceMinor: 1_000, stock: 5 })
  const cart = await makeCart([{ variantId: first.variantId, quantity: 2 }, { variantId: second.variantId }])
  const started = await world.checkout(cart.token)
  if (!started.ok) throw new Error(started.error.code)
  const { id } = await world.order(started.value.orderNumber)
  return { ...started.value, id, cart, variantIds: [first.variantId, second.variantId] }
}

async function nextPage(orderId: number): Promise<string> {
  const started = await payNextLine({
    orderId,
    gateway: world.gateway,
    elsewhere: () => null,
    clock: world.clock,
    timeoutMs: 5_000,
  })
  if (!started.ok) throw new Error(started.error.code)
  return started.value.url
}

it('an order of two items is partly paid after the first and paid after the second, with one receipt', async () => {
  const bought = await orderTwoItems()
  await world.pay(bought.url)
  const half = await world.order(bought.orderNumber)
  expect(half).toMatchObject({ status: 'partly_paid', receiptNumber: null, stockState: 'held' })
  expect(half.attempts).toMatchObject([{ state: 'paid', expectedMinor: 2_000, productIsOurs: true }])
  await world.pay(await nextPage(bought.id))
  const order = await world.order(bought.orderNumber)
  expect(order).toMatchObject({ status: 'paid', stockState: 'sold', refundDueMinor: 0 })
  expect(order.payments.map((payment) => payment.grossMinor)).toEqual([2_000, 1_000])
  expect(new Set(order.attempts.map((attempt) => attempt.nonce)).size).toBe(2)
  expect(order.mails.filter((mail) => mail.kind === 'order_paid')).toHaveLength(1)
  expect(await prisma().cartLine.count({ where: { cartId: bought.cart.cartId } })).toBe(0)
})

it('pressing Pay again while partly paid leads to the next item of the same order', async () => {
  const bought = await orderTwoItems()
  await world.pay(bought.url)
  const again = await world.checkout(bought.cart.token)
  expect(again).toMatchObject({ ok: true, value: { orderNumber: bought.orderNumber } })
  if (!again.ok) throw new Error(again.error.code)
  expect(again.value.url).not.toBe(bought.url)
  expect(await nextPage(bought.id)).toBe(again.value.url)
})

it('an item that is paid twice is owed back, and the order stays partly paid', async () => {
  const bought = await orderTwoItems()
  await world.pay(bought.url)
  await world.pay(bought.url)
  const order = await world.order(bought.orderNumber)
  expect(order).toMatchObject({ status: 'partly_paid', paidTwice: true, refundDueMinor: 2_000 })
})

it('an abandoned rest can be completed by the merchant, and the paid part is kept', async () => {
  const bought = await orderTwoItems()
  await world.pay(bought.url)
  const merchant = await prisma().merchant.create({
    data: { email: 'm@shop.test', name: 'M', passwordHash: 'none', createdAt: world.clock.now() },
  })
  const input = { orderId: bought.id, merchantId: merchant.id, reason: 'the rest was paid in cash', clock: world.clock }
  expect(await markPaidByHand(input)).toMatchObject({ ok: true })
  expect(await world.order(bought.orderNumber)).toMatchObject({ status: 'paid', refundDueMinor: 0 })
})

it('an item paid after the order was closed needs a person, and its money is owed back', async () => {
  const bought = await orderTwoItems()
  await prisma().order.update({ where: { id: bought.id }, data: { status: 'cancelled', stockState: 'released' } })
  await world.pay(bought.url)
  expect(await world.order(bought.orderNumber)).toMatchObject({
    status: 'needs_review',
    paidLate: true,
    refundDueMinor: 2_000,
  })
})

/** Pays a page a cent short, because its product became cheaper at the provider. */
async function payShort(orderNumber: string, url: string) {
  const attempt = (await world.order(orderNumber)).attempts.find((one) => one.url === url)
  const setPrice = (price: number) => world.control('POST', `/products/${attempt?.providerProductId}`, { price })
  const price = (attempt?.expectedMinor ?? 0) / 100
  await setPrice(price - 0.01)
  await world.pay(url)
  await setPrice(price)
}

it('an item that is paid while another one’s money is under review leaves the order there, and pays its part', async () => {
  const bought = await orderTwoItems()
  await world.pay(bought.url)
  const secondPage = await nextPage(bought.id)
  await payShort(bought.orderNumber, secondPage)
  expect(await world.order(bought.orderNumber)).toMatchObject({ status: 'needs_review', refundDueMinor: 0 })
  await world.pay(secondPage)
  const order = await world.order(bought.orderNumber)
  expect(order).toMatchObject({ status: 'paid', paidTwice: true, refundDueMinor: 999 })
  expect(order.payments.map(({ verdict }) => verdict).sort()).toEqual(['mismatch', 'settles', 'settles'])
})

it('the first item that is paid rightly while the order is under review moves it nowhere', async () => {
  const bought = await orderTwoItems()
  await payShort(bought.orderNumber, bought.url)
  await world.pay(bought.url)
  const order = await world.order(bought.orderNumber)
  expect(order).toMatchObject({ status: 'needs_review', refundDueMinor: 0 })
  expect(order.payments.map(({ verdict }) => verdict).sort()).toEqual(['mismatch', 'settles'])
  expect(order.timeline.at(-1)).toMatchObject({ kind: 'payment_recorded', toStatus: null })
})

it('an item of which a part went back before the last one was paid makes the order partly refunded', async () => {
  const bought = await orderTwoItems()
  const paymentId = await world.pay(bought.url)
  await world.control('POST', `/orders/${paymentId}/refund`, { amount: 3 })
  await expect.poll(async () => (await world.order(bought.orderNumber)).payments[0]?.refundedMinor).toBe(300)
  expect((await world.order(bought.orderNumber)).status).toBe('partly_paid')
  await world.pay(await nextPage(bought.id))
  const order = await world.order(bought.orderNumber)
  expect(order).toMatchObject({ status: 'partially_refunded', receiptNumber: expect.any(Number), refundDueMinor: 0 })
  const moves = order.timeline.map(({ toStatus }) => toStatus).filter(Boolean)
  expect(moves.slice(-2)).toEqual(['paid', 'partially_refunded'])
})
