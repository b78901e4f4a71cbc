import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type FlexWorld, linesRequest, openFlexWorld } from './flex-world'
import { granted, notNoted } from './provider-world'

let world: FlexWorld
beforeAll(async () => {
  world = await openFlexWorld()
})
afterAll(() => world.stop())
beforeEach(() => world.reset())

describe('what Flex says otherwise in every source', () => {
  it.each(['detail', 'error_code', 'error_type'])('why it refused is read from the shape %s', async (error_shape) => {
    await world.flex.switches({ error_shape })
    const [line] = linesRequest().lines
    const lines = line ? [{ ...line, quantity: 1, unitPriceMinor: 1, totalMinor: 1 }] : []
    const refused = await world.gateway.createCheckout(linesRequest({ expectedMinor: 1, lines }), notNoted)
    expect(refused).toMatchObject({ error: { code: 'refused', detail: expect.stringContaining('too low') } })
  })

  it.each(['product_id', 'id'])('a product’s id is read from %s', async (product_id_key) => {
    await world.flex.switches({ product_id_key })
    const made: string[] = []
    const notes = {
      ...notNoted,
      lineProductMade: async ({ providerProductId }: { providerProductId: string }) =>
        void made.push(providerProductId),
    }
    granted(await world.gateway.createCheckout(linesRequest(), notes))
    expect(made).toEqual([expect.stringMatching(/^fprod_/), expect.stringMatching(/^fprod_/)])
  })

  it('bodies are wrapped in their resource, as the vendor’s own plugin does', async () => {
    granted(await world.gateway.createCheckout(linesRequest(), notNoted))
    expect(Object.keys((await world.bodies('POST /v1/checkout/sessions'))[0] ?? {})).toEqual(['checkout_session'])
    expect(Object.keys((await world.bodies('POST /v1/products'))[0] ?? {})).toEqual(['product'])
  })

  it.each(['fwhsec_', 'whsec_'])('a secret may begin with %s', async (secret_prefix) => {
    await world.flex.switches({ secret_prefix })
    const url = 'https://shop.test/api/webhooks/flex'
    const { secret } = granted(await world.gateway.webhooks.create({ url, events: ['refund.updated'] }))
    expect(secret.startsWith(secret_prefix)).toBe(true)
  })

  it('a refund that names an old session’s intent alone is found where the list can be narrowed by it', async () => {
    const sessionId = await world.buy()
    await world.flex.control(`/sessions/${sessionId}/refund`, { amount: 250 })
    await world.buy({ orderNumber: '1044', nonce: 'another-nonce' })
    await world.flex.switches({ page_size_cap: 1, intent_filter: 'yes' })
    const fresh = world.gatewayWith({})
    expect(granted(await fresh.refunds.listNewest()).refunds).toMatchObject([{ providerOrderId: sessionId }])
  })
})
