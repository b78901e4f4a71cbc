import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { prisma } from '@/lib/db'
import { openShopWorld, type ShopWorld } from '@/tests/support/shop-world'
import { buy } from '@/tests/support/shopping'
import { completed, eventOf, payUntold, statusOf } from '@/tests/support/untold-payment'

let world: ShopWorld

beforeAll(async () => {
  world = await openShopWorld()
  await world.pay((await buy(world)).url)
})
afterEach(async () => {
  vi.restoreAllMocks()
  await prisma().webhookEvent.deleteMany()
  await world.reset()
})
afterAll(() => world.stop())

describe('an event left behind by a crash', () => {
  /** Stored, and then nothing: as after a kill between the two commits. */
  async function crashAfterStoring() {
    const bought = await payUntold(world)
    const understand = vi.fn(world.gateway.understand)
    understand.mockImplementationOnce(world.gateway.understand).mockImplementation(() => {
      throw new Error('the process died here')
    })
    world.serveWith({ understand })
    expect(await world.deliver(bought.body, completed)).toBe(200)
    world.serveWith({})
    return bought
  }

  it('was stored, even when our own code stumbles over it', async () => {
    const bought = await payUntold(world)
    world.serveWith({
      understand: () => {
        throw new TypeError('a mistake of ours')
      },
    })
    expect(await world.deliver(bought.body, completed)).toBe(200)
    world.serveWith({})
    world.clock.forwardMs(5_000)
    await world.workInbox()
    expect(await statusOf(world, bought.orderNumber)).toBe('paid')
  })

  it('is taken up by the worker, after the request had its time', async () => {
    const bought = await crashAfterStoring()
    expect(await world.workInbox()).toBe(0)
    world.clock.forwardMs(5_000)
    expect(await world.workInbox()).toBe(1)
    expect(await statusOf(world, bought.orderNumber)).toBe('paid')
  })

  it('is taken up also when it was put off by a clock that was ahead and is right again', async () => {
    world.clock.forwardMs(45 * 60_000)
    const bought = await crashAfterStoring()
    world.clock.forwardMs(-45 * 60_000)
    expect(await world.workInbox()).toBe(1)
    expect(await statusOf(world, bought.orderNumber)).toBe('paid')
  })

  it('is taken up by one of several workers', async () => {
    const bought = await crashAfterStoring()
    world.clock.forwardMs(5_000)
    const worked = await Promise.all(Array.from({ length: 4 }, () => world.workInbox()))
    expect(worked.reduce((sum, count) => sum + count)).toBe(1)
    const order = await world.order(bought.orderNumber)
    expect(order).toMatchObject({ status: 'paid', payments: [{ verdict: 'settles' }] })
  })

  it('is taken up again when that worker dies too', async () => {
    const bought = await crashAfterStoring()
    world.clock.forwardMs(5_000)
    world.serveWith({
      understand: () => {
        throw new Error('the worker died here')
      },
    })
    expect(await world.workInbox()).toBe(1)
    world.serveWith({})
    expect(await world.workInbox()).toBe(0)
    world.clock.forwardMs(30_000)
    expect(await world.workInbox()).toBe(1)
    expect(await statusOf(world, bought.orderNumber)).toBe('paid')
    expect(await eventOf(world, bought.paymentId)).toMatchObject({ state: 'settled', tries: 2 })
  })

  it('a confirmation that was lost with its process is asked for by the worker', async () => {
    await prisma().confirmedUnit.deleteMany()
    const bought = await payUntold(world)
    world.serveWith({
      lookUpPayment: async () => {
        throw new Error('the process died here')
      },
    })
    expect(await world.deliver(bought.body, completed)).toBe(200)
    world.serveWith({})
    expect(await eventOf(world, bought.paymentId)).toMatchObject({ state: 'confirming' })
    world.clock.forwardMs(5_000)
    await world.workInbox()
    expect(await statusOf(world, bought.orderNumber)).toBe('paid')
  })
})

describe('a provider that does not confirm what its event told', () => {
  it.each([
    ['stays silent', { api_fault: '503', api_fault_scope: 'GET /orders' }],
    ['knows no such payment', { api_fault: '404', api_fault_scope: 'GET /orders' }],
  ])('and %s for ten minutes calls a person; its later word still pays the order', async (_name, switches) => {
    await prisma().confirmedUnit.deleteMany()
    const bought = await payUntold(world)
    await world.switches(switches)
    expect(await world.deliver(bought.body, completed)).toBe(200)
    for (let minute = 0; minute < 9; minute += 1) {
      world.clock.forwardMs(60_000)
      expect(await world.workInbox()).toBe(1)
    }
    expect(await statusOf(world, bought.orderNumber)).toBe('awaiting_payment')
    world.clock.forwardMs(61_000)
    await world.workInbox()
    const order = await world.order(bought.orderNumber)
    expect(order).toMatchObject({ status: 'needs_review', payments: [] })
    expect(order.reviewReason).toMatch(/did not confirm it within 10 minutes/)
    expect(order.mails.map(({ kind }) => kind)).toContain('order_review')
    expect(await eventOf(world, bought.paymentId)).toMatchObject({ state: 'failed', nextTryAt: null })
    await world.switches({ api_fault: 'none' })
    expect(await world.deliver(bought.body, completed)).toBe(200)
    expect(await world.order(bought.orderNumber)).toMatchObject({ status: 'paid', reviewReason: null })
  })

  it('never calls a person for an event whose nonce is not the order’s', async () => {
    await prisma().confirmedUnit.deleteMany()
    const bought = await payUntold(world)
    await world.switches({ api_fault: '404', api_fault_scope: 'GET /orders' })
    const told = JSON.parse(bought.body)
    const stranger = { ...told, metadata: { ...told.metadata, nonce: 'f0reign' } }
    expect(await world.deliver(JSON.stringify(stranger), completed)).toBe(200)
    world.clock.forwardMs(601_000)
    await world.workInbox()
    expect(await statusOf(world, bought.orderNumber)).toBe('awaiting_payment')
    expect(await eventOf(world, bought.paymentId)).toMatchObject({ state: 'unmatched' })
  })
})
