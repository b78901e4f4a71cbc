import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openPocketsflowWorld, type PocketsflowWorld } from './pocketsflow-world'
import { granted, notNoted, orderRequest } from './provider-world'

let world: PocketsflowWorld
beforeAll(async () => {
  world = await openPocketsflowWorld()
})
afterAll(() => world.stop())
beforeEach(() => world.reset())

function refunds(gateway = world.gateway) {
  if (!gateway.refunds) throw new Error('the gateway gives no money back')
  return gateway.refunds
}

/** A payment of $64.99, and a wish to give some of it back. */
async function paid() {
  const opened = granted(await world.gateway.createCheckout(orderRequest(), notNoted))
  const { providerOrderId } = await world.pay(opened.sessionId)
  const wish = { key: 'refund-1', lines: [], currency: 'USD', reason: 'Order 1043, refund 1: came broken' }
  return { ...wish, providerOrderId }
}

const listed = async () => granted(await refunds().listNewest())
const made = async () => (await world.calls()).filter((call) => call.startsWith('POST /refunds')).length

describe('giving money back', () => {
  it.each([1, 10, 29, 1_999, 6_499])('of %i minor units is told and listed to the cent', async (amountMinor) => {
    const { amountIn, ...told } = granted(await refunds().create({ ...(await paid()), amountMinor }))
    expect(told).toMatchObject({
      state: 'completed',
      reason: 'Order 1043, refund 1: came broken',
      createdAt: expect.any(Date),
    })
    expect(amountIn('USD')).toBe(amountMinor)
    const { refunds: all, isWhole } = await listed()
    expect(isWhole).toBe(true)
    expect(all.map((one) => [one.providerRefundId, one.providerOrderId, one.amountIn('USD')])).toEqual([
      [told.providerRefundId, told.providerOrderId, amountMinor],
    ])
  })

  it('without an amount gives back all that is left', async () => {
    const wish = await paid()
    granted(await refunds().create({ ...wish, amountMinor: 99 }))
    expect(granted(await refunds().create({ ...wish, amountMinor: null })).amountIn('USD')).toBe(6_400)
    expect((await listed()).refunds.map((one) => one.amountIn('USD'))).toEqual([6_400, 99])
  })

  it.each(['pending', 'failed', 'completed'])('may be %s', async (state) => {
    await world.switches({ refund_status: state })
    expect(granted(await refunds().create({ ...(await paid()), amountMinor: 100 }))).toMatchObject({ state })
    expect((await listed()).refunds).toMatchObject([{ state }])
  })

  it('above what was paid is refused beyond doubt', async () => {
    const answer = await refunds().create({ ...(await paid()), amountMinor: 6_500 })
    expect(answer).toMatchObject({ ok: false, error: { code: 'refused' } })
    expect(answer).not.toMatchObject({ error: { ambiguous: true } })
  })

  it.each(['', '../users/me', '66bb02ffffffffffffffffff'])(
    'of an order called %j is refused beyond doubt',
    async (id) => {
      const answer = await refunds().create({ ...(await paid()), providerOrderId: id, amountMinor: 1 })
      expect(answer).toMatchObject({ ok: false, error: { code: 'not_found' } })
      expect(answer).not.toMatchObject({ error: { ambiguous: true } })
    },
  )

  it('with a lost answer is ambiguous, was made, and is not sent twice', async () => {
    const wish = await paid()
    await world.switches({ refund_reply: 'lost' })
    const before = await made()
    expect(await refunds().create({ ...wish, amountMinor: 100 })).toMatchObject({
      ok: false,
      error: { ambiguous: true },
    })
    expect((await made()) - before).toBe(1)
    expect((await listed()).refunds).toHaveLength(1)
  })

  it.each(['500', '503', 'html', 'cut_json', 'reset', 'reset_mid_body', 'blackhole', 'redirect', 'big_50mb'] as const)(
    'is ambiguous when the answer is %s',
    async (kind) => {
      const wish = await paid()
      await world.fault(kind)
      const impatient = refunds(world.gatewayWith({ timeoutMs: 400 }))
      expect(await impatient.create({ ...wish, amountMinor: 100 })).toMatchObject({
        ok: false,
        error: { ambiguous: true },
      })
    },
  )
})
