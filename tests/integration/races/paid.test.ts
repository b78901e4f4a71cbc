import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { prisma } from '@/lib/db'
import { verifyLedger } from '@/lib/ledger/verify-ledger'
import type { PaymentGateway } from '@/lib/payments/gateway'
import { checkWaitingOrders } from '@/lib/reconciliation/check-newest'
import { markPaidByHand } from '@/lib/settlement/mark-paid'
import { followRealTime } from '@/tests/support/endings'
import { holdLock, makeGate } from '@/tests/support/held-points'
import { makeMerchant } from '@/tests/support/merchants'
import { openShopWorld, type ShopWorld } from '@/tests/support/shop-world'
import { buy, stockOf } from '@/tests/support/shopping'

let world: ShopWorld
let merchantId: number
let gateway: PaymentGateway

beforeAll(async () => {
  world = await openShopWorld()
  gateway = world.gateway
  merchantId = (await makeMerchant()).id
  followRealTime(world)
  await world.pay((await buy(world)).url)
})
afterEach(async () => {
  await world.settleDown()
  await prisma().sharedPacing.deleteMany()
  await world.reset()
  gateway = world.gateway
})
afterAll(() => world.stop())

async function paidUntold() {
  const bought = await buy(world, { stock: 5 })
  await world.switches({ webhook_drop: 'all' })
  const paymentId = await world.pay(bought.url)
  return { ...bought, paymentId, orderId: (await world.order(bought.orderNumber)).id }
}

type Untold = Awaited<ReturnType<typeof paidUntold>>

/** Every way in which the shop learns that an order is paid. */
const paths = {
  webhook: async ({ paymentId }: Untold) => {
    await world.control('POST', `/orders/${paymentId}/deliver`, {})
    await world.settleDown()
  },
  return_check: ({ orderId }: Untold) =>
    checkWaitingOrders({ orderId, clock: world.clock }, { gateway: () => gateway }),
  sweep: () => world.sweep(),
  merchant: ({ orderId }: Untold) => markPaidByHand({ orderId, merchantId, reason: 'Seen.', clock: world.clock }),
} as const

type Path = keyof typeof paths

const names = Object.keys(paths) as Path[]
const pairs = names.flatMap((first) => names.map((second) => [first, second] as const))

/** A return check answers for all who wait: a second one beside it has to wait for its turn, so it gets one. */
const giveTurn = () => prisma().sharedPacing.deleteMany()

async function expectPaidOnce(untold: Untold, first: Path | null) {
  const order = await world.order(untold.orderNumber)
  expect(order).toMatchObject({
    status: 'paid',
    paidTwice: false,
    refundDueMinor: 0,
    receiptNumber: expect.any(Number),
  })
  if (first) expect(order.confirmedBy).toBe(first)
  expect(order.timeline.filter(({ toStatus }) => toStatus === 'paid')).toHaveLength(1)
  expect(order.mails.filter(({ kind }) => kind === 'order_paid')).toHaveLength(1)
  expect(await stockOf(untold.variantId)).toBe(4)
  await world.sweep()
  const payments = await prisma().payment.findMany({ where: { orderId: untold.orderId } })
  expect(payments).toMatchObject([{ providerOrderId: untold.paymentId, verdict: 'settles' }])
  expect((await verifyLedger()).disagreements).toEqual([])
}

describe.each([
  ['at its order', ({ orderNumber }: Untold) => `select 1 from orders where number = ${orderNumber} for update`],
  ['before its receipt number', () => `select 1 from receipt_counters where mode = 'test' for update`],
])('one path is held %s, another comes: the first one pays, the second gets its answer', (_point, lock) => {
  it.each(pairs)('W81: %s, then %s', async (first, second) => {
    const untold = await paidUntold()
    const held = await holdLock(lock(untold))
    const one = paths[first](untold)
    await held.untilWaiting(1)
    await giveTurn()
    const other = paths[second](untold)
    await held.untilWaiting(2)
    await held.release()
    await Promise.all([one, other])
    await expectPaidOnce(untold, first)
  })
})

/** The first answer of the provider is kept back from whoever asked. */
function holdAnswers() {
  const gate = makeGate()
  const after = <Value>(work: Promise<Value>) => work.then((answer) => gate.pass().then(() => answer))
  const held: Partial<PaymentGateway> = {
    lookUpPayment: (id) => after(world.gateway.lookUpPayment(id)),
    listNewestPayments: () => after(world.gateway.listNewestPayments()),
    listPayments: (query) => after(world.gateway.listPayments(query)),
  }
  gateway = { ...world.gateway, ...held }
  world.serveWith(held)
  return gate
}

describe('one path has the provider’s answer in its hands, another is done meanwhile', () => {
  const asking = ['webhook', 'return_check', 'sweep'] as const
  const stale = asking.flatMap((first) => names.map((second) => [first, second] as const))

  it.each(stale)('%s, overtaken by %s', async (first, second) => {
    if (first === 'webhook') await prisma().confirmedUnit.deleteMany()
    const untold = await paidUntold()
    const gate = holdAnswers()
    const one = paths[first](untold)
    await gate.reached
    await giveTurn()
    const other =
      second === 'webhook' ? world.control('POST', `/orders/${untold.paymentId}/deliver`, {}) : paths[second](untold)
    await other
    gate.open()
    await one
    await world.settleDown()
    await expectPaidOnce(untold, null)
  })
})
