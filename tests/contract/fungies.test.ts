import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { CheckoutRequest } from '@/lib/payments/contract/checkout'
import { testKeys } from '@/lib/payments/test-keys'
import { type FungiesWorld, openFungiesWorld } from './fungies-world'
import { gatewayContract } from './gateway-contract'
import { askedAfter, granted, notNoted, orderRequest } from './provider-world'

gatewayContract('Fungies', openFungiesWorld)

let world: FungiesWorld
beforeAll(async () => {
  world = await openFungiesWorld()
})
afterAll(() => world.stop())
beforeEach(() => world.reset())

const open = async (over: Partial<CheckoutRequest> = {}) => {
  const request = orderRequest(over)
  return { request, opened: granted(await world.gateway.createCheckout(request, notNoted)) }
}
const buy = async (over: Partial<CheckoutRequest> = {}) => {
  const one = await open(over)
  return { ...one, ...(await world.pay(one.opened.sessionId)) }
}
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

describe('what was paid', () => {
  it('brings the provider’s own numbers, tax and fee', async () => {
    await world.sandbox.switches({ tax: 'added', tax_percent: 10 })
    const { providerOrderId } = await buy()
    const payment = granted(await world.gateway.lookUpPayment(providerOrderId))
    expect(payment).toMatchObject({ grossMinor: 7149, preTaxMinor: 6499, taxMinor: 650, feeMinor: 407 })
    const labels = payment?.details?.map(({ label }) => label)
    expect(labels).toEqual([
      'Fungies order',
      'Order id',
      'Payment',
      'Payment id',
      'Payment type',
      'Invoice',
      'Tax',
      'Fee',
    ])
  })

  it('is not known by an order’s number', async () => {
    const { providerOrderId } = await buy()
    const { orders } = await world.sandbox.control<{ orders: { _id: string; number: string }[] }>('GET', '/orders')
    const number = orders.find((order) => order._id === providerOrderId)?.number ?? ''
    expect(granted(await world.gateway.lookUpPayment(number))).toBeNull()
  })

  it('is decided by the payment, not by an order whose status somebody overwrote', async () => {
    const { opened } = await open()
    await world.sandbox.control('POST', `/elements/${opened.sessionId}/decline`)
    const { orders } = await world.sandbox.control<{ orders: { _id: string }[] }>('GET', '/orders')
    const id = orders[0]?._id ?? ''
    await world.sandbox.api('PATCH', `/orders/${id}/update`, { status: 'PAID' })
    expect(granted(await world.gateway.lookUpPayment(id))).toBeNull()
    expect(granted(await world.gateway.listNewestPayments())).toEqual([])
  })

  it('is refunded in part or as a whole, by the status; a part’s amount only where it is told', async () => {
    const { providerOrderId } = await buy()
    const refund = (amountMinor?: number) =>
      world.sandbox.control('POST', `/orders/${providerOrderId}/refund`, { amountMinor })
    await refund(499)
    const look = async () => granted(await world.gateway.lookUpPayment(providerOrderId))
    expect(await look()).toMatchObject({ isRefunded: true, refundExtent: 'part', refundedMinor: null })
    await world.sandbox.switches({ charges: 'on' })
    expect(await look()).toMatchObject({ refundExtent: 'part', refundedMinor: 499 })
    await refund()
    expect(await look()).toMatchObject({ refundExtent: 'whole', refundedMinor: 6499 })
  })
})

