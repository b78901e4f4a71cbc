import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { findLinks } from '@/lib/catalog-sync/find-link'
import type { ImportAs } from '@/lib/catalog-sync/model'
import { decideRun, resumeRun, startRun, stopRun } from '@/lib/catalog-sync/runs'
import { type CatalogueDeps, workCatalogue } from '@/lib/catalog-sync/work-runs'
import { startCheckout } from '@/lib/checkout/start-checkout'
import { systemClock as clock } from '@/lib/clock'
import { prisma } from '@/lib/db'
import { newToken } from '@/lib/shared/token'
import { type FungiesWorld, openFungiesWorld } from '@/tests/contract/fungies-world'
import { readRows, readRun } from '@/tests/support/catalogue'
import { makeCart, makeProduct } from '@/tests/support/factories'
import { contact } from '@/tests/support/shop-side'

let world: FungiesWorld

beforeAll(async () => {
  world = await openFungiesWorld()
})
beforeEach(async () => {
  await world.reset()
  await prisma().catalogueRun.deleteMany()
  await prisma().variantMapping.deleteMany()
})
afterAll(() => world.stop())

const deps = (): CatalogueDeps => ({ clock, gateway: () => world.gateway })

async function makeThere(name: string, price: number): Promise<string> {
  const { api } = world.sandbox
  const { product } = await api<{ product: { id: string } }>('POST', '/products/create', { name })
  const fields = { productId: product.id, currency: 'USD', price }
  return (await api<{ offer: { id: string } }>('POST', '/offers/create', fields)).offer.id
}

async function begin(kind: 'import' | 'check'): Promise<number> {
  const started = await startRun({ provider: 'fungies', mode: 'test', kind, merchantId: null, clock })
  if (!started.ok) throw new Error(started.error.code)
  return started.value
}

async function workOn(runId: number): Promise<void> {
  while ((await readRun(runId)).liveKey) await workCatalogue(deps())
}

it('offers are imported page by page, stopped in the middle and taken up where it was', async () => {
  for (let number = 1; number <= 25; number += 1) await makeThere(`Thing ${number}`, 100 + number)
  const runId = await begin('import')
  await workCatalogue({ ...deps(), longestMs: 0 })
  await stopRun(runId, clock)
  expect(await readRun(runId)).toMatchObject({
    pagesRead: 1,
    cursor: expect.stringMatching(/^products:0:10:/),
    isListRead: false,
  })
  expect(await readRows(runId)).toHaveLength(10)
  expect((await readRun(runId)).callsLeft).toBeGreaterThanOrEqual(15)
  await resumeRun(runId, clock)
  await workOn(runId)
  expect((await readRows(runId)).map(({ verdict }) => verdict)).toEqual(Array(25).fill('new'))
  await decideRun({ runId, verdicts: ['new'], categoryId: null, clock })
  await workOn(runId)
  expect(await prisma().variantMapping.count({ where: { provider: 'fungies' } })).toBe(25)
})

async function makeKinds() {
  const { api, control } = world.sandbox
  const make = async (name: string, type: string, more: Record<string, unknown> = {}) => {
    const { product } = await api<{ product: { id: string } }>('POST', '/products/create', { name, type })
    const offer = { productId: product.id, currency: 'USD', price: 500, ...more }
    return (await api<{ offer: { id: string } }>('POST', '/offers/create', offer)).offer.id
  }
  await make('Songs', 'DigitalDownload')
  const limited = await make('Print', 'OneTimePayment', { limit: 7 })
  await control('POST', `/offers/${limited}`, { soldItems: 2 })
  const runId = await begin('import')
  await workOn(runId)
  return runId
}

async function importedAs(runId: number, importAs?: ImportAs) {
  await decideRun({ runId, verdicts: ['new'], categoryId: null, clock, ...(importAs && { importAs }) })
  await workOn(runId)
  const mappings = await prisma().variantMapping.findMany({ include: { variant: { include: { product: true } } } })
  return mappings
    .map(({ variant }) => [variant.product.name, variant.product.kind, variant.stock])
    .toSorted((one, other) => String(one[0]).localeCompare(String(other[0])))
}

it('what is imported becomes what the provider tells, and is sent where it tells nothing', async () => {
  expect(await importedAs(await makeKinds())).toEqual([
    ['Print', 'physical', 5],
    ['Songs', 'digital', null],
  ])
})

it.each<[ImportAs, unknown[][]]>([
  [
    { kind: 'digital', stock: 'unlimited' },
    [
      ['Print', 'digital', null],
      ['Songs', 'digital', null],
    ],
  ],
  [
    { kind: 'physical', stock: 3 },
    [
      ['Print', 'physical', 3],
      ['Songs', 'physical', 3],
    ],
  ],
])('or what the merchant chooses: %j', async (importAs, expected) => {
  expect(await importedAs(await makeKinds(), importAs)).toEqual(expected)
})

it('an offer that costs something else by now keeps its variant from being sold through Fungies', async () => {
  const offerId = await makeThere('Mug', 1_450)
  const runId = await begin('import')
  await workOn(runId)
  await decideRun({ runId, verdicts: ['new'], categoryId: null, clock })
  await workOn(runId)
  await world.sandbox.control('POST', `/offers/${offerId}`, { priceMinor: 1_600 })
  await workOn(await begin('check'))
  const mapping = await prisma().variantMapping.findFirstOrThrow()
  expect(mapping).toMatchObject({ state: 'drifted', problem: 'The product costs $16.00 there, $14.50 here.' })
  await prisma().product.updateMany({ data: { status: 'published' } })
  const { token } = await makeCart([{ variantId: mapping.variantId }])
  const input = { cartToken: token, buyerToken: newToken(), provider: 'fungies' as const, contact: contact(), clock }
  const started = await startCheckout(input, { gateway: () => world.gateway, elsewhere: () => null, timeoutMs: 6_000 })
  expect(started).toEqual({ ok: false, error: { code: 'price_in_doubt', items: ['Mug'] } })
})

it('a variant is linked to the one offer of a product, and to none by guess', async () => {
  const { variantId } = await makeProduct()
  const offerId = await makeThere('Mug', 1_450)
  const { api } = world.sandbox
  const { products } = await api<{ products: { id: string }[] }>('GET', '/products/list')
  const productId = products[0]?.id ?? ''
  const find = (typed: string) =>
    findLinks({ variantId, links: { fungies: typed }, mode: 'test' }, { gateway: () => world.gateway })
  expect(await find(` ${productId} `)).toEqual({ ok: true, value: { fungies: offerId } })
  expect(await find(offerId)).toEqual({ ok: true, value: { fungies: offerId } })
  expect(await find('unknown-there')).toEqual({ ok: true, value: { fungies: 'unknown-there' } })
  await api('POST', '/offers/create', { productId, currency: 'USD', price: 1_600 })
  expect(await find(productId)).toEqual({
    ok: false,
    error: expect.stringMatching(/2 offers.*\$14\.50.*\$16\.00/),
  })
})
