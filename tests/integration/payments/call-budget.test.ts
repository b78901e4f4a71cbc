import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { rows, sql } from '@/lib/db'
import { type CallPurpose, callMeter } from '@/lib/payments/call-budget'
import { createPocketsflowGateway } from '@/lib/payments/pocketsflow/gateway'
import { handClock } from '@/tests/support/shop-side'
import { openShopWorld, type ShopWorld } from '@/tests/support/shop-world'

let clock: ReturnType<typeof handClock>
let world: ShopWorld

beforeAll(async () => {
  world = await openShopWorld()
})
afterEach(async () => {
  await rows(sql`delete from call_budgets`)
  await world.reset()
})
afterAll(() => world.stop())

const meter = (purpose: CallPurpose) => callMeter({ purpose, provider: 'pocketsflow', mode: 'test' }, clock)
const askTimes = async (purpose: CallPurpose, times: number) => {
  const answers = await Promise.all(Array.from({ length: times }, () => meter(purpose).admit()))
  return answers.filter((answer) => answer.ok).length
}
const countCheckouts = (checkouts: number) =>
  rows(sql`insert into call_budgets (provider, mode, minute, checkouts)
    values ('pocketsflow', 'test', ${clock.now()}, ${checkouts})
    on conflict (provider, mode, minute) do update set checkouts = excluded.checkouts`)
const atFullMinute = () => {
  clock = handClock(new Date('2026-11-20T12:00:00.000Z'))
}

describe('the calls of a minute', () => {
  it('sweeps of all processes together get sixty, and the next minute sixty again', async () => {
    atFullMinute()
    const granted = await Promise.all([askTimes('sweep', 50), askTimes('sweep', 50)])
    expect(granted[0] + granted[1]).toBe(60)
    clock.forwardMs(59_999)
    expect(await meter('sweep').admit()).toMatchObject({ error: { code: 'over_budget', retryAfterMs: 1 } })
    clock.forwardMs(1)
    expect(await askTimes('sweep', 100)).toBe(60)
  })

  it.each([
    [30, 60],
    [55, 35],
    [85, 10],
    [90, 10],
    [400, 10],
  ])('after %i calls of checkouts sweeps get %i, in this minute and the next', async (checkouts, left) => {
    atFullMinute()
    await countCheckouts(checkouts)
    expect(await askTimes('sweep', 70)).toBe(left)
    clock.forwardMs(60_000)
    expect(await askTimes('sweep', 70)).toBe(left)
    clock.forwardMs(60_000)
    expect(await askTimes('sweep', 70)).toBe(60)
  })

  it('P17: checkouts pass whatever was used, and are counted', async () => {
    atFullMinute()
    await askTimes('sweep', 60)
    await meter('sweep').slowDown(30_000)
    expect(await askTimes('checkout', 150)).toBe(150)
    const counted = () => rows<{ checkouts: number }>(sql`select checkouts from call_budgets`)
    await expect.poll(counted).toEqual([{ checkouts: 150 }])
  })

  it('the background leaves thirty of them to sweeps, and takes none when checkouts need them', async () => {
    atFullMinute()
    expect(await askTimes('background', 70)).toBe(30)
    expect(await askTimes('sweep', 70)).toBe(30)
    clock.forwardMs(60_000)
    await countCheckouts(95)
    expect(await askTimes('background', 5)).toBe(0)
  })
})

describe('a 429', () => {
  const gatewayFor = (purpose: CallPurpose) =>
    createPocketsflowGateway({
      apiKey: world.apiKey,
      apiUrl: world.sandboxUrl,
      webhookSecrets: [],
      meter: meter(purpose),
    })
  const refuse = (retryAfter: string) =>
    world.switches({ api_fault: '429', api_fault_count: 1, retry_after: retryAfter })

  it.each([
    ['seconds', 2_000],
    ['date', 2_000],
    ['none', 30_000],
    ['huge', 60_000],
  ])(
    'P17: with Retry-After as %s keeps sweeps of every process away for that long, not checkouts',
    async (form, pauseMs) => {
      atFullMinute()
      await refuse(form)
      expect(await gatewayFor('sweep').listNewestPayments()).toMatchObject({ error: { code: 'rate_limited' } })
      const refused = await gatewayFor('sweep').listNewestPayments()
      expect(refused).toMatchObject({ error: { code: 'over_budget' } })
      const waitMs = refused.ok ? 0 : (refused.error.retryAfterMs ?? 0)
      // A date has no fractions of a second, and the provider reads its own clock twice.
      expect(waitMs).toBeGreaterThan(pauseMs - 1_100)
      expect(waitMs).toBeLessThanOrEqual(pauseMs)
      expect(await gatewayFor('checkout').listNewestPayments()).toMatchObject({ ok: true })
      clock.forwardMs(waitMs)
      expect(await gatewayFor('sweep').listNewestPayments()).toMatchObject({ ok: true })
    },
  )

  it('keeps nobody away for longer because the clock was ahead', async () => {
    atFullMinute()
    clock.forwardMs(45 * 60_000)
    await refuse('huge')
    await gatewayFor('sweep').listNewestPayments()
    expect(await gatewayFor('sweep').listNewestPayments()).toMatchObject({ error: { code: 'over_budget' } })
    clock.forwardMs(-45 * 60_000)
    expect(await gatewayFor('sweep').listNewestPayments()).toMatchObject({ ok: true })
  })

  it('to a checkout keeps sweeps away too', async () => {
    atFullMinute()
    await refuse('seconds')
    expect(await gatewayFor('checkout').listNewestPayments()).toMatchObject({ error: { code: 'rate_limited' } })
    expect(await gatewayFor('background').listNewestPayments()).toMatchObject({ error: { code: 'over_budget' } })
  })
})
