import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type FlexWorld, openFlexWorld } from './flex-world'
import { granted } from './provider-world'

let world: FlexWorld
beforeAll(async () => {
  world = await openFlexWorld()
})
afterAll(() => world.stop())
beforeEach(() => world.reset())

describe('a webhook at Flex', () => {
  it('is registered, read, changed and removed; only known ones can be listed', async () => {
    const { webhooks } = world.gateway
    const url = 'https://shop.test/api/webhooks/flex'
    const made = granted(await webhooks.create({ url, events: ['checkout.session.completed'] }))
    expect(made.secret).toMatch(/^fwhsec_/)
    granted(await webhooks.update(made.id, { active: true, events: ['checkout.session.completed', 'refund.updated'] }))
    expect(granted(await webhooks.list([made.id, 'fwh_gone', '../x']))).toMatchObject([
      { id: made.id, url, active: true, mode: 'test', events: ['checkout.session.completed', 'refund.updated'] },
    ])
    for (const _ of [1, 2]) granted(await webhooks.remove(made.id))
    expect(granted(await webhooks.list([made.id]))).toEqual([])
  })

  it.each([
    ['webhook', 'one', 'A'],
    ['svix', 'good_last', 'B'],
    ['flex', 'one', 'A_id'],
    ['webhook_and_svix', 'good_first', 'A_only_id'],
    ['svix', 'one', 'A_wrapped'],
  ])(
    'is genuine and understood: headers %s, signatures %s, envelope %s',
    async (header_family, signatures, envelope) => {
      await world.flex.switches({ header_family, signatures, envelope, webhook_timing: 'before_redirect' })
      const sessionId = await world.buy()
      const delivery = await world.lastDelivery()
      expect(world.gateway.verify(delivery)).toBe(true)
      expect(world.gateway.understand(delivery)).toMatchObject({
        kind: 'payment_completed',
        eventName: 'checkout.session.completed',
        claims: { providerOrderId: sessionId },
      })
    },
  )

  it.each([301, -301])('whose timestamp is %i s off is not genuine', async (age) => {
    await world.flex.switches({ signature_age_s: age, webhook_timing: 'before_redirect' })
    await world.buy()
    expect(world.gateway.verify(await world.lastDelivery())).toBe(false)
  })
})
