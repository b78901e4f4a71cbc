import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { catalogueChannel } from '@/lib/catalog/announce'
import { editVariant, setPublished, type VariantEdit } from '@/lib/catalog/edit-product'
import { listEditableProducts } from '@/lib/catalog/merchant-queries'
import { prisma } from '@/lib/db'
import { makeProduct, testNow } from '@/tests/support/factories'
import { makeSignIn } from '@/tests/support/merchants'
import { browseWith } from '@/tests/support/next-request'

vi.mock('next/headers', async () => (await import('@/tests/support/next-request')).nextHeaders)
vi.mock('next/server', async () => (await import('@/tests/support/next-request')).nextServer)

const clock = { now: () => testNow }
const heard: string[] = []
let listener: pg.Client

beforeAll(async () => {
  listener = new pg.Client({ connectionString: process.env.DATABASE_URL })
  await listener.connect()
  listener.on('notification', ({ payload }) => heard.push(payload ?? ''))
  await listener.query(`listen ${catalogueChannel}`)
})
beforeEach(async () => {
  await announced()
  heard.splice(0)
})
afterAll(() => listener.end())

/** What was announced so far: the connection is asked something, and notifications arrive before its answer. */
async function announced(): Promise<string[]> {
  await listener.query('select 1')
  return [...heard]
}

const edit = (variantId: number, more: Partial<VariantEdit>) =>
  editVariant({
    variantId,
    priceText: '12.00',
    stockSeen: 20,
    stockWanted: 20,
    links: { pocketsflow: '' },
    mode: 'test',
    clock,
    ...more,
  })

const readVariant = (id: number) => prisma().variant.findUniqueOrThrow({ where: { id }, include: { mappings: true } })

describe('a variant’s price', () => {
  test('is set from decimal text and announced with its product', async () => {
    const { variantId, slug } = await makeProduct()
    const result = await edit(variantId, { priceText: ' 64.99 ' })
    expect(result).toEqual({ ok: true, value: { slug, changed: ['price'], isVisible: true } })
    expect((await readVariant(variantId)).priceMinor).toBe(6_499)
    expect(await announced()).toEqual([slug])
  })

  test('knows the decimals of its currency', async () => {
    const yen = await makeProduct({ currency: 'JPY', priceMinor: 500 })
    expect(await edit(yen.variantId, { priceText: '980' })).toMatchObject({ ok: true })
    expect((await readVariant(yen.variantId)).priceMinor).toBe(980)
    expect(await edit(yen.variantId, { priceText: '9.5' })).toMatchObject({ error: { code: 'price_unreadable' } })
  })

  test.each([
    ['0', 'price_not_positive'],
    ['0.00', 'price_not_positive'],
    ['-5', 'price_not_positive'],
    ['12.345', 'price_unreadable'],
    ['12,50', 'price_unreadable'],
    ['1e3', 'price_unreadable'],
    ['', 'price_unreadable'],
    ['١٢', 'price_unreadable'],
    ['99999999', 'price_too_high'],
  ])('is refused as “%s”, and nothing else is saved either', async (priceText, code) => {
    const { variantId } = await makeProduct()
    expect(await edit(variantId, { priceText, stockWanted: 3 })).toMatchObject({ ok: false, error: { code } })
    expect(await readVariant(variantId)).toMatchObject({ priceMinor: 1_200, stock: 20 })
    expect(await announced()).toEqual([])
  })
})

describe('a variant’s stock', () => {
  test('is announced only when shop pages say something else', async () => {
    const { variantId, slug } = await makeProduct()
    await edit(variantId, { stockWanted: 19 })
    expect(await announced()).toEqual([])
    await edit(variantId, { stockSeen: 19, stockWanted: 5 })
    await edit(variantId, { stockSeen: 5, stockWanted: 0 })
    await edit(variantId, { stockSeen: 0, stockWanted: null })
    expect(await announced()).toEqual([slug, slug, slug])
    expect((await readVariant(variantId)).stock).toBeNull()
  })

  test('that changed meanwhile is not overwritten, and the merchant learns what it is', async () => {
    const { variantId } = await makeProduct()
    await prisma().variant.update({ where: { id: variantId }, data: { stock: 18 } })
    expect(await edit(variantId, { stockWanted: 30 })).toEqual({
      ok: false,
      error: { code: 'stock_changed', stock: 18 },
    })
    expect((await readVariant(variantId)).stock).toBe(18)
  })

  test('that was not touched stays as it is by now, though the price is saved', async () => {
    const { variantId } = await makeProduct()
    await prisma().variant.update({ where: { id: variantId }, data: { stock: 18 } })
    expect(await edit(variantId, { priceText: '13' })).toMatchObject({ ok: true })
    expect(await readVariant(variantId)).toMatchObject({ stock: 18, priceMinor: 1_300 })
  })

  test('set by two at once is set by one of them', async () => {
    const { variantId } = await makeProduct()
    const results = await Promise.all([1, 2, 3, 4].map((stockWanted) => edit(variantId, { stockWanted })))
    expect(results.filter((result) => result.ok)).toHaveLength(1)
  })

  test('saved twice with the same number is saved once', async () => {
    const { variantId } = await makeProduct()
    expect(await edit(variantId, { stockWanted: 7 })).toMatchObject({ value: { changed: ['stock'] } })
    expect(await edit(variantId, { stockWanted: 7 })).toMatchObject({ value: { changed: [] } })
  })
})

