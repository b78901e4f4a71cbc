import { beforeEach, describe, expect, it } from 'vitest'
import { chooseProvider, readCheckoutOffer } from '@/lib/checkout/queries'
import { rows, sql } from '@/lib/db'
import { handClock } from '@/tests/support/shop-side'
import { fillCart } from '@/tests/support/shopping'

const clock = handClock()
const earlier = (ms: number) => new Date(clock.now().getTime() - ms)
const minuteMs = 60_000

beforeEach(async () => {
  await rows(sql`delete from provider_health`)
})

const health = (code: string, failedAt: Date, okAt: Date | null = null) =>
  rows(sql`insert into provider_health (provider, mode, last_ok_at, last_failure_at, failure_code, failure_detail)
    values ('pocketsflow', 'test', ${okAt}, ${failedAt}, ${code}, 'none')`)

const pocketsflow = async () => {
  const offer = await readCheckoutOffer((await fillCart()).token, clock)
  return offer?.providers.find(({ id }) => id === 'pocketsflow')
}

describe('what a checkout offers', () => {
  it('is each provider with what comes next and who adds tax', async () => {
    expect(await pocketsflow()).toEqual({
      id: 'pocketsflow',
      name: 'Pocketsflow',
      next: expect.stringContaining('Pocketsflow'),
      tax: expect.stringMatching(/^Tax, where due, is added on Pocketsflow/),
      isFailing: false,
      takesCodes: false,
    })
  })

  it.each<[string, number, number | null, boolean]>([
    ['provider_error', minuteMs, null, true],
    ['timeout', minuteMs, 2 * minuteMs, true],
    ['timeout', 2 * minuteMs, minuteMs, false],
    ['timeout', 11 * minuteMs, null, false],
    ['refused', minuteMs, null, false],
    ['not_found', minuteMs, null, false],
  ])('after %s %i ms ago, last well %j ms ago, it is failing: %j', async (code, failedMs, okMs, isFailing) => {
    await health(code, earlier(failedMs), okMs === null ? null : earlier(okMs))
    expect(await pocketsflow()).toMatchObject({ isFailing })
  })

  it('P15: leaves out a provider that refuses the key, until it answers again', async () => {
    await health('unauthorized', earlier(minuteMs))
    expect(await pocketsflow()).toBeUndefined()
    await rows(sql`update provider_health set last_ok_at = ${clock.now()}`)
    expect(await pocketsflow()).toMatchObject({ isFailing: false })
  })

  it('goes to the one that is named, and to the preselected one when none of ours is', async () => {
    const { token } = await fillCart()
    for (const asked of ['pocketsflow', undefined, '', 'paypal', '__proto__']) {
      expect(await chooseProvider(token, asked)).toMatchObject({ provider: 'pocketsflow' })
    }
  })
})
