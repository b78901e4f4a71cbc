import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { prisma } from '@/lib/db'
import { endOpenOrders } from '@/tests/support/endings'
import { makeOrder, testNow } from '@/tests/support/factories'
import { makeMerchant } from '@/tests/support/merchants'
import { makeAttempt } from '@/tests/support/payment-factories'
import { handClock } from '@/tests/support/shop-side'

const dayMs = 86_400_000
const clock = handClock(new Date(testNow.getTime() + 30 * dayMs))

/** The shop as it starts with these keys. */
async function itemsWith(keys: Record<string, string>) {
  vi.resetModules()
  for (const [name, value] of Object.entries(keys)) vi.stubEnv(name, value)
  const { listRescue } = await import('@/lib/rescue/list-rescue')
  return (await listRescue(clock)).filter(({ kind }) => kind === 'unasked')
}

const fungiesKeys = {
  POCKETSFLOW_API_KEY: '',
  FUNGIES_PUBLIC_KEY: 'pub_unaskable',
  FUNGIES_SECRET_KEY: 'sec_unaskable',
  FUNGIES_STORE_URL: 'https://store.example',
  FUNGIES_API_URL: 'https://api.stage.fungies.net/v0',
}

/** An unpaid order whose page was opened at Pocketsflow. */
async function lapsed() {
  const order = await makeOrder()
  await makeAttempt(order.orderId, { url: 'https://pay.example/1' })
  return order
}

beforeEach(endOpenOrders)
afterEach(() => vi.unstubAllEnvs())

describe('an unpaid order whose provider lost its keys', () => {
  it('needs a person once its time is over, with its age and amount', async () => {
    const { number, orderId } = await lapsed()
    const { totalMinor, currency, holdExpiresAt } = await prisma().order.findUniqueOrThrow({ where: { id: orderId } })
    expect(await itemsWith({ POCKETSFLOW_API_KEY: 'pk_test_unaskable' })).toEqual([])
    vi.unstubAllEnvs()
    expect(await itemsWith(fungiesKeys)).toMatchObject([
      {
        subject: `Order ${number}`,
        since: holdExpiresAt,
        atRisk: { amountMinor: totalMinor, currency },
        sentence: expect.stringContaining('Pocketsflow opened a payment page for it and has no test key here'),
        action: { do: 'let_go', orderNumber: number },
      },
    ])
  })

  it('needs one as well while only a part of the settings is there', async () => {
    const { orderId, number } = await makeOrder()
    const { id } = await makeAttempt(orderId, { url: 'https://pay.example/2' })
    await prisma().attempt.update({ where: { id }, data: { provider: 'fungies' } })
    expect(await itemsWith(fungiesKeys)).toEqual([])
    expect(await itemsWith({ ...fungiesKeys, FUNGIES_SECRET_KEY: '' })).toMatchObject([{ subject: `Order ${number}` }])
  })

  it('shows a test order that still holds stock of a shop that went live', async () => {
    const { number } = await lapsed()
    const [item] = await itemsWith({ POCKETSFLOW_API_KEY: 'pk_live_unaskable' })
    expect(item).toMatchObject({ subject: `Order ${number} (test mode)`, atRisk: null })
  })

  it('is let go by a merchant’s word, and says so', async () => {
    const { orderId } = await lapsed()
    const merchantId = (await makeMerchant()).id
    await itemsWith(fungiesKeys)
    const { letOrderGo } = await import('@/lib/orders/let-go')
    expect(await letOrderGo({ orderId, merchantId, clock })).toMatchObject({ ok: true })
    const order = await prisma().order.findUniqueOrThrow({
      where: { id: orderId },
      include: { timeline: { orderBy: { id: 'desc' }, take: 1 }, attempts: true, lines: true },
    })
    expect(order).toMatchObject({ status: 'expired', stockState: 'released', openKey: null })
    expect(order.lines.every((line) => line.stockTaken === 0)).toBe(true)
    expect(order.timeline).toMatchObject([{ actor: 'merchant', merchantId, kind: 'expired', toStatus: 'expired' }])
    expect(await letOrderGo({ orderId, merchantId, clock })).toMatchObject({ error: { code: 'not_possible' } })
    expect(await itemsWith(fungiesKeys)).toEqual([])
  })
})

describe('running subscriptions of a provider without keys', () => {
  it('need a person a day after they should have been asked about', async () => {
    const { orderId } = await makeOrder({ status: 'paid' })
    const started = { startedAt: testNow, anchorAt: testNow, nextLookAt: testNow }
    const terms = { provider: 'fungies', mode: 'test', state: 'active', interval: 'month', currency: 'USD' } as const
    const data = { orderId, providerSubscriptionId: 'lost_keys', priceMinor: 900, ...terms, ...started }
    const { id } = await prisma().subscription.create({ data })
    expect(await itemsWith(fungiesKeys)).toEqual([])
    vi.unstubAllEnvs()
    expect(await itemsWith({ POCKETSFLOW_API_KEY: 'pk_test_unaskable' })).toMatchObject([
      {
        subject: 'Subscriptions at Fungies',
        since: testNow,
        atRisk: { amountMinor: 900, currency: 'USD' },
        sentence: expect.stringContaining('Fungies has no test key here'),
      },
    ])
    await prisma().subscription.update({ where: { id }, data: { state: 'cancelled' } })
    expect(await itemsWith({ POCKETSFLOW_API_KEY: 'pk_test_unaskable' })).toEqual([])
  })
})
