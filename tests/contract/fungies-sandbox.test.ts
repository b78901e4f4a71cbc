import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Fungies, KEYS, openFungies, RETURN_URL } from './fungies-sandbox-world'

let fungies: Fungies
beforeAll(async () => {
  fungies = await openFungies()
})
afterAll(() => fungies.stop())
beforeEach(async () => {
  await fungies.control('POST', '/reset', { all: true })
  await fungies.dashboard({ redirectUrl: RETURN_URL })
})

type Offer = { id: string; price: number; soldItems: number; internalId: string; status: string }
const offerNow = async (id: string) => (await fungies.api<{ offer: Offer }>('GET', `/offers/${id}`)).offer

describe('keys and envelopes', () => {
  it('reads with the public key alone and writes with both', async () => {
    const publicOnly = { 'x-fngs-public-key': KEYS['x-fngs-public-key'] }
    expect((await fungies.send('GET', '/v0/products/list', undefined, publicOnly)).status).toBe(200)
    expect((await fungies.send('POST', '/v0/products/create', { name: 'Pen' }, publicOnly)).status).toBe(401)
    expect((await fungies.send('GET', '/v0/products/list', undefined, {})).status).toBe(401)
  })

  it.each([
    ['object', { status: 'error', error: { message: 'Offer not found', code: 'NOT_FOUND' } }],
    ['string', { status: 'error', error: 'Offer not found' }],
    ['message', { status: 'error', message: 'Offer not found' }],
  ])('tells an error as %s', async (form, body) => {
    await fungies.switches({ error_form: form })
    const response = await fungies.send('GET', '/v0/offers/nobody')
    expect(response.status).toBe(404)
    expect(await response.json()).toEqual(body)
  })

  it('can tell an error with HTTP 200', async () => {
    await fungies.switches({ error_http_200: 'on' })
    const response = await fungies.send('GET', '/v0/orders/nobody')
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({ status: 'error' })
  })
})

describe('products, offers and elements', () => {
  it.each([
    ['minor', 1200, 1200],
    ['minor', 12.34, 12],
    ['decimal', 12.34, 1234],
    ['decimal', 1200, 120000],
  ])('reads a price written in %s units: %s becomes %s', async (unit, written, read) => {
    await fungies.switches({ offer_price_unit: unit })
    const { offer } = await fungies.offerInElement({ price: written })
    expect(await offerNow(offer.id)).toMatchObject({ price: read, internalId: 'SHOP-1001', soldItems: 0 })
  })

  it('filters by types[] only with literal brackets', async () => {
    await fungies.api('POST', '/products/create', { name: 'Pen' })
    await fungies.api('POST', '/products/create', { name: 'Club', type: 'Subscription' })
    const list = async (query: string) =>
      (await fungies.api<{ products: { name: string }[] }>('GET', `/products/list?${query}`)).products
    expect(await list('types[]=Subscription')).toHaveLength(1)
    expect(await list('types%5B%5D=Subscription')).toHaveLength(2)
    expect(await list('skip=1&take=1')).toMatchObject([{ name: 'Pen' }])
  })

  it('keeps a subscription offer alone in its element', async () => {
    const one = await fungies.offerInElement()
    const monthly = await fungies.offerInElement({ recurringInterval: 'month' }, 'Subscription')
    const offersIds = [one.offer.id, monthly.offer.id]
    expect((await fungies.send('POST', '/v0/elements/checkout/create', { offersIds })).status).toBe(400)
  })

  it('shows the element as a draft while the store is one', async () => {
    await fungies.dashboard({ storePublished: false })
    const { element, path } = await fungies.offerInElement()
    expect(element).toMatchObject({ status: 'DRAFT' })
    expect(await (await fetch(fungies.url + path)).text()).toContain('not published')
  })
})

