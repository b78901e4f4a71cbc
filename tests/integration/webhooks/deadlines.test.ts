import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { prisma } from '@/lib/db'
import { openShopWorld, type ShopWorld } from '@/tests/support/shop-world'
import { buy } from '@/tests/support/shopping'

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

const completed = { 'x-pocketsflow-event': 'order.completed' }

/** An order that was paid at the provider, and the signed body that tells of it. */
async function paidUntold() {
  const bought = await buy(world)
  await world.switches({ webhook_drop: 'all' })
  const paymentId = await world.pay(bought.url)
  return { ...bought, paymentId, body: await world.lastBody() }
}

/** Holds a lock in a connection of its own while `work` runs. */
async function whileLocked(statement: string, work: () => Promise<void>) {
  const other = new pg.Client({ connectionString: process.env.DATABASE_URL })
  await other.connect()
  await other.query('BEGIN')
  await other.query(statement)
  try {
    await work()
  } finally {
    await other.query('ROLLBACK')
    await other.end()
  }
}

async function timed<Value>(work: () => Promise<Value>) {
  const startedAt = performance.now()
  return { value: await work(), tookMs: performance.now() - startedAt }
}

const statusOf = async (orderNumber: string) => (await world.order(orderNumber)).status
const eventOf = async (paymentId: string) =>
  (await world.events()).filter((event) => event.providerOrderId === paymentId).at(-1)

describe('an event that is stored is answered 200, whatever hinders its settlement', () => {
  it.each([
    ['its order is locked', (number: string) => `select 1 from orders where number = ${number} for update`],
    ['a migration holds orders', () => 'lock table orders in access exclusive mode'],
    ['payments cannot be written', () => 'lock table payments in access exclusive mode'],
  ])('%s', async (_name, lock) => {
    const bought = await paidUntold()
    await whileLocked(lock(bought.orderNumber), async () => {
      const { value, tookMs } = await timed(() => world.deliver(bought.body, completed))
      expect(value).toBe(200)
      expect(tookMs).toBeLessThan(4_500)
    })
    expect(await statusOf(bought.orderNumber)).toBe('awaiting_payment')
    expect(await eventOf(bought.paymentId)).toMatchObject({ state: 'received', processedAt: null })
    world.clock.forwardMs(5_000)
    expect(await world.workInbox()).toBe(1)
    expect(await statusOf(bought.orderNumber)).toBe('paid')
    expect(await eventOf(bought.paymentId)).toMatchObject({ state: 'settled' })
  })

  it('connections are slow to come by: settled behind the answer', async () => {
    const bought = await paidUntold()
    const connect = pg.Pool.prototype.connect as () => Promise<pg.PoolClient>
    let asked = 0
    vi.spyOn(pg.Pool.prototype, 'connect').mockImplementation(async function (this: pg.Pool) {
      asked += 1
      if (asked > 1) await sleep(2_000)
      return connect.call(this)
    })
    const answer = await world.control('POST', `/orders/${bought.paymentId}/deliver`, {})
    const [delivery] = (answer as { deliveries: { status: number; durationMs: number }[] }).deliveries
    expect(delivery?.status).toBe(200)
    expect(delivery?.durationMs).toBeLessThan(1_950)
    await world.settleDown()
    vi.restoreAllMocks()
    expect(await statusOf(bought.orderNumber)).toBe('paid')
  })

  it('the provider’s API is silent: the answer does not wait for it', async () => {
    await prisma().confirmedUnit.deleteMany()
    const bought = await paidUntold()
    const silence = Promise.withResolvers<void>()
    world.serveWith({
      lookUpPayment: async (id) => {
        await silence.promise
        return world.gateway.lookUpPayment(id)
      },
    })
    const answer = await world.control('POST', `/orders/${bought.paymentId}/deliver`, {})
    expect(answer).toMatchObject({ deliveries: [{ status: 200 }] })
    expect(await eventOf(bought.paymentId)).toMatchObject({ state: 'confirming' })
    silence.resolve()
    await world.settleDown()
    expect(await statusOf(bought.orderNumber)).toBe('paid')
  })
})