describe('a variant’s links to providers', () => {
  test('are each provider’s own, and one that the form does not hold stays', async () => {
    const { variantId } = await makeProduct()
    const linked = await edit(variantId, { links: { pocketsflow: 'p_1', fungies: 'offer_1', flex: 'fprod_1' } })
    expect(linked).toMatchObject({ value: { changed: ['pocketsflow', 'fungies', 'flex'] } })
    expect(await edit(variantId, { links: { fungies: 'offer_2' } })).toMatchObject({ value: { changed: ['fungies'] } })
    const ids = (await readVariant(variantId)).mappings.map(({ provider, providerProductId }) => [
      provider,
      providerProductId,
    ])
    expect(Object.fromEntries(ids)).toEqual({ pocketsflow: 'p_1', fungies: 'offer_2', flex: 'fprod_1' })
  })

  test('is set, changed and removed for the mode in use only', async () => {
    const { variantId } = await makeProduct()
    await edit(variantId, { links: { pocketsflow: 'live_1' }, mode: 'live' })
    await edit(variantId, { links: { pocketsflow: ' test_1 ' } })
    await edit(variantId, { links: { pocketsflow: 'test_2' } })
    const ids = (await readVariant(variantId)).mappings.map(({ mode, providerProductId }) => [mode, providerProductId])
    expect(ids.sort()).toEqual([
      ['live', 'live_1'],
      ['test', 'test_2'],
    ])
    await edit(variantId, { links: { pocketsflow: '' } })
    expect((await readVariant(variantId)).mappings).toMatchObject([{ mode: 'live' }])
  })

  test('belongs to one variant', async () => {
    const [first, second] = [await makeProduct(), await makeProduct()]
    await edit(first.variantId, { links: { pocketsflow: 'taken_1' } })
    const { sku } = await readVariant(first.variantId)
    expect(await edit(second.variantId, { links: { pocketsflow: 'taken_1' } })).toEqual({
      ok: false,
      error: { code: 'provider_id_taken', provider: 'pocketsflow', sku },
    })
  })

  test('is checked anew after the price changed', async () => {
    const { variantId } = await makeProduct()
    await edit(variantId, { links: { pocketsflow: 'priced_1' } })
    await prisma().variantMapping.updateMany({ where: { variantId }, data: { state: 'ok', checkedAt: testNow } })
    await edit(variantId, { links: { pocketsflow: 'priced_1' }, stockWanted: 4 })
    expect((await readVariant(variantId)).mappings).toMatchObject([{ state: 'ok' }])
    await edit(variantId, { links: { pocketsflow: 'priced_1' }, stockSeen: 4, stockWanted: 4, priceText: '14' })
    expect((await readVariant(variantId)).mappings).toMatchObject([{ state: 'unchecked', checkedAt: null }])
  })

  test.each(['a b', '<script>', '../x', 'x'.repeat(101)])('is refused as “%.12s”', async (id) => {
    const { variantId } = await makeProduct()
    expect(await edit(variantId, { links: { pocketsflow: id } })).toMatchObject({ error: { code: 'bad_provider_id' } })
  })
})

test('a product is shown or hidden once, however often it is asked', async () => {
  const { productId, slug } = await makeProduct()
  expect(await setPublished({ productId, isPublished: false, clock })).toMatchObject({ slug, changed: true })
  expect(await setPublished({ productId, isPublished: false, clock })).toMatchObject({ slug, changed: false })
  expect(await announced()).toEqual([slug])
  expect(await setPublished({ productId: 2_000_000_000, isPublished: true, clock })).toBeNull()
})

test('products are found by name or SKU, with what was typed taken as plain text', async () => {
  browseWith((await makeSignIn()).cookies)
  const { variantId } = await makeProduct({ name: 'Ruler of 100% brass_wood' })
  const { sku } = await readVariant(variantId)
  const find = async (search: string) => {
    const { products } = await listEditableProducts({ search, page: 1, mode: 'test' })
    return products.map((product) => product.name)
  }
  expect(await find('100% BRASS')).toEqual(['Ruler of 100% brass_wood'])
  expect(await find(sku.toLowerCase())).toEqual(['Ruler of 100% brass_wood'])
  expect(await find('brass%wood')).toEqual([])
  expect(await find('s__w')).toEqual([])
  expect(await find("'\\")).toEqual([])
})
