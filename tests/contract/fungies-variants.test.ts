import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { PaymentQuery, ProviderPayment } from '@/lib/payments/contract/payments'
import { walkPayments } from '@/lib/reconciliation/walk-payments'
import { type FungiesWorld, openFungiesWorld } from './fungies-world'
import { granted, notNoted, orderRequest } from './provider-world'

let world: FungiesWorld
beforeAll(async () => {
  world = await openFungiesWorld()
})
afterAll(() => world.stop())
beforeEach(() => world.reset())

type Offer = { _id: string; status: string }
const offers = async () => (await world.sandbox.control<{ offers: Offer[] }>('GET', '/offers')).offers

describe('the list of payments', () => {
  it.each([
    ['while rows are skipped on later pages', { list_shift: 9 }],
    ['while rows are repeated', { list_shift: -7 }],
    ['in pages that are made shorter', { page_size_cap: 40 }],
    ['with its end told', { list_count: 'on' }],
  ])('is read to its end %s', async (_name, switches) => {
    granted(await world.gateway.createCheckout(orderRequest(), notNoted))
    await world.sandbox.switches({ limit_kept: 'off' })
    const [offer] = await offers()
    const paid: string[] = []
    for (let made = 0; made < 130; made += 1) {
      const { order } = await world.sandbox.control<{ order: { _id: string } }>('POST', `/offers/${offer?._id}/pay`)
      paid.push(order._id)
    }
    await world.sandbox.switches(switches)
    const seen = new Set<string>()
    const ask = (query: PaymentQuery) => world.gateway.listPayments(query)
    const visit = async (payments: ProviderPayment[]) => {
      for (const { providerOrderId } of payments) seen.add(providerOrderId)
    }
    expect(await walkPayments({ from: new Date(Date.now() - 3_600_000), ask, visit })).toEqual({ ok: true, value: 130 })
    expect(seen).toEqual(new Set(paid))
  })
})

describe('an offer', () => {
  const again = (existingProductId: string | null) =>
    orderRequest({ attempt: 2, product: { kind: 'order', name: 'Pocketshop order 1043', existingProductId } })

  it('that was archived is not opened again, in either spelling of its status', async () => {
    for (const status_case of ['OPEN_ARCHIVED', 'active_archived']) {
      await world.reset()
      await world.sandbox.switches({ status_case })
      const first = granted(await world.gateway.createCheckout(orderRequest(), notNoted))
      await world.sandbox.control('POST', `/offers/${first.providerProductId}`, { archived: true })
      const second = granted(await world.gateway.createCheckout(again(first.providerProductId), notNoted))
      expect(second.providerProductId).not.toBe(first.providerProductId)
      expect((await world.calls()).filter((call) => call === 'POST /products/create')).toHaveLength(1)
    }
  })

  it('is used again while it calls itself a draft, and leads to its page', async () => {
    await world.sandbox.switches({ offer_status: 'DRAFT' })
    const first = granted(await world.gateway.createCheckout(orderRequest(), notNoted))
    const second = granted(await world.gateway.createCheckout(again(first.providerProductId), notNoted))
    expect(second.providerProductId).toBe(first.providerProductId)
    expect(await world.pay(second.sessionId)).toMatchObject({ providerOrderId: expect.any(String) })
  })

  it('whose quantity the buyer could change is never opened', async () => {
    await world.sandbox.switches({ offer_overrides: { mutableQuantity: true } })
    expect(await world.gateway.createCheckout(orderRequest(), notNoted)).toMatchObject({
      error: { code: 'price_mismatch', detail: expect.stringContaining('quantity') },
    })
    expect((await offers()).map(({ status }) => status)).toEqual(['ARCHIVED'])
  })
})