describe('an event that cannot be stored is answered 503 in time', () => {
  it('when a migration holds the inbox', async () => {
    const bought = await paidUntold()
    await whileLocked('lock table webhook_events in access exclusive mode', async () => {
      const { value, tookMs } = await timed(() => world.deliver(bought.body, completed))
      expect(value).toBe(503)
      expect(tookMs).toBeLessThan(4_500)
    })
    expect(await statusOf(bought.orderNumber)).toBe('awaiting_payment')
    expect(await world.deliver(bought.body, completed)).toBe(200)
    expect(await statusOf(bought.orderNumber)).toBe('paid')
  })

  it('when no connection can be made', async () => {
    const bought = await paidUntold()
    vi.spyOn(pg.Pool.prototype, 'connect').mockImplementation(() => Promise.reject(new Error('ECONNREFUSED')))
    expect(await world.deliver(bought.body, completed)).toBe(503)
    vi.restoreAllMocks()
    expect(await world.deliver(bought.body, completed)).toBe(200)
    expect(await statusOf(bought.orderNumber)).toBe('paid')
  })

  it('every connection broken by the database server is replaced: the next delivery is taken', async () => {
    const bought = await paidUntold()
    const other = new pg.Client({ connectionString: process.env.DATABASE_URL })
    await other.connect()
    await other.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    )
    await other.end()
    await expect.poll(() => world.deliver(bought.body, completed)).toBe(200)
    await expect.poll(() => statusOf(bought.orderNumber).catch(() => 'unread')).toBe('paid')
  })
})

describe('an event left behind by a crash', () => {
  /** Stored, and then nothing: as after a kill between the two commits. */
  async function crashAfterStoring() {
    const bought = await paidUntold()
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
    const bought = await paidUntold()
    world.serveWith({
      understand: () => {
        throw new TypeError('a mistake of ours')
      },
    })
    expect(await world.deliver(bought.body, completed)).toBe(200)
    world.serveWith({})
    world.clock.forwardMs(5_000)
    await world.workInbox()
    expect(await statusOf(bought.orderNumber)).toBe('paid')
  })

  it('is taken up by the worker, after the request had its time', async () => {
    const bought = await crashAfterStoring()
    expect(await world.workInbox()).toBe(0)
    world.clock.forwardMs(5_000)
    expect(await world.workInbox()).toBe(1)
    expect(await statusOf(bought.orderNumber)).toBe('paid')
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
    expect(await statusOf(bought.orderNumber)).toBe('paid')
    expect(await eventOf(bought.paymentId)).toMatchObject({ state: 'settled', tries: 2 })
  })

  it('a confirmation that was lost with its process is asked for by the worker', async () => {
    await prisma().confirmedUnit.deleteMany()
    const bought = await paidUntold()
    world.serveWith({
      lookUpPayment: async () => {
        throw new Error('the process died here')
      },
    })
    expect(await world.deliver(bought.body, completed)).toBe(200)
    world.serveWith({})
    expect(await eventOf(bought.paymentId)).toMatchObject({ state: 'confirming' })
    world.clock.forwardMs(5_000)
    await world.workInbox()
    expect(await statusOf(bought.orderNumber)).toBe('paid')
  })
})

describe('a provider that does not confirm what its event told', () => {
  it.each([
    ['stays silent', { api_fault: '503', api_fault_scope: 'GET /orders' }],
    ['knows no such payment', { api_fault: '404', api_fault_scope: 'GET /orders' }],
  ])('and %s for ten minutes calls a person; its later word still pays the order', async (_name, switches) => {
    await prisma().confirmedUnit.deleteMany()
    const bought = await paidUntold()
    await world.switches(switches)
    expect(await world.deliver(bought.body, completed)).toBe(200)
    for (let minute = 0; minute < 9; minute += 1) {
      world.clock.forwardMs(60_000)
      expect(await world.workInbox()).toBe(1)
    }
    expect(await statusOf(bought.orderNumber)).toBe('awaiting_payment')
    world.clock.forwardMs(61_000)
    await world.workInbox()
    const order = await world.order(bought.orderNumber)
    expect(order).toMatchObject({ status: 'needs_review', payments: [] })
    expect(order.reviewReason).toMatch(/did not confirm it within 10 minutes/)
    expect(order.mails.map(({ kind }) => kind)).toContain('order_review')
    expect(await eventOf(bought.paymentId)).toMatchObject({ state: 'failed', nextTryAt: null })
    await world.switches({ api_fault: 'none' })
    expect(await world.deliver(bought.body, completed)).toBe(200)
    expect(await world.order(bought.orderNumber)).toMatchObject({ status: 'paid', reviewReason: null })
  })

  it('never calls a person for an event whose nonce is not the order’s', async () => {
    await prisma().confirmedUnit.deleteMany()
    const bought = await paidUntold()
    await world.switches({ api_fault: '404', api_fault_scope: 'GET /orders' })
    const told = JSON.parse(bought.body)
    const stranger = { ...told, metadata: { ...told.metadata, nonce: 'f0reign' } }
    expect(await world.deliver(JSON.stringify(stranger), completed)).toBe(200)
    world.clock.forwardMs(601_000)
    await world.workInbox()
    expect(await statusOf(bought.orderNumber)).toBe('awaiting_payment')
    expect(await eventOf(bought.paymentId)).toMatchObject({ state: 'unmatched' })
  })
})
