import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { CheckoutRequest } from '@/lib/payments/contract/checkout'
import { testKeys } from '@/lib/payments/test-keys'
import { buyOrder, type FungiesWorld, openFungiesWorld, openOrder } from './fungies-world'
import { gatewayContract } from './gateway-contract'
import { granted, notNoted, orderRequest } from './provider-world'

gatewayContract('Fungies', openFungiesWorld)

let world: FungiesWorld
beforeAll(async () => {
  world = await openFungiesWorld()
})
afterAll(() => world.stop())
beforeEach(() => world.reset())

const open = (over: Partial<CheckoutRequest> = {}) => openOrder(world, over)
const buy = (over: Partial<CheckoutRequest> = {}) => buyOrder(world, over)
type Offers = { offers: { _id: string; priceMinor: number; status: string; externalId: string; limit: number }[] }
const offers = async () => (await world.sandbox.control<Offers>('GET', '/offers')).offers

describe('the offer of an order', () => {
  it('is single-use, names the order and hangs below one product for all orders', async () => {
    const { request, opened } = await open()
    await open({ orderNumber: '1044', nonce: 'another-nonce' })
    const [second, first] = await offers()
    expect(first).toMatchObject({ limit: 1, priceMinor: 6499, externalId: `1043-1-${request.nonce}` })
    expect(second).toMatchObject({ externalId: '1044-1-another-nonce' })
    expect((await world.calls()).filter((call) => call === 'POST /products/create')).toHaveLength(1)
    expect(opened.url).toBe(
      `${world.sandbox.url}/checkout-element/${opened.sessionId}?fngs-customer-email=ada%40shop.test`,
    )
  })

  it('is written in the other unit when it reads back a hundredfold, and the unit is remembered', async () => {
    await world.sandbox.switches({ offer_price_unit: 'decimal' })
    const made: string[] = []
    const { opened } = await open()
    expect((await offers()).map(({ priceMinor, status }) => [priceMinor, status])).toEqual([
      [6499, 'OPEN'],
      [649900, 'ARCHIVED'],
    ])
    expect(opened.providerProductId).toBe((await offers())[0]?._id)
    granted(
      await world.gateway.createCheckout(orderRequest({ orderNumber: '1044' }), {
        ...notNoted,
        orderProductMade: async (id) => void made.push(id),
        planOfferMade: async () => undefined,
      }),
    )
    expect(made).toHaveLength(1)
    await world.sandbox.switches({ offer_price_unit: 'minor' })
    await open({ orderNumber: '1045' })
    expect((await offers())[0]).toMatchObject({ priceMinor: 6499 })
  })

  it('is refused and comes off sale when it reads back as anything else', async () => {
    await world.sandbox.switches({ offer_overrides: { price: 6500 } })
    const answer = await world.gateway.createCheckout(orderRequest(), notNoted)
    expect(answer).toMatchObject({ error: { code: 'price_mismatch', detail: expect.stringContaining('$65.00') } })
    expect((await offers()).map(({ status }) => status)).toEqual(['ARCHIVED'])
    await world.sandbox.switches({ offer_overrides: { currency: 'EUR' } })
    expect(await world.gateway.createCheckout(orderRequest(), notNoted)).toMatchObject({
      error: { code: 'price_mismatch', detail: expect.stringContaining('EUR') },
    })
  })

  it('of an earlier attempt is used again while it is unsold, and never opened again once it is sold', async () => {
    const { opened } = await buy()
    const existingProductId = opened.providerProductId
    const again = (nonce: string) =>
      orderRequest({ attempt: 2, nonce, product: { kind: 'order', name: 'Pocketshop order 1043', existingProductId } })
    expect(await world.gateway.createCheckout(again('second-try'), notNoted)).toMatchObject({
      error: { code: 'refused', detail: expect.stringContaining('bought already') },
    })
    const fresh = await open({ orderNumber: '1044' })
    const reused = granted(
      await world.gateway.createCheckout(
        orderRequest({
          orderNumber: '1044',
          attempt: 2,
          product: {
            kind: 'order',
            name: 'Pocketshop order 1044',
            existingProductId: fresh.opened.providerProductId,
          },
        }),
        notNoted,
      ),
    )
    expect(reused.providerProductId).toBe(fresh.opened.providerProductId)
    expect(reused.sessionId).not.toBe(fresh.opened.sessionId)
  })

  it('finds its product again by name, and makes another when it is gone', async () => {
    await open()
    world.facts.kept.clear()
    await open({ orderNumber: '1044' })
    world.facts.kept.set('order_product', 'gone-from-fungies')
    await open({ orderNumber: '1045' })
    expect((await world.calls()).filter((call) => call === 'POST /products/create')).toHaveLength(1)
  })

  it.each([{}, { error_http_200: 'on' }])(
    'gets another product when the merchant archived it: %j',
    async (switches) => {
      await open()
      await world.sandbox.api('PATCH', `/products/${world.facts.kept.get('order_product')}/archive`, {})
      await world.sandbox.switches(switches)
      await open({ orderNumber: '1044' })
      expect((await world.calls()).filter((call) => call === 'POST /products/create')).toHaveLength(2)
    },
  )

  it('leads nobody to a store that is a draft', async () => {
    await world.sandbox.dashboard({ storePublished: false })
    expect(await world.gateway.createCheckout(orderRequest(), notNoted)).toMatchObject({
      error: { code: 'refused', detail: expect.stringContaining('publish') },
    })
  })

  it('goes through the other path for elements where the documented one is not there', async () => {
    await world.sandbox.switches({ element_path: 'short' })
    expect((await open()).opened.url).toContain('/checkout-element/')
  })
})

describe('a test of the keys', () => {
  it.each([{}, { secret_needed: 'post' }, { error_http_200: 'on' }])(
    'proves the secret one too, which no list needs: %j',
    async (switches) => {
      await world.sandbox.switches(switches)
      expect(await testKeys(world.gateway)).toMatchObject({ ok: true })
      const half = world.gatewayWith({ secretKey: 'mistyped' })
      expect(await half.listNewestPayments()).toMatchObject({ ok: true })
      expect(await testKeys(half)).toMatchObject({ error: { code: 'unauthorized' } })
      expect((await world.sandbox.control<{ products: unknown[] }>('GET', '/products')).products).toEqual([])
    },
  )
})

describe('errors that come with HTTP 200', () => {
  it.each(['object', 'string', 'message'])('are errors, as %s', async (error_form) => {
    await world.sandbox.switches({ error_http_200: 'on', error_form })
    expect(granted(await world.gateway.lookUpPayment('nobody'))).toBeNull()
    const refused = await world.gatewayWith({}).createCheckout(orderRequest({ currency: 'US' }), notNoted)
    expect(refused.ok).toBe(false)
  })
})
