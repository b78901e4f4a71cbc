import { afterAll, beforeAll, expect, it } from 'vitest'
import { prisma, rows, sql } from '@/lib/db'
import { readConfirmations } from '@/lib/rescue/confirmations'
import { listRescue } from '@/lib/rescue/list-rescue'
import { readMetrics } from '@/lib/rescue/metrics'
import { readWebhookHealth } from '@/lib/rescue/webhook-health'
import { makeOrder } from '@/tests/support/factories'
import { makePayment } from '@/tests/support/payment-factories'
import { openShopWorld, type ShopWorld } from '@/tests/support/shop-world'
import { buy } from '@/tests/support/shopping'

let world: ShopWorld

beforeAll(async () => {
  world = await openShopWorld()
})
afterAll(() => world.stop())

const secondMs = 1_000
const dayMs = 86_400_000

async function paidBy(confirmedBy: string, afterSeconds: number, daysAgo = 1) {
  const paidAt = new Date(world.clock.now().getTime() - daysAgo * dayMs)
  const { orderId } = await makeOrder({ status: 'paid', paidAt })
  await prisma().order.update({ where: { id: orderId }, data: { confirmedBy } })
  const payment = await makePayment(orderId)
  const providerCreatedAt = new Date(paidAt.getTime() - afterSeconds * secondMs)
  await prisma().payment.update({ where: { id: payment.id }, data: { providerCreatedAt } })
}

it('how orders were confirmed is counted and timed, for the days asked for', async () => {
  for (const seconds of [1, 2, 3]) await paidBy('webhook', seconds)
  await paidBy('sweep', 60)
  await paidBy('return_check', 5, 20)
  const week = await readConfirmations(world.clock)
  expect(week).toMatchObject({ days: 7, orderCount: 4 })
  expect(week.ways).toMatchObject([
    { way: 'webhook', count: 3, medianSeconds: 2 },
    { way: 'return_check', count: 0, medianSeconds: null },
    { way: 'sweep', count: 1, medianSeconds: 60, slowSeconds: 60 },
    { way: 'merchant', count: 0 },
  ])
  expect((await readConfirmations(world.clock, 30)).orderCount).toBe(5)
})

const ofPocketsflow = async () => {
  const reports = await readWebhookHealth(world.clock)
  return reports.find(({ provider }) => provider === 'pocketsflow')?.verdict
}

it('webhooks that stay away are noticed by what was paid without them, and are well again with the next one', async () => {
  await prisma().order.deleteMany({ where: { attempts: { none: {} }, timeline: { none: {} } } })
  const pay = async () => {
    const bought = await buy(world, { stock: 5 })
    const id = await world.pay(bought.url)
    return { ...bought, id }
  }
  await pay()
  expect(await ofPocketsflow()).toEqual({ state: 'well' })
  await world.switches({ webhook_drop: 'all' })
  world.clock.forwardMs(60 * secondMs)
  const lost = await pay()
  await pay()
  await world.sweep()
  expect((await world.order(lost.orderNumber)).payments[0]?.providerCreatedAt).toBeInstanceOf(Date)
  world.clock.forwardMs(120 * secondMs)
  expect(await ofPocketsflow()).toMatchObject({ state: 'silent', cause: 'unreachable' })
  expect((await listRescue(world.clock)).map(({ kind }) => kind)).toContain('webhooks')
  await world.switches({ webhook_drop: 'none' })
  await pay()
  expect(await ofPocketsflow()).toEqual({ state: 'well' })
})

it('metrics say the same to a program, without a person in them', async () => {
  await rows(sql`insert into refused_deliveries (provider, cause, count, last_at)
    values ('pocketsflow', 'bad_signature', 7, ${world.clock.now()}) on conflict (provider, cause) do update set count = 7`)
  const text = await readMetrics(world.clock)
  const { ways } = await readConfirmations(world.clock)
  for (const { way, count } of ways) expect(text).toContain(`pocketshop_orders_confirmed{way="${way}"} ${count}\n`)
  expect(text).toContain('pocketshop_webhooks_refused{provider="pocketsflow",cause="bad_signature"} 7')
  expect(text).toMatch(/^pocketshop_sweep_lag_seconds\{provider="pocketsflow",mode="test"\} \d+$/m)
  expect(text).toMatch(/^pocketshop_rescue_items\{kind="unmatched"\} \d+$/m)
  expect(text).not.toContain('@')
})
