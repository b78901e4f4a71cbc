import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { prisma } from '@/lib/db'
import { cancelOrder } from '@/lib/orders/cancel-order'
import { fulfilOrder } from '@/lib/orders/fulfil-order'
import { listRescue } from '@/lib/rescue/list-rescue'
import { noteLook } from '@/lib/rescue/note-look'
import { attachPayment } from '@/lib/settlement/attach-payment'
import { expectBooksAgree } from '@/tests/support/endings'
import { makeMerchant } from '@/tests/support/merchants'
import { refund } from '@/tests/support/refunds'
import { openShopWorld, type ShopWorld } from '@/tests/support/shop-world'
import { buy } from '@/tests/support/shopping'

let world: ShopWorld
let merchantId: number

beforeAll(async () => {
  world = await openShopWorld()
  merchantId = (await makeMerchant()).id
})
// What one test leaves waiting would stand in the next one's list.
let known: Set<string>
beforeEach(async () => {
  known = new Set((await listRescue(world.clock)).map(({ key }) => key))
})
afterEach(async () => {
  await expectBooksAgree(world)
  await world.reset()
})
afterAll(() => world.stop())

const list = async () => (await listRescue(world.clock)).filter(({ key }) => !known.has(key))
const idOf = async (orderNumber: string) => (await world.order(orderNumber)).id

async function paidOrder() {
  const bought = await buy(world, { stock: 5 })
  const paymentId = await world.pay(bought.url)
  return { ...bought, paymentId, id: await idOf(bought.orderNumber), number: Number(bought.orderNumber) }
}

async function unmatched() {
  await prisma().confirmedUnit.deleteMany()
  const bought = await buy(world, { stock: 5 })
  await world.switches({ order_overrides: { metadata: { nonce: 'f0reign' } } })
  const providerOrderId = await world.pay(bought.url)
  await world.switches({ order_overrides: null })
  const payment = await prisma().payment.findFirstOrThrow({ where: { providerOrderId } })
  return { ...bought, payment, number: Number(bought.orderNumber) }
}

const attach = (paymentId: number, orderNumber: number) =>
  attachPayment({ paymentId, orderNumber, merchantId, reason: 'they wrote to us', clock: world.clock })

