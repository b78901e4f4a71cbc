import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { systemClock as clock } from '@/lib/clock'
import { prisma } from '@/lib/db'
import { lookAgain } from '@/lib/reconciliation/look-again'
import { readMoneyMatch } from '@/lib/reconciliation/read-money-match'
import { markPaidByHand } from '@/lib/settlement/mark-paid'
import { makeMerchant } from '@/tests/support/merchants'
import { makePayment } from '@/tests/support/payment-factories'
import { openShopWorld, type ShopWorld } from '@/tests/support/shop-world'
import { buy } from '@/tests/support/shopping'

let world: ShopWorld
let merchantId: number
const dayMs = 86_400_000

beforeAll(async () => {
  world = await openShopWorld()
  merchantId = (await makeMerchant()).id
})
beforeEach(async () => {
  // What other tests left is of other days.
  await prisma().payment.updateMany({ data: { providerCreatedAt: new Date(0) } })
  await prisma().order.updateMany({ where: { confirmedBy: 'merchant' }, data: { paidAt: new Date(0) } })
})
afterEach(() => world.reset())
afterAll(() => world.stop())

/** The provider keeps its own time. */
const period = () => ({ from: new Date(Date.now() - dayMs), to: new Date(Date.now() + dayMs) })
const match = () => readMoneyMatch({ gateway: world.gateway, clock, ...period() })
const bucketsOf = ({ rows }: Awaited<ReturnType<typeof match>>) =>
  Object.fromEntries(rows.map(({ providerOrderId, bucket }) => [providerOrderId, bucket]))

const madeAt = (providerOrderId: string, providerCreatedAt: Date) =>
  prisma().payment.updateMany({ where: { providerOrderId }, data: { providerCreatedAt } })

async function paid(switches: Record<string, unknown> = {}) {
  await world.switches({ webhook_drop: 'none', ...switches })
  const bought = await buy(world)
  return { ...bought, providerOrderId: await world.pay(bought.url) }
}

it('lays what was told, missed, refunded there and unknown there side by side, each once', async () => {
  const told = await paid()
  const refunded = await paid()
  const missed = await paid({ webhook_drop: 'all' })
  await world.control('POST', `/orders/${refunded.providerOrderId}/refund`, { amount: 1 })
  await makePayment((await world.order(told.orderNumber)).id, { providerOrderId: 'unknown_there' })
  await madeAt('unknown_there', new Date())
  const found = await match()
  expect(found).toMatchObject({ problem: null, leftOut: 0 })
  expect(bucketsOf(found)).toEqual({
    [told.providerOrderId]: 'equal',
    [refunded.providerOrderId]: 'refund_differs',
    [missed.providerOrderId]: 'only_there',
    unknown_there: 'only_here',
  })
})

it('asking again makes both sides agree', async () => {
  const refunded = await paid()
  const missed = await paid({ webhook_drop: 'all' })
  await world.control('POST', `/orders/${refunded.providerOrderId}/refund`, { amount: 1 })
  const ask = ({ providerOrderId }: { providerOrderId: string }) =>
    lookAgain({ gateway: world.gateway, providerOrderId, clock: world.clock })
  expect(await ask(missed)).toEqual({ ok: true, value: { outcome: 'paid', refundNews: 1 } })
  expect(await ask(refunded)).toEqual({ ok: true, value: { outcome: 'already', refundNews: 0 } })
  expect(await ask({ providerOrderId: 'nobody' })).toMatchObject({ ok: true, value: { outcome: 'unknown' } })
  const { rows } = await match()
  expect(rows.map(({ bucket }) => bucket)).toEqual(['equal', 'equal'])
})

it('shows an order that a merchant marked paid, with no payment to it', async () => {
  const bought = await buy(world)
  const order = await world.order(bought.orderNumber)
  await markPaidByHand({ orderId: order.id, merchantId, reason: 'Paid in cash.', clock })
  const { rows } = await match()
  expect(rows).toMatchObject([{ bucket: 'only_here', providerOrderId: null, orderNumber: order.number }])
})

it('says what it could not compare, and calls nothing missing that it did not see', async () => {
  const older = await paid()
  await paid()
  await world.switches({ page_size_cap: 1 })
  let pages = 0
  const listPayments: typeof world.gateway.listPayments = async (query) => {
    pages += 1
    if (pages > 1) return { ok: false, error: { code: 'over_budget', detail: 'used up' } }
    return world.gateway.listPayments(query)
  }
  const gateway = { ...world.gateway, listPayments }
  await madeAt(older.providerOrderId, new Date(Date.now() - dayMs / 2))
  const found = await readMoneyMatch({ gateway, clock, ...period() })
  expect(found.problem).toMatch(/minute/)
  expect(found.rows.map(({ providerOrderId }) => providerOrderId)).not.toContain(older.providerOrderId)
  expect(found.rows.map(({ bucket }) => bucket)).toEqual(['equal'])
})

it('leaves out a payment that the provider dates outside of these days', async () => {
  const one = await paid()
  const to = new Date(Date.now() - 60_000)
  await madeAt(one.providerOrderId, new Date(to.getTime() - 1_000))
  const found = await readMoneyMatch({ gateway: world.gateway, clock, from: period().from, to })
  expect(found).toMatchObject({ rows: [], leftOut: 0 })
  expect((await world.order(one.orderNumber)).status).toBe('paid')
})
