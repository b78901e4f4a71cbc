import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { closeDatabase, prisma, rows, sql } from '@/lib/db'
import { env } from '@/lib/env'
import { verifyLedger } from '@/lib/ledger/verify-ledger'
import { keepNumbers } from '@/lib/numbering/keep-numbers'
import { listNumberGaps } from '@/lib/numbering/raise-numbers'
import { listRescue } from '@/lib/rescue/list-rescue'
import { openShopWorld, type ShopWorld } from '@/tests/support/shop-world'
import { buy } from '@/tests/support/shopping'

let world: ShopWorld
let dataDir: string
beforeAll(async () => {
  world = await openShopWorld()
  await copy(database(), pristine)
})
beforeEach(async () => {
  await replace(pristine)
  await world.reset()
  // The provider dates its orders by the real clock.
  world.clock.forwardMs(Date.now() - world.clock.now().getTime())
  dataDir = await mkdtemp(path.join(tmpdir(), 'pocketshop-numbers-'))
})
afterEach(() => rm(dataDir, { recursive: true, force: true }))
afterAll(async () => {
  await world.stop()
  for (const name of [pristine, backup]) await maintain(`drop database if exists ${name} with (force)`)
})

const database = () => new URL(env().DATABASE_URL ?? '').pathname.slice(1)
const pristine = `pristine_${process.pid}`
const backup = `backup_${process.pid}`

async function maintain(statement: string): Promise<void> {
  await closeDatabase()
  const url = Object.assign(new URL(env().DATABASE_URL ?? ''), { pathname: '/postgres' })
  const client = new pg.Client({ connectionString: url.href })
  await client.connect()
  await client.query(statement)
  await client.end()
}

async function copy(from: string, to: string): Promise<void> {
  await maintain(`drop database if exists ${to} with (force)`)
  await maintain(`create database ${to} template ${from}`)
}

/** The shop's database is gone, and an older one stands in its place. */
const replace = (older: string) => copy(older, database())

const pay = async () => {
  const page = await buy(world)
  return { ...page, number: Number(page.orderNumber), paymentId: await world.pay(page.url) }
}

const receiptOf = async (number: number) => (await world.order(String(number))).receiptNumber ?? 0

/** The shop ten minutes later: paid before the backup, paid after it, and lost with what came after it. */
async function loseTenMinutes() {
  const kept = await pay()
  const waiting = await buy(world)
  await copy(database(), backup)
  await world.pay(waiting.url)
  const lost = [await pay(), await pay()]
  const lastReceipt = await receiptOf(lost[1]?.number ?? 0)
  await keepNumbers(world, dataDir)
  await replace(backup)
  world.clock.forwardMs(600_000)
  return { kept, waiting, lost, lastReceipt, lastNumber: lost[1]?.number ?? 0 }
}

it('gives no number twice when DATA_DIR has the highest that were given out', async () => {
  const { lastNumber, lastReceipt } = await loseTenMinutes()
  const gaps = await keepNumbers(world, dataDir)
  expect(gaps.map(({ of }) => of)).toEqual(['orders', 'receipts (test)'])
  expect(await keepNumbers(world, dataDir)).toEqual([])
  expect(await listNumberGaps()).toHaveLength(2)
  const next = await pay()
  expect(next.number).toBeGreaterThan(lastNumber)
  expect(await receiptOf(next.number)).toBeGreaterThan(lastReceipt)
})

it('takes the note of another shop for another shop’s', async () => {
  await loseTenMinutes()
  await rows(sql`update shop_identity set key = gen_random_uuid()`)
  expect(await keepNumbers(world, dataDir)).toEqual([])
})

it('finds lost orders at the provider, keeps their payments as unmatched money, and goes on above them', async () => {
  const { kept, waiting, lost, lastNumber, lastReceipt } = await loseTenMinutes()
  await world.sweep()
  const rescue = await listRescue(world.clock)
  const unmatched = rescue.filter(({ kind }) => kind === 'unmatched').map(({ subject }) => subject)
  expect(unmatched.sort()).toEqual(lost.map(({ paymentId }) => `Payment ${paymentId}`).sort())
  // Paid after the backup, but placed before it: found again, with a receipt that nobody else has.
  expect((await world.order(waiting.orderNumber)).status).toBe('paid')
  expect(await receiptOf(Number(waiting.orderNumber))).toBeGreaterThan(lastReceipt)
  expect((await world.order(String(kept.number))).status).toBe('paid')
  expect((await pay()).number).toBeGreaterThan(lastNumber)
  expect((await verifyLedger()).disagreements).toEqual([])
})

it('never gives money to an order that got the number of a lost one', async () => {
  const { lost } = await loseTenMinutes()
  // The note is lost too, and somebody buys before the first sweep.
  const reusing = await buy(world)
  expect(lost.map(({ number }) => String(number))).toContain(reusing.orderNumber)
  await world.sweep()
  expect((await world.order(reusing.orderNumber)).status).toBe('awaiting_payment')
  expect((await prisma().payment.findMany({ where: { verdict: 'unmatched' } })).length).toBe(2)
  await world.pay(reusing.url)
  expect((await world.order(reusing.orderNumber)).payments).toHaveLength(1)
  expect((await world.order(reusing.orderNumber)).status).toBe('paid')
})

it('is not misled by orders of another shop that sells through the same account', async () => {
  const { lastNumber } = await loseTenMinutes()
  const { _id } = await world.api('POST', '/products', { name: 'Pin', price: 12, currency: 'USD' })
  const session = await world.api('POST', '/checkout/sessions', {
    productId: _id,
    successUrl: 'http://another.test/thank-you/x',
    cancelUrl: 'http://another.test/checkout/cancelled',
    metadata: { external_order_id: '70000', attempt: '1', nonce: 'ab'.repeat(24) },
  })
  await world.pay(session.url)
  await world.sweep()
  expect((await pay()).number).toBeLessThan(lastNumber + 1_000)
})
