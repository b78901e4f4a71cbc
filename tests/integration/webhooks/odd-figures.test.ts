import { randomBytes } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openShopWorld, type ShopWorld } from '@/tests/support/shop-world'
import { buy } from '@/tests/support/shopping'

let world: ShopWorld

beforeAll(async () => {
  world = await openShopWorld()
  await world.pay((await buy(world)).url)
})
afterEach(() => world.reset())
afterAll(() => world.stop())

const completed = { 'x-pocketsflow-event': 'order.completed' }

async function paidUntold() {
  const bought = await buy(world, { priceMinor: 1_200 })
  await world.switches({ webhook_drop: 'all' })
  await world.pay(bought.url)
  return { ...bought, body: await world.lastBody() }
}

describe('an amount in the signed event alone never pays', () => {
  it.each(['11.99', '12.01', '0', '-1', '"NaN"', '1e400', '9007199254740993', '12000000000000000000000', 'null'])(
    'W62: %s instead of 12',
    async (amount) => {
      const { body, orderNumber } = await paidUntold()
      await world.switches({ api_fault: '503', api_fault_scope: 'GET /orders' })
      const bent = body.replace(/"amount(BeforeTax)?":12\b/g, `"amount$1":${amount}`)
      expect(bent).not.toBe(body)
      expect(await world.deliver(bent, completed)).toBe(200)
      expect(await world.order(orderNumber)).toMatchObject({ status: 'awaiting_payment', payments: [] })
      expect((await world.events()).at(-1)).toMatchObject({ state: 'confirming' })
    },
  )

  it('W62: and the right one does', async () => {
    const { body, orderNumber } = await paidUntold()
    await world.switches({ api_fault: '503', api_fault_scope: 'GET /orders' })
    expect(await world.deliver(body, completed)).toBe(200)
    expect(await world.order(orderNumber)).toMatchObject({ status: 'paid' })
  })
})

describe('an unsigned timestamp decides nothing', () => {
  const tenYearsMs = 10 * 365 * 86_400_000
  it.each([
    ['absent', () => null],
    ['a word', () => 'abc'],
    ['below zero', () => '-1'],
    ['in seconds', () => String(Math.floor(Date.now() / 1_000))],
    ['ten years ahead', () => String(Date.now() + tenYearsMs)],
    ['ten years ago', () => String(Date.now() - tenYearsMs)],
  ])('W37: %s', async (_name, timestamp) => {
    const { body, orderNumber } = await paidUntold()
    const told = timestamp()
    expect(await world.deliver(body, { ...completed, ...(told && { 'x-pocketsflow-timestamp': told }) })).toBe(200)
    expect(await world.order(orderNumber)).toMatchObject({ status: 'paid' })
  })
})

it('W56: 64 KiB that would unpack to 64 MiB are answered 400, kept as they came, and never unpacked', async () => {
  const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024))
  const sent = Buffer.concat([bomb, randomBytes(Math.max(0, 64 * 1024 - bomb.length))]).subarray(0, 64 * 1024)
  const headers = { ...completed, 'content-encoding': 'gzip' }
  expect(await world.deliver(sent, headers)).toBe(400)
  const before = process.memoryUsage().rss
  for (let count = 0; count < 5; count += 1) expect(await world.deliver(sent, headers)).toBe(400)
  expect(process.memoryUsage().rss - before).toBeLessThan(32 * 1024 * 1024)
  const kept = (await world.events()).at(-1)
  expect(kept).toMatchObject({ state: 'malformed' })
  expect(Buffer.from(kept?.rawBody ?? []).equals(sent)).toBe(true)
})
