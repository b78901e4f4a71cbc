import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { prisma } from '@/lib/db'
import { releaseLapsedHolds } from '@/lib/orders/release-holds'
import { expireOrders } from '@/lib/reconciliation/expire-orders'
import { recheckOrder } from '@/lib/reconciliation/recheck-order'
import { readSweepHealth } from '@/lib/reconciliation/sweep-health'
import { followRealTime, forgetSweeps } from '@/tests/support/endings'
import { openShopWorld, type ShopWorld } from '@/tests/support/shop-world'
import { buy, checkOut, fillMappedCart, stockOf } from '@/tests/support/shopping'

let world: ShopWorld

beforeAll(async () => {
  world = await openShopWorld()
})
beforeEach(async () => {
  followRealTime(world)
  await world.switches({ webhook_drop: 'all' })
})
afterEach(async () => {
  await forgetSweeps()
  await world.reset()
})
afterAll(() => world.stop())

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs
const statusOf = async (orderNumber: string) => (await world.order(orderNumber)).status
const release = () => releaseLapsedHolds({ clock: world.clock })

describe('while the provider cannot be asked', () => {
  it.each(['500', '401', 'html', 'reset', '404', '429'])(
    '(%s) nothing expires and no stock is freed; then all is put right',
    async (fault) => {
      const [unpaid, paid] = [await buy(world, { stock: 3 }), await buy(world, { stock: 3 })]
      await world.sweep()
      await world.pay(paid.url)
      world.clock.forwardMs(dayMs + minuteMs)
      await world.switches({ api_fault: fault })
      for (const _ of [1, 2]) {
        const [result] = await world.sweep()
        expect(result?.problem).not.toBeNull()
        await release()
      }
      for (const { orderNumber, variantId } of [unpaid, paid]) {
        expect(await world.order(orderNumber)).toMatchObject({ status: 'awaiting_payment', stockState: 'held' })
        expect(await stockOf(variantId)).toBe(2)
      }
      await world.switches({ api_fault: 'none' })
      await world.sweep()
      expect(await world.order(paid.orderNumber)).toMatchObject({ status: 'paid', paidLate: false })
      expect(await world.order(unpaid.orderNumber)).toMatchObject({ status: 'expired', stockState: 'released' })
      expect(await stockOf(unpaid.variantId)).toBe(3)
    },
  )

  it.each(['500', '502', '503', '504'])(
    'P18: a sweep that hears %s ends with a handful of questions, however many orders wait',
    async (fault) => {
      for (let count = 0; count < 6; count += 1) await buy(world)
      world.clock.forwardMs(2 * minuteMs)
      await world.switches({ api_fault: fault })
      const before = (await world.calls()).length
      await world.sweep()
      expect((await world.calls()).length - before).toBeLessThanOrEqual(6)
    },
  )

  it('a list that ends in the middle answers for nobody', async () => {
    const unpaid = await buy(world)
    for (let count = 0; count < 4; count += 1) await world.pay((await buy(world)).url)
    world.clock.forwardMs(dayMs - minuteMs)
    await world.sweep()
    world.clock.forwardMs(2 * minuteMs)
    let asked = 0
    const { listPayments } = world.gateway
    world.serveWith({
      listPayments: async (query) => {
        asked += 1
        if (asked > 2) return { ok: false, error: { code: 'timeout', detail: 'No whole answer came in time.' } }
        return listPayments(query)
      },
      findPaymentsOf: async () => ({ ok: false, error: { code: 'timeout', detail: 'none' } }),
    })
    await world.switches({ page_size_cap: 1 })
    await world.sweep()
    expect(await statusOf(unpaid.orderNumber)).toBe('awaiting_payment')
  })

  it('a question of a merchant that is not answered lets nothing go either', async () => {
    const unpaid = await buy(world)
    const { id: orderId } = await world.order(unpaid.orderNumber)
    world.clock.forwardMs(dayMs + minuteMs)
    await world.switches({ api_fault: '500' })
    const { clock } = world
    await recheckOrder({ orderId, actor: 'system', clock }, { gateway: () => world.gateway })
    await expireOrders(world)
    expect(await statusOf(unpaid.orderNumber)).toBe('awaiting_payment')
  })
})