describe('paying on the store page', () => {
  it('prefills the buyer, takes the money once and goes to the store-wide address', async () => {
    const { offer, path } = await fungies.offerInElement()
    const page = await (await fetch(`${fungies.url}${path}?fngs-customer-email=a%40b.test`)).text()
    expect(page).toContain('value="a@b.test"')
    expect(page).toContain('$12.00')
    const paid = await fungies.press(path, 'pay')
    const location = new URL(paid.headers.get('location') ?? '')
    expect(location.origin + location.pathname).toBe('http://shop.test/return/fungies')
    expect(location.searchParams.get('from')).toBe('store')
    const orderId = location.searchParams.get('fngs-order-id')
    const { order } = await fungies.api<{ order: Record<string, unknown> }>('GET', `/orders/${orderId}`)
    expect(order).toMatchObject({ status: 'PAID', value: 1200, currency: 'USD', currencyDecimals: 2, totalItems: 1 })
    expect(Object.keys(order)).not.toContain('items')
    expect(JSON.stringify(order)).not.toContain('SHOP-1001')
    expect(await offerNow(offer.id)).toMatchObject({ soldItems: 1 })
    expect((await fungies.press(path, 'pay')).status).toBe(410)
  })

  it('can sell past the limit', async () => {
    await fungies.switches({ limit_kept: 'off' })
    const { offer, path } = await fungies.offerInElement()
    await fungies.press(path, 'pay')
    await fungies.press(path, 'pay')
    expect(await offerNow(offer.id)).toMatchObject({ soldItems: 2 })
  })

  it('leaves without an order, and declines without selling', async () => {
    const { offer, path } = await fungies.offerInElement()
    expect((await fungies.press(path, 'cancel')).headers.get('location')).toBe('http://shop.test/')
    expect((await fungies.press(path, 'decline')).headers.get('location')).toBe(path)
    expect(await (await fetch(fungies.url + path)).text()).toContain('The card was declined.')
    const { orders } = await fungies.api<{ orders: { status: string }[] }>('GET', '/orders/list')
    expect(orders.map(({ status }) => status)).toEqual(['FAILED'])
    expect(await offerNow(offer.id)).toMatchObject({ soldItems: 0 })
    const challenge = await fungies.press(path, 'pay', { card: '4000 0000 0000 3220' })
    expect(await challenge.text()).toContain('Complete authentication')
  })

  it('does not sell what is archived, nor in a staging store that waits for approval', async () => {
    const { offer, path } = await fungies.offerInElement()
    await fungies.dashboard({ storeApproved: false })
    expect(await (await fetch(fungies.url + path)).text()).toContain('not been approved')
    await fungies.dashboard({ mode: 'live' })
    expect((await fetch(fungies.url + path)).status).toBe(200)
    await fungies.api('PATCH', `/offers/${offer.id}/archive`)
    expect((await fungies.press(path, 'pay')).status).toBe(410)
  })

  it('asks for the custom fields that the merchant made', async () => {
    await fungies.dashboard({ customFields: ['vat'] })
    const { path } = await fungies.offerInElement()
    expect(await (await fungies.press(path, 'pay')).text()).toContain('Please fill in “vat”')
    expect((await fungies.press(path, 'pay', { 'custom-vat': 'DE1' })).status).toBe(303)
  })

  it('adds tax to the value and takes a discount code off', async () => {
    await fungies.switches({ tax: 'added', tax_percent: 10 })
    const { path, element } = await fungies.offerInElement()
    await fungies.api('POST', '/discounts/create', {
      type: 'coupon',
      name: 'Ten off',
      amount: 10,
      amountType: 'percentage',
      discountCode: 'TEN',
      includesAllOffers: true,
    })
    expect(await (await fungies.press(path, 'update', { discountCode: 'ten' })).text()).toContain('$11.88')
    const paid = await fungies.control('POST', `/elements/${element.id}/pay`, { discountCode: 'TEN' })
    expect(paid).toMatchObject({ order: { valueMinor: 1188, taxMinor: 108 } })
  })
})

it('remembers everything when it starts again', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'fungies-sandbox-'))
  const before = await openFungies(dataDir)
  await before.dashboard({ webhook: { url: 'http://127.0.0.1:9/hook', secret: 'kept', events: ['payment_success'] } })
  await before.switches({ offer_price_unit: 'decimal' })
  const { offer } = await before.offerInElement({ price: 5 })
  await before.stop()
  const after = await openFungies(dataDir)
  expect(await after.api('GET', `/offers/${offer.id}`)).toMatchObject({ offer: { price: 500 } })
  expect(await after.control('GET', '/dashboard')).toMatchObject({ dashboard: { webhook: { secret: 'kept' } } })
  expect(await after.control('GET', '/switches')).toMatchObject({ changed: ['offer_price_unit'] })
  await after.stop()
  await rm(dataDir, { recursive: true })
})

it('shows on one page what it received, knows and can do wrong', async () => {
  const { path, element } = await fungies.offerInElement()
  await fungies.press(path, 'pay')
  const page = await (await fetch(`${fungies.url}/`)).text()
  for (const text of [
    'Payment sandbox: Fungies',
    'POST /v0/offers/create',
    element.id,
    'offer_price_unit',
    RETURN_URL,
  ]) {
    expect(page).toContain(text)
  }
  expect(page).not.toContain('sec_contract')
})
