import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { startRun } from '@/lib/catalog-sync/runs'
import { prisma } from '@/lib/db'
import { listRescue } from '@/lib/rescue/list-rescue'
import { begin, fillThere, readRows, readRun, workOn } from '@/tests/support/catalogue'
import { openShopWorld, type ShopWorld } from '@/tests/support/shop-world'
import { fillMappedCart } from '@/tests/support/shopping'

let world: ShopWorld

beforeAll(async () => {
  world = await openShopWorld()
})
afterEach(async () => {
  await world.reset()
  await prisma().catalogueRun.deleteMany()
  await prisma().variantMapping.deleteMany()
})
afterAll(() => world.stop())

async function check(): Promise<number> {
  const runId = await begin(world, 'check')
  await workOn(world, runId)
  return runId
}

it.each([
  ['price', { price: 13 }, 'drifted', 'The product costs $13.00 there, $12.00 here.'],
  ['drifted', { currency: 'EUR' }, 'drifted', 'The product costs EUR, here USD.'],
  ['drifted', { payWant: true }, 'drifted', 'The product is not on sale at a fixed price.'],
  ['drifted', { published: false }, 'drifted', 'The product is not on sale at a fixed price.'],
  ['drifted', { active: false }, 'drifted', 'The product is not on sale at a fixed price.'],
])('notes a %s drift by %j and changes nothing here', async (verdict, change, state, problem) => {
  const cart = await fillMappedCart(world)
  await world.control('POST', `/products/${cart.providerProductId}`, change)
  const runId = await check()
  expect(await readRun(runId)).toMatchObject({ phase: 'done' })
  expect(await readRows(runId)).toMatchObject([{ verdict, reason: problem }])
  expect(await prisma().variantMapping.findFirst()).toMatchObject({ state, problem })
  expect(await prisma().variant.findUnique({ where: { id: cart.variantId } })).toMatchObject({ priceMinor: 1_200 })
})

it('calls a person for what is not sold meanwhile, until it agrees again', async () => {
  const cart = await fillMappedCart(world)
  await world.control('POST', `/products/${cart.providerProductId}`, { price: 13 })
  await check()
  const drifts = async () => (await listRescue(world.clock)).filter(({ kind }) => kind === 'drift')
  expect(await drifts()).toMatchObject([
    { key: 'drift:pocketsflow:test', sentence: expect.stringContaining('“Pocket notebook” is not sold') },
  ])
  await world.control('POST', `/products/${cart.providerProductId}`, { price: 12 })
  await check()
  expect(await drifts()).toEqual([])
})

it('tells a new name, which stops nothing', async () => {
  const cart = await fillMappedCart(world)
  await check()
  await world.control('POST', `/products/${cart.providerProductId}`, { name: 'Triplet' })
  const runId = await check()
  expect(await readRows(runId)).toMatchObject([{ verdict: 'renamed', name: 'Triplet', otherName: 'Twin' }])
  expect(await prisma().variantMapping.findFirst()).toMatchObject({
    state: 'ok',
    checkedName: 'Triplet',
    knownName: 'Twin',
  })
})

it('asks by itself about a product that the list does not show, and only then calls it gone', async () => {
  const gone = await fillMappedCart(world)
  await world.control('DELETE', `/products/${gone.providerProductId}`)
  const runId = await check()
  expect(await readRows(runId)).toMatchObject([{ verdict: 'gone', variantId: gone.variantId }])
  expect(await prisma().variantMapping.findFirst()).toMatchObject({ state: 'missing' })
  expect(await world.calls()).toContain(`GET /products/${gone.providerProductId}`)
})

it('compares with the price that the variant has by the time the page is written', async () => {
  const cart = await fillMappedCart(world)
  const { catalogue } = world.gateway
  if (!catalogue) throw new Error('Pocketsflow has a catalogue')
  const listPage: typeof catalogue.listPage = async (cursor) => {
    const page = await catalogue.listPage(cursor)
    await prisma().variant.update({ where: { id: cart.variantId }, data: { priceMinor: 1_500 } })
    return page
  }
  const runId = await begin(world, 'check')
  await workOn(world, runId, { gateway: () => ({ catalogue: { ...catalogue, listPage } }) })
  expect(await prisma().variantMapping.findFirst()).toMatchObject({ state: 'drifted' })
})

it('keeps nothing of what agrees or is new, and never disturbs a look that waits for a decision', async () => {
  await fillMappedCart(world)
  await fillThere(world, { name: 'New', count: 3 })
  const looking = await begin(world, 'import')
  await workOn(world, looking)
  const runId = await check()
  expect(await readRows(runId)).toEqual([])
  expect(await readRun(looking)).toMatchObject({ phase: 'deciding' })
})

it('does not begin while something else is under way', async () => {
  await begin(world, 'import')
  expect(
    await startRun({ provider: 'pocketsflow', mode: 'test', kind: 'check', merchantId: null, clock: world.clock }),
  ).toMatchObject({ ok: false })
})
