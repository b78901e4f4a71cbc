import { Pocketsflow } from 'pocketsflow'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { startSandbox } from '@/sandbox/server'

let sandbox: Awaited<ReturnType<typeof startSandbox>>
let sdk: Pocketsflow

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, dataDir: null })
  sdk = new Pocketsflow({ apiKey: 'pk_test_subscriptions', baseUrl: sandbox.url })
})
afterAll(() => sandbox.stop())
beforeEach(() => control('/reset', { all: true }))

async function control(path: string, body: object = {}) {
  const response = await fetch(`${sandbox.url}/_sandbox${path}`, { method: 'POST', body: JSON.stringify(body) })
  return response.json()
}

type Frequency = 'weekly' | 'monthly' | 'yearly'

async function subscribe(at: string, frequency: Frequency, trialPeriod = 0): Promise<string> {
  await control('/clock', { at })
  const offer = await sdk.subscriptionOffers.create({ name: 'Letters', price: 9, frequency, trialPeriod })
  const urls = { successUrl: 'http://shop.test/thanks', cancelUrl: 'http://shop.test/left' }
  const session = await sdk.checkout.create({ productId: offer._id, ...urls })
  const paid = await control(`/sessions/${session.id}/pay`, { email: 'ada@example.com' })
  return paid.subscription._id
}

const day = (text: string) => text.slice(0, 10)

it.each([
  ['monthly', '2026-01-31', ['2026-02-28', '2026-03-31', '2026-04-30']],
  ['weekly', '2026-12-28', ['2027-01-04', '2027-01-11', '2027-01-18']],
  ['yearly', '2028-02-29', ['2029-02-28', '2030-02-28', '2031-02-28']],
] as const)('renews %s from %s at the right days, as the official SDK reads it', async (frequency, from, starts) => {
  const id = await subscribe(`${from}T10:00:00.000Z`, frequency)
  const read: string[] = []
  for (const _ of starts) {
    await control(`/subscriptions/${id}/renew`)
    read.push(day((await sdk.subscriptions.get(id)).currentPeriodStart))
  }
  expect(read).toEqual(starts)
})

it('lets the time pass for all, and charges what fell due on the way', async () => {
  const id = await subscribe('2026-01-31T10:00:00.000Z', 'monthly', 14)
  expect((await sdk.subscriptions.get(id)).status).toBe('trialing')
  await control('/clock', { until: '2026-03-20T10:00:00.000Z' })
  const { orders } = await (await fetch(`${sandbox.url}/_sandbox/orders`)).json()
  expect(orders.map((order: { createdAt: string }) => day(order.createdAt))).toEqual(['2026-03-14', '2026-02-14'])
  expect(await sdk.subscriptions.get(id)).toMatchObject({ status: 'active', cancelAtPeriodEnd: false })
})

it('is cancelled by the id of Stripe’s, at the end of its interval', async () => {
  const id = await subscribe('2026-01-31T10:00:00.000Z', 'monthly')
  const { stripeSubscriptionId = '' } = await sdk.subscriptions.get(id)
  await expect(sdk.subscriptions.cancel(id)).rejects.toThrow()
  await sdk.subscriptions.cancel(stripeSubscriptionId)
  expect(await sdk.subscriptions.get(id)).toMatchObject({ status: 'active', cancelAtPeriodEnd: true })
  await control('/clock', { until: '2026-03-01T10:00:00.000Z' })
  expect((await sdk.subscriptions.get(id)).status).toBe('canceled')
})