describe('a payment that no webhook told of', () => {
  const find = async (one: Awaited<ReturnType<typeof open>>, beside = {}) =>
    granted(
      await world.gateway.findPaymentsOf({
        ...askedAfter(one.request, one.opened),
        beside: async () => ({ own: [], takenIds: [], rivals: [], ...beside }),
      }),
    ).map((payment) => payment.providerOrderId)

  it('is linked only by the sold offer: two alike need to be told apart by what others have', async () => {
    const first = await buy()
    const second = await buy({ orderNumber: '1044', nonce: 'second-nonce' })
    expect(await find(first)).toEqual([])
    expect(await find(first, { takenIds: [second.providerOrderId] })).toEqual([first.providerOrderId])
  })

  it('is nobody’s while another order’s offer is sold at the same price', async () => {
    const first = await buy()
    const second = await buy({ orderNumber: '1044', nonce: 'second-nonce' })
    const rivals = [{ providerProductId: second.opened.providerProductId, expectedMinor: 6499, currency: 'USD' }]
    expect(await find(first, { takenIds: [second.providerOrderId], rivals })).toEqual([])
    const unsold = await open({ orderNumber: '1045', nonce: 'third-nonce' })
    const others = [{ ...rivals[0], providerProductId: unsold.opened.providerProductId }]
    expect(await find(first, { takenIds: [second.providerOrderId], rivals: others })).toEqual([first.providerOrderId])
  })

  it.each([
    ['another amount', { amount_offset_minor: 1, wrong_in: 'api' }],
    ['another currency', { currency_override: 'EUR', wrong_in: 'api' }],
    ['an offer that does not show that it was sold', { sold_items_late: 'on' }],
    ['an order that is not shown yet', { order_visible_after_ms: 60_000 }],
  ])('is not linked with %s', async (_what, switches) => {
    await world.sandbox.switches(switches)
    expect(await find(await buy())).toEqual([])
  })

  it.each([
    [{ order_payment: 'by_itself' }],
    [{ order_payment: 'never' }],
    [{ order_tax: 'order' }],
    [{ order_tax: 'payment', order_payment: 'never' }],
  ])('brings its payment’s id, tax and fee wherever these are told: %j', async (switches) => {
    await world.sandbox.switches({ ...switches, tax: 'added', tax_percent: 10 })
    const one = await buy()
    const [payment] = granted(await world.gateway.findPaymentsOf(askedAfter(one.request, one.opened)))
    expect(payment).toMatchObject({ preTaxMinor: 6499, taxMinor: 650, feeMinor: 407 })
    expect(payment?.details?.map(({ label }) => label)).toContain('Payment type')
  })

  it('is not linked by the word of an order alone, which anybody with a key may write', async () => {
    await world.sandbox.switches({ order_payment: 'never' })
    const one = await open()
    await world.sandbox.control('POST', `/elements/${one.opened.sessionId}/decline`)
    const { orders } = await world.sandbox.control<{ orders: { _id: string }[] }>('GET', '/orders')
    await world.sandbox.api('PATCH', `/orders/${orders[0]?._id}/update`, { status: 'PAID' })
    await world.sandbox.control('POST', `/offers/${one.opened.providerProductId}`, { soldItems: 1 })
    expect(await find(one)).toEqual([])
  })

  it('of its own is told again as it is now', async () => {
    const one = await buy()
    const own = [{ providerOrderId: one.providerOrderId, providerProductId: one.opened.providerProductId }]
    expect(await find(one, { own })).toEqual([one.providerOrderId])
    expect((await world.calls()).filter((call) => call === 'GET /orders/list')).toEqual([])
  })
})

it('pages of a time go on where a shorter page ended', async () => {
  const startedAt = new Date(Date.now() - 1_000)
  const paid = []
  for (const orderNumber of ['1043', '1044', '1045']) paid.unshift((await buy({ orderNumber })).providerOrderId)
  await world.sandbox.switches({ page_size_cap: 2 })
  const seen = []
  for (const page of [1, 2, 3]) {
    const { payments } = granted(await world.gateway.listPayments({ from: startedAt, to: null, page }))
    seen.push(...payments.map((payment) => payment.providerOrderId))
  }
  expect(seen).toEqual(paid)
})

it('subscriptions are listed to the last one, however short their pages', async () => {
  const plan = { name: 'Paper post', interval: 'month', trialDays: 0, priceMinor: 900, providerOfferId: null } as const
  for (const orderNumber of ['1043', '1044', '1045'])
    await buy({ orderNumber, product: { kind: 'plan', plan, existingProductId: null } })
  await world.sandbox.switches({ page_size_cap: 2 })
  const pages = []
  for (const page of [1, 2]) pages.push(granted(await world.gateway.subscriptions.list(page)))
  expect(pages.flatMap(({ subscriptions }) => subscriptions)).toHaveLength(3)
  expect(pages[0]?.hasMore).toBe(true)
})
