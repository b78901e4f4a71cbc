import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { payNextLine } from '@/lib/checkout/pay-next-line'
import { prisma } from '@/lib/db'
import { cancelOrder } from '@/lib/orders/cancel-order'
import { listRescue } from '@/lib/rescue/list-rescue'
import { expectBooksAgree, followRealTime, forgetSweeps } from '@/tests/support/endings'
import { makeCart, makeProduct } from '@/tests/support/factories'
import { makeMerchant } from '@/tests/support/merchants'
import { refund } from '@/tests/support/refunds'
import { openShopWorld, type ShopWorld } from '@/tests/support/shop-world'
import { buy, stockOf } from '@/tests/support/shopping'

vi.hoisted(() => {
  process.env.POCKETSFLOW_CART_MODE = 'per-item'
})

let world: ShopWorld
let merchantId: number

beforeAll(async () => {
  world = await openShopWorld()
  merchantId = (await makeMerchant()).id
})
beforeEach(() => {
  followRealTime(world)
})
afterEach(async () => {
  await expectBooksAgree(world)
  await forgetSweeps()
  await world.reset()
})
afterAll(() => world.stop())

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs
const list = () => listRescue(world.clock)

async function payFirstOfTwo() {
  const [first, second] = [await makeProduct({ stock: 5 }), await makeProduct({ priceMinor: 900, stock: 5 })]
  const cart = await makeCart([{ variantId: first.variantId }, { variantId: second.variantId }])
  const started = await world.checkout(cart.token)
  if (!started.ok) throw new Error(started.error.code)
  await world.pay(started.value.url)
  const { id } = await world.order(started.value.orderNumber)
  return { id, number: Number(started.value.orderNumber) }
}

it('an order whose rest was never paid is named once its time is over, and its refund ends it', async () => {
  const order = await payFirstOfTwo()
  expect(await list()).toEqual([])
  world.clock.forwardMs(dayMs + minuteMs)
  expect(await list()).toMatchObject([
    {
      key: `part_paid:${order.id}`,
      kind: 'part_paid',
      orderNumber: order.number,
      atRisk: { amountMinor: 1_200, currency: 'USD' },
      action: { do: 'open', path: `/admin/orders/${order.number}` },
    },
  ])
  await refund(world, order.id, { kind: 'whole' })
  expect(await list()).toEqual([])
})

it('an order whose rest is paid after all is not named any more', async () => {
  const order = await payFirstOfTwo()
  const next = await payNextLine({
    orderId: order.id,
    gateway: world.gateway,
    elsewhere: () => null,
    clock: world.clock,
    timeoutMs: 5_000,
  })
  if (!next.ok) throw new Error(next.error.code)
  world.clock.forwardMs(dayMs + minuteMs)
  expect(await list()).toMatchObject([{ kind: 'part_paid' }])
  await world.pay(next.value.url)
  expect((await list()).filter(({ kind }) => kind === 'part_paid')).toEqual([])
})

it('money for goods that were gone is named as owed, and sending it back ends it', async () => {
  const bought = await buy(world, { stock: 1 })
  const { id: orderId } = await world.order(bought.orderNumber)
  await world.switches({ unpublished_products: 'sold' })
  await cancelOrder({ orderId, merchantId, reason: 'asked by phone', clock: world.clock })
  await prisma().variant.update({ where: { id: bought.variantId }, data: { stock: 0 } })
  await world.pay(bought.url)
  const [item, ...others] = await list()
  expect(others).toEqual([])
  expect(item).toMatchObject({
    kind: 'sold_out',
    orderNumber: Number(bought.orderNumber),
    atRisk: { amountMinor: 1_200, currency: 'USD' },
    action: { do: 'refund' },
  })
  if (item?.action.do !== 'refund') throw new Error('it was not to be refunded')
  await refund(world, orderId, { kind: 'whole', paymentId: item.action.paymentId })
  expect(await list()).toEqual([])
  expect(await world.order(bought.orderNumber)).toMatchObject({ status: 'refunded', refundDueMinor: 0 })
  expect(await stockOf(bought.variantId)).toBe(0)
})

it('a sweep that lags is named with its reason, and the next whole one ends it', async () => {
  await world.sweep()
  await world.switches({ api_fault: '500' })
  world.clock.forwardMs(3 * minuteMs)
  await world.sweep()
  expect(await list()).toEqual([])
  world.clock.forwardMs(2 * minuteMs)
  await world.sweep()
  expect(await list()).toMatchObject([
    {
      key: 'sweep:pocketsflow:test',
      kind: 'sweep',
      atRisk: null,
      sentence: expect.stringMatching(/the last whole look was 5 minutes ago\. .*provider_error/),
      action: { do: 'open', path: '/admin/providers' },
    },
  ])
  await world.switches({ api_fault: 'none' })
  await world.sweep()
  expect(await list()).toEqual([])
})
