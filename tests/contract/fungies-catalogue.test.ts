import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { CatalogueEntry, CataloguePage } from '@/lib/payments/contract/catalogue'
import { type FungiesWorld, openFungiesWorld } from './fungies-world'
import { granted, notNoted, orderRequest } from './provider-world'

let world: FungiesWorld

beforeAll(async () => {
  world = await openFungiesWorld()
})
afterAll(() => world.stop())
beforeEach(() => world.reset())

/** What the merchant does in the dashboard. */
async function makeThere(product: Record<string, unknown>, ...offers: Record<string, unknown>[]): Promise<string[]> {
  const { api } = world.sandbox
  const { product: made } = await api<{ product: { id: string } }>('POST', '/products/create', product)
  const ids: string[] = []
  for (const offer of offers) {
    const fields = { productId: made.id, currency: 'USD', ...offer }
    ids.push((await api<{ offer: { id: string } }>('POST', '/offers/create', fields)).offer.id)
  }
  return ids
}

async function listAll(): Promise<CatalogueEntry[]> {
  const entries: CatalogueEntry[] = []
  for (let cursor: string | null = null, isFirst = true; isFirst || cursor !== null; isFirst = false) {
    const page: CataloguePage = granted(await world.gateway.catalogue.listPage(cursor))
    entries.push(...page.entries)
    cursor = page.next
  }
  return entries
}

const mug = { reference: 'v7-1', name: 'Mug', description: 'Holds tea.', priceMinor: 1_450, currency: 'USD' }

describe('Fungies’ catalogue', () => {
  it('is its offers, each with its product’s name and kind', async () => {
    const [small, large] = await makeThere(
      { name: 'Mug', description: 'Holds tea.' },
      { price: 1_200, name: 'Small' },
      { price: 1_600, name: 'Large' },
    )
    const [pen] = await makeThere({ name: 'Pen' }, { price: 300, name: 'Standard' })
    const [letters] = await makeThere(
      { name: 'Letters', type: 'Subscription' },
      { price: 900, recurringInterval: 'month', recurringIntervalCount: 1 },
    )
    const [key] = await makeThere({ name: 'Key', type: 'GameKey' }, { price: 500 })
    const entries = new Map((await listAll()).map((entry) => [entry.providerProductId, entry]))
    const shared = { currency: 'USD', mode: 'test', state: 'on_sale' }
    expect(entries.get(small ?? '')).toMatchObject({
      ...shared,
      name: 'Mug (Small)',
      priceMinor: 1_200,
      sale: 'one_time',
    })
    expect(entries.get(large ?? '')).toMatchObject({
      name: 'Mug (Large)',
      description: 'Holds tea.',
      priceMinor: 1_600,
    })
    expect(entries.get(pen ?? '')).toMatchObject({ name: 'Pen', priceMinor: 300 })
    expect(entries.get(letters ?? '')).toMatchObject({ sale: 'subscription' })
    expect(entries.get(key ?? '')).toMatchObject({ sale: 'other' })
    expect(granted(await world.gateway.catalogue.readEntry(small ?? ''))).toEqual(entries.get(small ?? ''))
  })

  it.each([{ list_count: 'on' }, { list_count: 'off' }, { page_size_cap: 3 }])(
    'is read to its end, page by page, with %j',
    async (switches) => {
      for (let number = 1; number <= 23; number += 1) await makeThere({ name: `Thing ${number}` }, { price: 100 })
      await world.sandbox.switches(switches)
      expect(new Set((await listAll()).map(({ name }) => name)).size).toBe(23)
    },
  )

  it('leaves out what carries orders', async () => {
    granted(
      await world.gateway.createCheckout(
        orderRequest({ product: { kind: 'order', name: 'x', existingProductId: null } }),
        notNoted,
      ),
    )
    expect(await listAll()).toEqual([])
  })

  it.each(['minor', 'decimal'])(
    'takes a new entry whose price is written in %s units, and reads it back',
    async (unit) => {
      await world.sandbox.switches({ offer_price_unit: unit })
      const made = granted(await world.gateway.catalogue.create(mug))
      expect(made).toMatchObject({
        name: 'Mug',
        priceMinor: 1_450,
        currency: 'USD',
        sale: 'one_time',
        reference: 'v7-1',
      })
      const live = (await listAll()).filter(({ state }) => state === 'on_sale')
      expect(live).toEqual([made])
    },
  )

  it('makes one product and one offer of one reference, however often it is asked', async () => {
    const made = granted(await world.gateway.catalogue.create(mug))
    expect(granted(await world.gateway.catalogue.create(mug))).toEqual(made)
    expect(await listAll()).toHaveLength(1)
  })

  it('gets another price by another offer, and the old one goes off sale', async () => {
    const made = granted(await world.gateway.catalogue.create(mug))
    const wanted = { name: 'Enamel mug', priceMinor: 1_600, currency: 'USD' }
    const changed = granted(await world.gateway.catalogue.update(made.providerProductId, wanted))
    expect(changed).toMatchObject({ name: 'Enamel mug', priceMinor: 1_600, state: 'on_sale' })
    expect(changed.providerProductId).not.toBe(made.providerProductId)
    expect(granted(await world.gateway.catalogue.readEntry(made.providerProductId))).toMatchObject({
      state: 'archived',
    })
    expect(granted(await world.gateway.catalogue.update(changed.providerProductId, wanted))).toEqual(changed)
  })

  it('knows nothing of an offer that is not there', async () => {
    expect(granted(await world.gateway.catalogue.readEntry('nothing-here'))).toBeNull()
    const update = await world.gateway.catalogue.update('nothing-here', mug)
    expect(update).toMatchObject({ ok: false, error: { code: 'not_found' } })
  })

  it('says so when an error comes with HTTP 200', async () => {
    await world.sandbox.switches({ api_fault: '400', error_http_200: 'on' })
    expect(await world.gateway.catalogue.listPage(null)).toMatchObject({ ok: false })
  })
})