describe('an order that ran out', () => {
  it('expires after the provider was asked, with the answer in its story, and once', async () => {
    const bought = await buy(world, { stock: 3 })
    world.clock.forwardMs(dayMs - minuteMs)
    await world.sweep()
    expect(await statusOf(bought.orderNumber)).toBe('awaiting_payment')
    world.clock.forwardMs(minuteMs)
    await Promise.all([world.sweep(), world.sweep()])
    const order = await world.order(bought.orderNumber)
    expect(order).toMatchObject({ status: 'expired', openKey: null, attempts: [{ liveOrderId: null }] })
    const ended = order.timeline.filter(({ kind }) => kind === 'expired')
    expect(ended).toMatchObject([{ fromStatus: 'awaiting_payment', toStatus: 'expired', text: /had seen no payment/ }])
    expect(await stockOf(bought.variantId)).toBe(3)
  })

  it('is not expired but paid when its payment was missed', async () => {
    const bought = await buy(world)
    await world.pay(bought.url)
    world.clock.forwardMs(dayMs)
    await world.sweep()
    expect(await world.order(bought.orderNumber)).toMatchObject({ status: 'paid', paidLate: false })
  })

  it('P20: and is paid after all is paid late', async () => {
    const bought = await buy(world, { stock: 3 })
    world.clock.forwardMs(dayMs)
    await world.sweep()
    await world.pay(bought.url)
    await world.sweep()
    expect(await world.order(bought.orderNumber)).toMatchObject({ status: 'paid', paidLate: true, stockState: 'sold' })
    expect(await stockOf(bought.variantId)).toBe(2)
  })

  it('without a page that anyone could pay on needs no answer', async () => {
    await world.switches({ api_fault: '500', api_fault_scope: 'POST /checkout' })
    const cart = await fillMappedCart(world)
    await world.checkout(cart.token)
    const [order] = await prisma().order.findMany({ orderBy: { id: 'desc' }, take: 1 })
    await prisma().order.update({ where: { id: order?.id ?? 0 }, data: { status: 'awaiting_payment' } })
    world.clock.forwardMs(dayMs)
    await expireOrders(world)
    expect(await statusOf(String(order?.number))).toBe('expired')
  })
})

describe('how often is asked', () => {
  const checksOf = async (orderNumber: string) => {
    const { checks, nextCheckAt, checkedAt } = await world.order(orderNumber)
    return { checks, waitMs: (nextCheckAt?.getTime() ?? 0) - (checkedAt?.getTime() ?? 0) }
  }

  it('an unpaid order is answered for after 90 seconds, then ever more seldom, by one list for all', async () => {
    const [first, second] = [await buy(world), await buy(world)]
    await world.sweep()
    expect(await checksOf(first.orderNumber)).toMatchObject({ checks: 0 })
    const waits: number[] = []
    for (const checks of [1, 2, 3]) {
      world.clock.forwardMs(waits.at(-1) ?? 90_000)
      await world.sweep()
      const asked = await checksOf(first.orderNumber)
      expect(asked.checks).toBe(checks)
      waits.push(asked.waitMs)
    }
    expect(waits).toEqual([90_000, 180_000, 360_000])
    expect(await checksOf(second.orderNumber)).toMatchObject({ checks: 3 })
    const asked = (await world.calls()).filter((call) => call === 'GET /orders')
    expect(asked).toHaveLength(4)
  })

  it('when the list cannot be read, orders with a product of their own are asked about by it', async () => {
    const [paid, unpaid, shared] = [await buy(world), await buy(world), await fillMappedCart(world)]
    const mapped = await checkOut(world, shared.token)
    await world.pay(paid.url)
    await world.pay(mapped.url)
    world.serveWith({ listPayments: async () => ({ ok: false, error: { code: 'unreadable', detail: 'odd' } }) })
    world.clock.forwardMs(dayMs + minuteMs)
    await world.sweep()
    expect(await statusOf(paid.orderNumber)).toBe('paid')
    expect(await statusOf(unpaid.orderNumber)).toBe('expired')
    expect(await statusOf(mapped.orderNumber)).toBe('awaiting_payment')
  })
})

describe('how far the sweeps are behind', () => {
  it('is told, with the reason, and is over with the next complete one', async () => {
    expect(await readSweepHealth(world.clock)).toEqual([])
    await world.sweep()
    expect(await readSweepHealth(world.clock)).toMatchObject([{ lagSeconds: 0, isLagging: false, problem: null }])
    await world.switches({ api_fault: '500' })
    world.clock.forwardMs(3 * minuteMs)
    await world.sweep()
    expect(await readSweepHealth(world.clock)).toMatchObject([{ lagSeconds: 180, isLagging: false }])
    world.clock.forwardMs(minuteMs)
    await world.sweep()
    const problem = expect.stringContaining('provider_error')
    expect(await readSweepHealth(world.clock)).toMatchObject([{ lagSeconds: 240, isLagging: true, problem }])
    await world.switches({ api_fault: 'none' })
    await world.sweep()
    expect(await readSweepHealth(world.clock)).toMatchObject([{ lagSeconds: 0, isLagging: false, problem: null }])
    const runs = await prisma().sweepRun.findMany({ orderBy: { id: 'asc' } })
    expect(runs.map(({ complete, lagSeconds }) => [complete, lagSeconds])).toEqual([
      [true, 0],
      [false, 180],
      [false, 240],
      [true, 0],
    ])
  })
})
