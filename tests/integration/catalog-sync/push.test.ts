import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { resumeRun, stopRun } from '@/lib/catalog-sync/runs'
import { workCatalogue } from '@/lib/catalog-sync/work-runs'
import { prisma } from '@/lib/db'
import { beginPush, decide, depsOf, readRows, readRun, workOn } from '@/tests/support/catalogue'
import { makeProduct } from '@/tests/support/factories'
import { openShopWorld, type ShopWorld } from '@/tests/support/shop-world'
import { checkOut, fillMappedCart } from '@/tests/support/shopping'

let world: ShopWorld

beforeAll(async () => {
  world = await openShopWorld()
})
afterEach(async () => {
  await world.reset()
  await prisma().catalogueRun.deleteMany()
})
afterAll(() => world.stop())

type There = { _id: string; name: string; price: number; description?: string; slug?: string }

const there = async () => (await world.api('GET', '/products')) as There[]
const mappingOf = (variantId: number) => prisma().variantMapping.findFirst({ where: { variantId } })

async function push(variantIds: number[]): Promise<number> {
  const runId = await beginPush(world, variantIds)
  await workOn(world, runId)
  const decided = await decide(world, runId, ['create_there', 'update_there'])
  if (!decided.ok) throw new Error(decided.error.code)
  await workOn(world, runId)
  return runId
}

describe('a variant without a product there', () => {
  it('is created there after the merchant said so, read back and mapped', async () => {
    const { variantId } = await makeProduct({ name: 'Brass pen', priceMinor: 2_750 })
    const runId = await beginPush(world, [variantId])
    await workOn(world, runId)
    expect(await readRows(runId)).toMatchObject([{ verdict: 'create_there', name: 'Brass pen', priceMinor: 2_750 }])
    expect(await there()).toEqual([])
    await decide(world, runId, ['create_there'])
    await workOn(world, runId)
    const [made] = await there()
    expect(made).toMatchObject({ name: 'Brass pen', price: 27.5 })
    expect(await mappingOf(variantId)).toMatchObject({
      providerProductId: made?._id,
      state: 'ok',
      checkedPriceMinor: 2_750,
    })
    expect(await readRows(runId)).toMatchObject([{ outcome: 'created_there' }])
  })

  it.each([
    ['the answer is lost', { api_fault: 'reset', api_fault_when: 'after_doing' }],
    ['the answer cannot be read', { api_fault: 'cut_json', api_fault_when: 'after_doing' }],
    ['the provider says that it broke', { api_fault: '500', api_fault_when: 'after_doing' }],
  ])('is found again and not created twice when %s', async (_, fault) => {
    const { variantId } = await makeProduct({ name: 'Brass pen' })
    await world.switches({ ...fault, api_fault_scope: 'POST /products', api_fault_count: 1 })
    const runId = await push([variantId])
    const made = await there()
    expect(made).toHaveLength(1)
    expect(await mappingOf(variantId)).toMatchObject({ providerProductId: made[0]?._id, state: 'ok' })
    expect(await readRows(runId)).toMatchObject([{ outcome: 'found_there' }])
  })

  it('is found again by a later run, when the first was given up with its answer lost', async () => {
    const { variantId } = await makeProduct({ name: 'Brass pen' })
    await world.switches({
      api_fault: '500',
      api_fault_when: 'after_doing',
      api_fault_scope: 'POST /products',
      api_fault_count: 1,
    })
    const first = await beginPush(world, [variantId])
    await workOn(world, first)
    await decide(world, first, ['create_there'])
    await world.switches({ api_fault_scope: '/products', api_fault_count: null })
    await workOn(world, first)
    expect(await readRun(first)).toMatchObject({ phase: 'applying', liveKey: null, stoppedAt: expect.any(Date) })
    await world.switches({ api_fault: 'none' })
    await push([variantId])
    expect(await there()).toHaveLength(1)
    expect(await mappingOf(variantId)).toMatchObject({ state: 'ok' })
  })

  it('is sent by one worker only, when it is stopped and taken up again while it is on its way', async () => {
    const { variantId } = await makeProduct({ name: 'Brass pen' })
    const runId = await beginPush(world, [variantId])
    await workOn(world, runId)
    await decide(world, runId, ['create_there'])
    await world.switches({ api_latency_ms: 300 })
    const first = workCatalogue(depsOf(world))
    while (!(await readRows(runId))[0]?.sentAt) await sleep(10)
    await stopRun(runId, world.clock)
    await resumeRun(runId, world.clock)
    expect(await workCatalogue(depsOf(world))).toBe(0)
    await first
    await workOn(world, runId)
    expect(await there()).toHaveLength(1)
    expect(await readRows(runId)).toMatchObject([{ outcome: 'created_there' }])
  })

  it('that the provider refuses fails alone', async () => {
    const { variantId } = await makeProduct()
    const { variantId: other } = await makeProduct({ name: 'Other' })
    await world.switches({ api_fault: '400', api_fault_scope: 'POST /products', api_fault_count: 1 })
    const runId = await push([variantId, other])
    expect((await readRows(runId)).map(({ outcome }) => outcome).sort()).toEqual(['created_there', 'failed'])
    expect(await there()).toHaveLength(1)
  })
})

describe('a mapped variant', () => {
  it('is changed there in price and name, so that it can be sold by it again', async () => {
    const cart = await fillMappedCart(world)
    await world.control('POST', `/products/${cart.providerProductId}`, { price: 99, published: false })
    const runId = await push([cart.variantId])
    expect(await readRows(runId)).toMatchObject([
      { outcome: 'updated_there', otherName: 'Twin', otherPriceMinor: 9_900 },
    ])
    expect(await there()).toMatchObject([{ _id: cart.providerProductId, name: 'Pocket notebook', price: 12 }])
    await checkOut(world, cart.token)
    expect((await world.callBodies('POST /checkout/sessions')).at(-1)).toMatchObject({
      productId: cart.providerProductId,
    })
  })

  it('that agrees is left alone', async () => {
    const cart = await fillMappedCart(world)
    await world.control('POST', `/products/${cart.providerProductId}`, { name: 'Pocket notebook' })
    const runId = await beginPush(world, [cart.variantId])
    await workOn(world, runId)
    expect(await readRows(runId)).toMatchObject([{ verdict: 'same' }])
    expect(await readRun(runId)).toMatchObject({ phase: 'done' })
  })

  it('whose product is gone gets a new one', async () => {
    const cart = await fillMappedCart(world)
    await world.control('DELETE', `/products/${cart.providerProductId}`)
    await push([cart.variantId])
    const [made] = await there()
    expect(await mappingOf(cart.variantId)).toMatchObject({ providerProductId: made?._id, state: 'ok' })
  })

  it('that reads back at another price is kept as drifted and told', async () => {
    const { variantId } = await makeProduct({ priceMinor: 1_200 })
    const { catalogue } = world.gateway
    if (!catalogue) throw new Error('Pocketsflow has a catalogue')
    const create: typeof catalogue.create = (entry) =>
      catalogue.create({ ...entry, priceMinor: entry.priceMinor * 100 })
    const runId = await beginPush(world, [variantId])
    await workOn(world, runId)
    await decide(world, runId, ['create_there'])
    await workOn(world, runId, { gateway: () => ({ catalogue: { ...catalogue, create } }) })
    expect(await readRows(runId)).toMatchObject([
      { outcome: 'differs_there', problem: 'The product costs $1,200.00 there, $12.00 here.' },
    ])
    expect(await mappingOf(variantId)).toMatchObject({ state: 'drifted' })
  })
})
