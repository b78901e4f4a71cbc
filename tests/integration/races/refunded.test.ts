import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { verifyLedger } from '@/lib/ledger/verify-ledger'
import type { RefundRequest } from '@/lib/payments/contract/refunds'
import type { PocketsflowGateway } from '@/lib/payments/pocketsflow/gateway'
import { followRealTime } from '@/tests/support/endings'
import { holdLock, makeGate } from '@/tests/support/held-points'
import { providerRefunds, refund, refundsOf } from '@/tests/support/refunds'
import { openShopWorld, type ShopWorld } from '@/tests/support/shop-world'
import { buy, stockOf } from '@/tests/support/shopping'

let world: ShopWorld
let gateway: PocketsflowGateway

beforeAll(async () => {
  world = await openShopWorld()
  gateway = world.gateway
  followRealTime(world)
})
afterEach(async () => {
  await world.settleDown()
  await world.reset()
  gateway = world.gateway
})
afterAll(() => world.stop())

async function paidOrder() {
  const bought = await buy(world, { stock: 5 })
  const paymentId = await world.pay(bought.url)
  await world.switches({ webhook_drop: 'all' })
  return { ...bought, paymentId, id: (await world.order(bought.orderNumber)).id }
}

type Paid = Awaited<ReturnType<typeof paidOrder>>

const refundThere = ({ paymentId }: Paid) => world.control('POST', `/orders/${paymentId}/refund`, {})

/** Every way in which the shop makes, or learns of, a refund. */
const paths = {
  shop: ({ id }: Paid) => refund({ ...world, gateway }, id, { kind: 'whole' }),
  event: ({ paymentId }: Paid) => world.control('POST', `/orders/${paymentId}/deliver`, { event: 'order.refunded' }),
  sweep: () => world.sweep(),
} as const

type Path = keyof typeof paths

async function expectRefundedOnce(paid: Paid) {
  await world.settleDown()
  const order = await world.order(paid.orderNumber)
  expect(order).toMatchObject({ status: 'refunded', payments: [{ grossMinor: 1_200, refundedMinor: 1_200 }] })
  expect(order.timeline.filter(({ toStatus }) => toStatus === 'refunded')).toHaveLength(1)
  expect(order.mails.filter(({ kind }) => kind === 'order_refunded')).toHaveLength(1)
  expect((await refundsOf(paid.id)).filter(({ state }) => state === 'completed')).toHaveLength(1)
  expect(await providerRefunds(world)).toMatchObject([{ orderId: paid.paymentId, amount: 12 }])
  expect(await stockOf(paid.variantId)).toBe(4)
  expect((await verifyLedger()).disagreements).toEqual([])
}

const told = ['event', 'sweep'] as const
const all = Object.keys(paths) as Path[]
const pairs = told.flatMap((first) => all.map((second) => [first, second] as const))

describe.each([
  ['at its order', ({ orderNumber }: Paid) => `select 1 from orders where number = ${orderNumber} for update`],
  ['before the ledger', () => 'lock table ledger_transactions in share mode'],
])('a refund made at the provider is told, and held %s, while another path comes', (_point, lock) => {
  it.each(pairs)('%s, then %s', async (first, second) => {
    const paid = await paidOrder()
    await refundThere(paid)
    const held = await holdLock(lock(paid))
    const one = paths[first](paid)
    await held.untilWaiting(1)
    const other = paths[second](paid)
    await held.untilWaiting(2)
    await held.release()
    await Promise.all([one, other])
    await expectRefundedOnce(paid)
  })
})

/** The first call behind the gate waits there; the gateway is the real one otherwise. */
function holdRefunds(point: 'before sending' | 'after its answer' | 'after the list') {
  const { refunds } = world.gateway
  if (!refunds) throw new Error('the gateway cannot refund')
  const gate = makeGate()
  const after = <Value>(work: Promise<Value>) => work.then((answer) => gate.pass().then(() => answer))
  const held = {
    'before sending': { create: (wish: RefundRequest) => gate.pass().then(() => refunds.create(wish)) },
    'after its answer': { create: (wish: RefundRequest) => after(refunds.create(wish)) },
    'after the list': { listNewest: () => after(refunds.listNewest()) },
  }
  const bent = { refunds: { ...refunds, ...held[point] } }
  gateway = { ...world.gateway, ...bent }
  world.serveWith(bent)
  return gate
}

describe('a path that has read the provider’s list is overtaken', () => {
  it.each(pairs)('%s, overtaken by %s', async (first, second) => {
    const paid = await paidOrder()
    await refundThere(paid)
    const gate = holdRefunds('after the list')
    const one = paths[first](paid)
    await gate.reached
    await paths[second](paid)
    gate.open()
    await one
    await expectRefundedOnce(paid)
  })
})

describe('a refund of the shop is overtaken', () => {
  it.each(all)('after its answer, by the %s that tells of it', async (second) => {
    const paid = await paidOrder()
    const gate = holdRefunds('after its answer')
    const one = paths.shop(paid)
    await gate.reached
    const other = await paths[second](paid)
    if (second === 'shop') expect(other).toEqual({ ok: false, error: { code: 'nothing_refundable' } })
    gate.open()
    expect(await one).toMatchObject({ ok: true, value: [{ state: 'completed' }] })
    await expectRefundedOnce(paid)
  })

  it.each(all)('before it is sent, by the %s of one made at the provider', async (second) => {
    const paid = await paidOrder()
    const gate = holdRefunds('before sending')
    const one = paths.shop(paid)
    await gate.reached
    if (second !== 'shop') await refundThere(paid)
    await paths[second](paid)
    await world.settleDown()
    gate.open()
    // The same money under the same order: what the provider refuses then has happened already.
    expect(await one).toMatchObject({ ok: true, value: [{ state: 'completed' }] })
    await expectRefundedOnce(paid)
  })
})