describe('what needs a person', () => {
  it('is nothing while all is well', async () => {
    await paidOrder()
    expect(await list()).toEqual([])
  })

  it('names a payment that differs, and leaves the choice to the merchant', async () => {
    await prisma().confirmedUnit.deleteMany()
    const bought = await buy(world)
    await world.switches({ amount_offset_minor: -1 })
    await world.pay(bought.url)
    const number = Number(bought.orderNumber)
    expect(await list()).toMatchObject([
      {
        kind: 'mismatch',
        orderNumber: number,
        atRisk: { amountMinor: 1_199, currency: 'USD' },
        sentence: expect.stringMatching(/asked for \$12\.00, paid \$11\.99/),
        action: { do: 'open', path: `/admin/orders/${number}` },
      },
    ])
  })

  it('names a second payment, and refunding it ends it', async () => {
    await world.switches({ session_reuse: 'on' })
    const bought = await buy(world)
    await world.pay(bought.url)
    await world.pay(bought.url)
    const [item] = await list()
    expect(item).toMatchObject({ kind: 'paid_twice', atRisk: { amountMinor: 1_200 }, action: { do: 'refund' } })
    if (item?.action.do !== 'refund') throw new Error('it was not to be refunded')
    await refund(world, await idOf(bought.orderNumber), { kind: 'whole', paymentId: item.action.paymentId })
    expect(await list()).toEqual([])
  })

  it('names late money until it is sent or looked at', async () => {
    const late = async () => {
      await world.switches({ unpublished_products: 'sold' })
      const bought = await buy(world, { stock: 5 })
      const orderId = await idOf(bought.orderNumber)
      await cancelOrder({ orderId, merchantId, reason: 'asked by phone', clock: world.clock })
      await world.pay(bought.url)
      return { orderId, orderNumber: Number(bought.orderNumber) }
    }
    const [sent, seen] = [await late(), await late()]
    expect(await list()).toMatchObject([{ kind: 'paid_late' }, { kind: 'paid_late', action: { do: 'looked_at' } }])
    await fulfilOrder({ orderId: sent.orderId, merchantId, clock: world.clock })
    const look = { ...seen, key: `paid_late:${seen.orderId}`, merchantId, clock: world.clock }
    expect(await noteLook(look)).toBe(true)
    expect(await list()).toEqual([])
    expect(await noteLook(look)).toBe(false)
  })

  it('names a dispute, and names it again when a new one begins', async () => {
    const order = await paidOrder()
    const dispute = async (isDisputed: boolean) => {
      await world.switches({ order_overrides: { isDisputed } })
      await world.sweep()
    }
    await dispute(true)
    expect(await list()).toMatchObject([{ kind: 'disputed', orderNumber: order.number, action: { do: 'looked_at' } }])
    const look = { orderId: order.id, orderNumber: order.number, key: `disputed:${order.id}`, merchantId }
    await noteLook({ ...look, clock: world.clock })
    expect(await list()).toEqual([])
    await dispute(false)
    await dispute(true)
    expect(await list()).toMatchObject([{ kind: 'disputed' }])
  })

  it('names a failed refund until another one goes through', async () => {
    const order = await paidOrder()
    const row = { orderId: order.id, provider: 'pocketsflow', mode: 'test', amountMinor: 300, currency: 'USD' } as const
    const payment = await prisma().payment.findFirstOrThrow({ where: { orderId: order.id } })
    const made = { paymentId: payment.id, reason: 'Broken', fromShop: true, createdAt: world.clock.now() }
    await prisma().refund.create({ data: { ...row, ...made, state: 'failed', failure: 'no balance.' } })
    const failed = { kind: 'refund_failed', orderNumber: order.number, sentence: 'It failed: no balance.' }
    expect(await list()).toMatchObject([failed])
    await refund(world, order.id, { kind: 'amount', amountMinor: 300 })
    expect(await list()).toEqual([])
  })

  it('names a refund whose answer was lost', async () => {
    const order = await paidOrder()
    const payment = await prisma().payment.findFirstOrThrow({ where: { orderId: order.id } })
    const facts = { paymentId: payment.id, reason: 'Broken', fromShop: true, createdAt: world.clock.now() }
    const place = { orderId: order.id, provider: 'pocketsflow', mode: 'test', currency: 'USD' } as const
    const lost = await prisma().refund.create({ data: { ...place, ...facts, amountMinor: 300, state: 'unknown' } })
    expect(await list()).toMatchObject([{ kind: 'refund_unknown', action: { do: 'check_refunds' } }])
    await prisma().refund.delete({ where: { id: lost.id } })
  })

  it('puts the largest sum first', async () => {
    await world.switches({ session_reuse: 'on' })
    for (const priceMinor of [900, 4_500, 1_500]) {
      const bought = await buy(world, { priceMinor })
      await world.pay(bought.url)
      await world.pay(bought.url)
    }
    expect((await list()).map(({ atRisk }) => atRisk?.amountMinor)).toEqual([4_500, 1_500, 900])
  })
})

describe('money that no order explains', () => {
  it('is given to an order by a merchant’s choice, once, and pays it', async () => {
    const { payment, orderNumber, number } = await unmatched()
    const unexplained = { kind: 'unmatched', attachable: payment.id, atRisk: { amountMinor: 1_200 } }
    expect(await list()).toMatchObject([{ ...unexplained, action: { do: 'refund', orderNumber: null } }])
    const answers = await Promise.all([attach(payment.id, number), attach(payment.id, number)])
    expect(answers.filter(({ ok }) => ok)).toMatchObject([{ value: { outcome: 'paid', orderNumber: number } }])
    expect(await world.order(orderNumber)).toMatchObject({
      status: 'paid',
      confirmedBy: 'merchant',
      payments: [{ id: payment.id, verdict: 'settles' }],
    })
    expect((await world.order(orderNumber)).timeline.at(-1)).toMatchObject({ kind: 'paid', merchantId })
    expect(await list()).toEqual([])
  })

  it('is one too many at an order that has its money', async () => {
    const paid = await paidOrder()
    const { payment } = await unmatched()
    expect(await attach(payment.id, paid.number)).toMatchObject({ ok: true, value: { outcome: 'extra' } })
    expect(await world.order(paid.orderNumber)).toMatchObject({
      status: 'paid',
      refundDueMinor: 1_200,
      paidTwice: true,
    })
    expect(await list()).toMatchObject([{ kind: 'paid_twice', orderNumber: paid.number }])
  })

  it('goes back whole, and then belongs to nobody', async () => {
    const { payment, number } = await unmatched()
    const wish = { kind: 'whole', paymentId: payment.id } as const
    expect(await refund(world, 0, wish, { orderId: null })).toMatchObject({ ok: true, value: [{ state: 'completed' }] })
    expect(await list()).toEqual([])
    expect(await attach(payment.id, number)).toEqual({ ok: false, error: { code: 'being_refunded' } })
    expect(await attach(payment.id, 999_999)).toEqual({ ok: false, error: { code: 'unknown_order' } })
    expect(await attach(0, number)).toEqual({ ok: false, error: { code: 'unknown_payment' } })
  })
})
