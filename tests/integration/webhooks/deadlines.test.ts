import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
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

describe('an event that is stored is answered 200, whatever hinders its settlement', () => {
  it.each([
    ['its order is locked', (number: string) => `select 1 from orders where number = ${number} for update`],
    ['a migration holds orders', () => 'lock table orders in access exclusive mode'],
    ['payments cannot be written', () => 'lock table payments in access exclusive mode'],
  ])('%s', async (_name, lock) => {
    const bought = await payUntold(world)
    await whileLocked(lock(bought.orderNumber), async () => {
      const { value, tookMs } = await timed(() => world.deliver(bought.body, completed))
      expect(value).toBe(200)
      expect(tookMs).toBeLessThan(4_500)
    })
    expect(await statusOf(world, bought.orderNumber)).toBe('awaiting_payment')
    expect(await eventOf(world, bought.paymentId)).toMatchObject({ state: 'received', processedAt: null })
    world.clock.forwardMs(5_000)
    expect(await world.workInbox()).toBe(1)
    expect(await statusOf(world, bought.orderNumber)).toBe('paid')
    expect(await eventOf(world, bought.paymentId)).toMatchObject({ state: 'settled' })
  })

  it('connections are slow to come by: settled behind the answer', async () => {
    const bought = await payUntold(world)
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
    expect(await statusOf(world, bought.orderNumber)).toBe('paid')
  })

  it('the provider’s API is silent: the answer does not wait for it', async () => {
    await prisma().confirmedUnit.deleteMany()
    const bought = await payUntold(world)
    const silence = Promise.withResolvers<void>()
    world.serveWith({
      lookUpPayment: async (id) => {
        await silence.promise
        return world.gateway.lookUpPayment(id)
      },
    })
    const answer = await world.control('POST', `/orders/${bought.paymentId}/deliver`, {})
    expect(answer).toMatchObject({ deliveries: [{ status: 200 }] })
    expect(await eventOf(world, bought.paymentId)).toMatchObject({ state: 'confirming' })
    silence.resolve()
    await world.settleDown()
    expect(await statusOf(world, bought.orderNumber)).toBe('paid')
  })
})

describe('an event that cannot be stored is answered 503 in time', () => {
  it('when a migration holds the inbox', async () => {
    const bought = await payUntold(world)
    await whileLocked('lock table webhook_events in access exclusive mode', async () => {
      const { value, tookMs } = await timed(() => world.deliver(bought.body, completed))
      expect(value).toBe(503)
      expect(tookMs).toBeLessThan(4_500)
    })
    expect(await statusOf(world, bought.orderNumber)).toBe('awaiting_payment')
    expect(await world.deliver(bought.body, completed)).toBe(200)
    expect(await statusOf(world, bought.orderNumber)).toBe('paid')
  })

  it('when no connection can be made', async () => {
    const bought = await payUntold(world)
    vi.spyOn(pg.Pool.prototype, 'connect').mockImplementation(() => Promise.reject(new Error('ECONNREFUSED')))
    expect(await world.deliver(bought.body, completed)).toBe(503)
    vi.restoreAllMocks()
    expect(await world.deliver(bought.body, completed)).toBe(200)
    expect(await statusOf(world, bought.orderNumber)).toBe('paid')
  })

  it('every connection broken by the database server is replaced: the next delivery is taken', async () => {
    const bought = await payUntold(world)
    const other = new pg.Client({ connectionString: process.env.DATABASE_URL })
    await other.connect()
    await other.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    )
    await other.end()
    await expect.poll(() => world.deliver(bought.body, completed)).toBe(200)
    await expect.poll(() => statusOf(world, bought.orderNumber).catch(() => 'unread')).toBe('paid')
  })
})
