import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { prisma } from '@/lib/db'
import { type CallPurpose, callMeter } from '@/lib/payments/call-budget'
import { createPocketsflowGateway } from '@/lib/payments/pocketsflow/gateway'
import { openMissedOrders } from '@/tests/support/missed-orders'
import { openShopWorld, type ShopWorld } from '@/tests/support/shop-world'

let world: ShopWorld

beforeAll(async () => {
  world = await openShopWorld()
})
beforeEach(() => {
  const minuteMs = 60_000
  const minute = Math.ceil(Date.now() / minuteMs) * minuteMs
  world.clock.forwardMs(minute - world.clock.now().getTime())
})
afterEach(async () => {
  await prisma().sweepRun.deleteMany()
  await prisma().callBudget.deleteMany()
  await world.reset()
})
afterAll(() => world.stop())

const metered = (purpose: CallPurpose) =>
  createPocketsflowGateway({
    apiKey: world.apiKey,
    apiUrl: world.sandboxUrl,
    webhookSecrets: [],
    meter: callMeter({ purpose, provider: 'pocketsflow', mode: 'test' }, world.clock),
  })

it('P25: a thousand missed orders on pages of twenty are settled with the calls of one minute', async () => {
  const orders = await openMissedOrders(world)
  await orders.miss(1_000)
  await world.switches({ page_size_cap: 20 })
  world.serveWith(metered('sweep'))
  const startedAt = world.clock.now()
  const [result] = await world.sweep()
  expect(result).toMatchObject({ seen: 1_000, settled: 1_000, problem: null })
  expect(result?.calls).toBeLessThanOrEqual(60)
  expect(world.clock.now()).toEqual(startedAt)
  expect(await orders.countByStatus()).toEqual({ paid: 1_000 })
}, 120_000)

it('P21: five hundred that are paid while the list is read hide none of those before, and are found next time', async () => {
  const orders = await openMissedOrders(world)
  await orders.miss(60)
  await world.switches({ page_size_cap: 20 })
  let pages = 0
  world.serveWith({
    listPayments: async (query) => {
      pages += 1
      if (pages === 2) await orders.miss(500)
      return metered('checkout').listPayments(query)
    },
  })
  await world.sweep()
  expect(await orders.countByStatus()).toEqual({ paid: 60, awaiting_payment: 500 })
  await world.sweep()
  expect(await orders.countByStatus()).toEqual({ paid: 560 })
}, 120_000)

it('two sweeps at once share the calls of a minute, wait for the next one, and leave checkouts alone', async () => {
  const orders = await openMissedOrders(world)
  await orders.miss(50)
  await world.switches({ page_size_cap: 1 })
  world.serveWith(metered('sweep'))
  const startedAtMs = world.clock.now().getTime()
  const results = await Promise.all([world.sweep(), world.sweep()])
  expect(results.flat().map(({ problem }) => problem)).toEqual([null, null])
  expect(await orders.countByStatus()).toEqual({ paid: 50 })
  expect(world.clock.now().getTime()).toBeGreaterThan(startedAtMs)
  const minutes = await prisma().callBudget.findMany()
  expect(Math.max(...minutes.map(({ sweeps }) => sweeps))).toBe(60)
  const answers = await Promise.all(Array.from({ length: 50 }, () => metered('checkout').listNewestPayments()))
  expect(answers.every((answer) => answer.ok)).toBe(true)
})

it('a sweep that has to slow down goes on where it was', async () => {
  const orders = await openMissedOrders(world)
  await orders.miss(10)
  await world.switches({ page_size_cap: 3 })
  world.serveWith(metered('sweep'))
  await world.switches({ api_fault: '429', api_fault_count: 1, retry_after: 'seconds' })
  const startedAtMs = world.clock.now().getTime()
  const [result] = await world.sweep()
  expect(result).toMatchObject({ settled: 10, problem: null })
  expect(world.clock.now().getTime() - startedAtMs).toBeLessThanOrEqual(2_000)
  expect(world.clock.now().getTime()).toBeGreaterThan(startedAtMs)
})
