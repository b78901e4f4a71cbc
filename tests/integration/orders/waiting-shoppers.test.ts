import pg from 'pg'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { GET as status } from '@/app/api/orders/[token]/status/route'
import { findPublicStatus } from '@/lib/orders/shopper-queries'
import { newToken } from '@/lib/shared/token'
import { makeOrder } from '@/tests/support/factories'
import { openShopWorld, type ShopWorld } from '@/tests/support/shop-world'
import { buy } from '@/tests/support/shopping'

let world: ShopWorld

beforeAll(async () => {
  world = await openShopWorld()
  await world.pay((await buy(world)).url)
})
afterEach(() => world.reset())
afterAll(() => world.stop())

const poll = (token: string) =>
  status(new Request(`http://shop.test/api/orders/${token}/status`), { params: Promise.resolve({ token }) })

async function paidUntold() {
  const bought = await buy(world)
  await world.switches({ webhook_drop: 'all' })
  await world.pay(bought.url)
  return { ...bought, body: await world.lastBody() }
}

const deliver = (body: string) => world.deliver(body, { 'x-pocketsflow-event': 'order.completed' })

it('T02: ten thousand guesses at links of 128 bits hit nothing', async () => {
  const { token } = await makeOrder()
  expect(Buffer.from(token, 'base64url')).toHaveLength(16)
  const guesses = Array.from({ length: 10_000 }, () => newToken())
  expect(new Set(guesses).size).toBe(10_000)
  let hits = 0
  for (let first = 0; first < guesses.length; first += 500) {
    const found = await Promise.all(guesses.slice(first, first + 500).map((guess) => findPublicStatus(guess)))
    hits += found.filter(Boolean).length
  }
  expect(hits).toBe(0)
  expect(await findPublicStatus(token)).not.toBeNull()
}, 60_000)

it('T08: twenty questions a second from one shopper are held back, and the webhook is not', async () => {
  const untold = await paidUntold()
  const { token } = await makeOrder()
  const [answers, delivered] = await Promise.all([
    Promise.all(Array.from({ length: 20 }, () => poll(token))),
    deliver(untold.body),
  ])
  expect(answers.filter((answer) => answer.status === 200)).toHaveLength(10)
  const refused = answers.filter((answer) => answer.status === 429)
  expect(refused.map((answer) => answer.headers.get('retry-after'))).toEqual(Array.from({ length: 10 }, () => '1'))
  expect(delivered).toBe(200)
  expect((await world.order(untold.orderNumber)).status).toBe('paid')
})

it('T09: a thousand waiting shoppers before a frozen database hear 503 within 2 s, and the webhook is taken', async () => {
  const untold = await paidUntold()
  const blocker = new pg.Client({ connectionString: process.env.DATABASE_URL })
  await blocker.connect()
  await blocker.query('begin; lock table orders in access exclusive mode')
  const pollers = Array.from({ length: 1_000 }, async () => {
    const startedMs = performance.now()
    const { status: code, headers } = await poll(newToken())
    return { code, retryAfter: headers.get('retry-after'), tookMs: performance.now() - startedMs }
  })
  const [answers, delivered] = await Promise.all([Promise.all(pollers), deliver(untold.body)])
  await blocker.end()
  expect(new Set(answers.map(({ code, retryAfter }) => `${code} ${retryAfter}`))).toEqual(new Set(['503 2']))
  // The promise is 2 s; a machine that is busy with other tests adds its own.
  expect(Math.max(...answers.map(({ tookMs }) => tookMs))).toBeLessThan(3_000)
  expect(delivered).toBe(200)
  world.clock.forwardMs(5_000)
  await world.workInbox()
  expect((await world.order(untold.orderNumber)).status).toBe('paid')
})
