import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { prisma } from '@/lib/db'
import { sweepAgedPayments } from '@/lib/reconciliation/sweep'
import { listRescue } from '@/lib/rescue/list-rescue'
import { placeUnmatched, setUnmatchedAside } from '@/lib/subscriptions/place-unmatched'
import { type FungiesShopWorld, openFungiesShopWorld } from '@/tests/support/fungies-shop-world'
import { makeMerchant } from '@/tests/support/merchants'
import { readSubscription, subscribeAtFungies } from '@/tests/support/subscriptions'

let world: FungiesShopWorld
let merchantId: number

beforeAll(async () => {
  world = await openFungiesShopWorld()
  merchantId = (await makeMerchant()).id
})
beforeEach(() => prisma().unmatchedSubscription.deleteMany())
afterEach(() => world.reset())
afterAll(() => world.stop())

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs

/** Fungies' API does not say which order a subscription began with: when its events are lost, nobody knows. */
async function subscribeUntold() {
  await world.switches({ webhook_drop: 'all' })
  return subscribeAtFungies(world)
}

async function passMs(ms: number) {
  world.clock.forwardMs(ms)
  await world.sweep()
}

const items = async () => (await listRescue(world.clock)).filter(({ kind }) => kind === 'unmatched_subscription')

async function place(orderNumber: string) {
  const { id: unmatchedId } = await prisma().unmatchedSubscription.findFirstOrThrow()
  const reason = 'name and day agree'
  const input = { unmatchedId, orderNumber: Number(orderNumber), merchantId, reason, clock: world.clock }
  return placeUnmatched(input, { gateway: world.gatewayOf })
}

describe('a subscription that no order explains', () => {
  it('needs a person, with its age and what was paid, once its event should have come', async () => {
    const { subscriptionId } = await subscribeUntold()
    await world.sweep()
    expect(await items()).toEqual([])
    await passMs(16 * minuteMs)
    expect(await items()).toMatchObject([
      {
        subject: expect.stringContaining(subscriptionId),
        atRisk: { amountMinor: 900, currency: 'USD' },
        action: { do: 'open', path: '/admin/subscriptions#without-order' },
      },
    ])
    const [item] = await items()
    expect(world.clock.now().getTime() - (item?.since.getTime() ?? 0)).toBeGreaterThanOrEqual(15 * minuteMs)
  })

  it('counts what is paid for it later', async () => {
    const { subscriptionId } = await subscribeUntold()
    await passMs(16 * minuteMs)
    await world.switches({ clock_offset_ms: 32 * dayMs })
    await world.control('POST', `/subscriptions/${subscriptionId}/renew`)
    await passMs(32 * dayMs)
    expect(await items()).toMatchObject([{ atRisk: { amountMinor: 1_800, currency: 'USD' } }])
  })

  it('belongs to the order that a merchant gives it, which is paid by it; later intervals follow', async () => {
    const { subscriptionId, orderNumber } = await subscribeUntold()
    await passMs(16 * minuteMs)
    expect(await place(orderNumber)).toMatchObject({ ok: true, value: { settled: 1 } })
    const order = await world.order(orderNumber)
    expect(order).toMatchObject({ status: 'paid', payments: [{ verdict: 'settles', grossMinor: 900 }] })
    expect(order.timeline.map(({ text }) => text).join()).toContain('name and day agree')
    expect((await readSubscription(subscriptionId)).orders).toHaveLength(1)
    expect(await items()).toEqual([])
    expect(await prisma().unmatchedSubscription.count()).toBe(0)
  })

  it('is not given to an order that bought no subscription, nor to none', async () => {
    await subscribeUntold()
    await passMs(16 * minuteMs)
    const other = await world.buy()
    expect(await place(other.orderNumber)).toMatchObject({ ok: false, error: { code: 'does_not_fit' } })
    expect(await place('99999999')).toMatchObject({ ok: false, error: { code: 'unknown_order' } })
    expect(await items()).toHaveLength(1)
  })

  it('is left alone once a merchant says that it is none of this shop’s', async () => {
    await subscribeUntold()
    await passMs(16 * minuteMs)
    const { id: unmatchedId } = await prisma().unmatchedSubscription.findFirstOrThrow()
    const input = { unmatchedId, merchantId, reason: 'of another shop', clock: world.clock }
    expect(await setUnmatchedAside(input)).toBe(true)
    expect(await setUnmatchedAside(input)).toBe(false)
    await passMs(2 * dayMs)
    expect(await items()).toEqual([])
  })

  it('is found although no order waits for one', async () => {
    await subscribeUntold()
    await prisma().order.updateMany({
      where: { status: { in: ['awaiting_payment', 'expired'] } },
      data: { status: 'needs_review' },
    })
    await passMs(16 * minuteMs)
    expect(await items()).toEqual([])
    await sweepAgedPayments({ clock: world.clock, gateway: world.gatewayOf, wait: async () => false })
    expect(await items()).toHaveLength(1)
  })

  it('needs nobody when its event comes late after all', async () => {
    const { orderNumber } = await subscribeUntold()
    await world.sweep()
    expect(await prisma().unmatchedSubscription.count()).toBe(1)
    await world.switches({ webhook_drop: 'none' })
    const { orders } = await world.control<{ orders: { _id: string }[] }>('GET', '/orders')
    await world.deliver(orders[0]?._id ?? '', { event: 'subscription_created' })
    await expect.poll(async () => (await world.order(orderNumber)).status).toBe('paid')
    expect(await prisma().unmatchedSubscription.count()).toBe(0)
  })
})