/** Calls that a whole read of the catalogue makes. */
async function callsOf(read: () => Promise<unknown>): Promise<string[]> {
  const before = (await world.calls()).length
  await read()
  return (await world.calls()).slice(before)
}

const singles = (calls: string[]) => calls.filter((call) => !call.endsWith('/list'))

describe('a later read of Fungies’ catalogue', () => {
  const things = async (count: number) => {
    const ids: string[] = []
    for (let number = 1; number <= count; number += 1)
      ids.push(...(await makeThere({ name: `Thing ${number}`, description: 'Of use.' }, { price: 100 + number })))
    return ids
  }
  const byId = (entries: CatalogueEntry[]) => new Map(entries.map((entry) => [entry.providerProductId, entry]))

  it('asks about each product once, and later over both lists alone', async () => {
    await things(23)
    let first: CatalogueEntry[] = []
    const asked = await callsOf(async () => {
      first = await listAll()
    })
    expect(singles(asked)).toHaveLength(23)
    let second: CatalogueEntry[] = []
    const again = await callsOf(async () => {
      second = await listAll()
    })
    expect(singles(again)).toEqual([])
    expect(again.length).toBeLessThanOrEqual(4)
    expect(byId(second)).toEqual(byId(first))
  })

  it('sees other prices and names, and what is off sale, without a call for each', async () => {
    const [dearer, gone, renamed] = await things(12)
    await listAll()
    await world.sandbox.control('POST', `/offers/${dearer}`, { priceMinor: 999 })
    await world.sandbox.api('PATCH', `/offers/${gone}/archive`, {})
    const { products } = await world.sandbox.api<{ products: { id: string; name: string }[] }>('GET', '/products/list')
    const product = products.find(({ name }) => name === 'Thing 3')
    await world.sandbox.api('PATCH', `/products/${product?.id}/update`, { name: 'Better thing' })
    let entries = new Map<string, CatalogueEntry>()
    const calls = await callsOf(async () => {
      entries = byId(await listAll())
    })
    expect(singles(calls)).toEqual([])
    expect(entries.get(dearer ?? '')).toMatchObject({ priceMinor: 999, name: 'Thing 1', description: 'Of use.' })
    expect(entries.get(gone ?? '')).toMatchObject({ state: 'archived' })
    expect(entries.get(renamed ?? '')).toMatchObject({ name: 'Better thing' })
    expect(entries.size).toBe(12)
  })

  it('asks about what is new: a product, or another offer of one that is known', async () => {
    await things(12)
    await listAll()
    const { products } = await world.sandbox.api<{ products: { id: string; name: string }[] }>('GET', '/products/list')
    const product = products.find(({ name }) => name === 'Thing 3')
    const fields = { productId: product?.id, currency: 'USD', price: 700, name: 'Large' }
    const { offer } = await world.sandbox.api<{ offer: { id: string } }>('POST', '/offers/create', fields)
    const [pen] = await makeThere({ name: 'Pen' }, { price: 300 })
    let entries = new Map<string, CatalogueEntry>()
    const calls = await callsOf(async () => {
      entries = byId(await listAll())
    })
    expect(singles(calls)).toHaveLength(4)
    expect(entries.get(offer.id)).toMatchObject({ name: 'Thing 3 (Large)', priceMinor: 700 })
    expect(entries.get(pen ?? '')).toMatchObject({ name: 'Pen' })
    expect(entries.size).toBe(14)
  })

  it('looks at every product again where an offer does not tell whose it is', async () => {
    await things(3)
    await listAll()
    const { products } = await world.sandbox.api<{ products: { id: string }[] }>('GET', '/products/list')
    const fields = { productId: products[0]?.id, currency: 'USD', price: 700 }
    const { offer } = await world.sandbox.api<{ offer: { id: string } }>('POST', '/offers/create', fields)
    await world.sandbox.switches({ offer_overrides: { productId: null } })
    const calls = await callsOf(async () => expect(byId(await listAll()).has(offer.id)).toBe(true))
    expect(singles(calls)).toHaveLength(4)
    expect(singles(await callsOf(listAll))).toEqual([])
  })
})
