import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { resumeRun, startRun, stopRun } from '@/lib/catalog-sync/runs'
import { workCatalogue } from '@/lib/catalog-sync/work-runs'
import { prisma } from '@/lib/db'
import { begin, decide, depsOf, fillThere, importAll, readRows, readRun, workOn } from '@/tests/support/catalogue'
import { openShopWorld, type ShopWorld } from '@/tests/support/shop-world'
import { buy } from '@/tests/support/shopping'

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

const draftsOf = (runId: number) =>
  prisma().product.findMany({
    where: { variants: { some: { catalogueRows: { some: { runId, outcome: 'created' } } } } },
    include: { variants: { include: { mappings: true } }, category: true, images: true },
    orderBy: { name: 'asc' },
  })

describe('an import', () => {
  it('shows what is new before anything is made of it, then makes drafts with price and mapping', async () => {
    const [mug] = await fillThere(world, {
      name: 'Mug',
      price: 14.5,
      description: '<p>Holds &amp; warms tea.</p><p>Enamel.</p>',
    })
    const runId = await begin(world, 'import')
    await workOn(world, runId)
    expect(await readRun(runId)).toMatchObject({ phase: 'deciding', liveKey: null })
    expect(await readRows(runId)).toMatchObject([{ verdict: 'new', name: 'Mug', priceMinor: 1_450 }])
    expect(await draftsOf(runId)).toEqual([])
    expect(await decide(world, runId, ['new'])).toMatchObject({ ok: true })
    await workOn(world, runId)
    expect(await readRun(runId)).toMatchObject({ phase: 'done' })
    expect(await draftsOf(runId)).toMatchObject([
      {
        name: 'Mug',
        status: 'draft',
        description: 'Holds & warms tea.\nEnamel.',
        category: { name: 'Imported' },
        images: [{ src: '/pictures/plain-parcel.svg' }],
        variants: [{ priceMinor: 1_450, currency: 'USD', mappings: [{ providerProductId: mug?._id, state: 'ok' }] }],
      },
    ])
  })

  it.each([
    ['subscription', { type: 'subscription' }],
    ['buyer_sets_price', { payWant: true }],
    ['free', { price: 0 }],
    ['other_currency', { currency: 'EUR' }],
    ['hidden', { published: false }],
    ['archived', { active: false }],
    ['unreadable_price', { price: 12.345 }],
    ['too_dear', { price: 900_000 }],
    ['order_product', { name: 'Pocketshop order 77' }],
  ])('leaves out and names what is %s', async (reason, fields) => {
    await fillThere(world, { name: 'Strange', ...fields })
    const runId = await begin(world, 'import')
    await workOn(world, runId)
    expect(await readRows(runId)).toMatchObject([{ verdict: 'skipped', reason }])
    expect(await readRun(runId)).toMatchObject({ phase: 'done' })
  })

  it('leaves out the products that carry orders, whatever they are called', async () => {
    const order = await world.order((await buy(world)).orderNumber)
    const id = order.orderProducts[0]?.providerProductId
    await world.control('POST', `/products/${id}`, { name: 'Renamed by hand' })
    const runId = await begin(world, 'import')
    await workOn(world, runId)
    expect(await readRows(runId)).toMatchObject([{ providerProductId: id, reason: 'order_product' }])
  })

  it('that is repeated makes nothing twice, and never writes over name and description', async () => {
    const [mug] = await fillThere(world, { name: 'Mug' })
    const [draft] = await draftsOf(await importAll(world))
    await prisma().product.update({ where: { id: draft?.id ?? 0 }, data: { name: 'Our mug', description: 'Ours.' } })
    await world.control('POST', `/products/${mug?._id}`, { price: 15, name: 'Their mug' })
    const again = await importAll(world, ['new', 'price', 'renamed'])
    expect(await readRows(again)).toMatchObject([{ verdict: 'price', outcome: 'price_taken', priceMinor: 1_500 }])
    expect(
      await prisma().product.findMany({ where: { name: { contains: 'mug' } }, include: { variants: true } }),
    ).toMatchObject([{ name: 'Our mug', description: 'Ours.', variants: [{ priceMinor: 1_500 }] }])
  })

  it('takes no price that was changed here after the merchant saw it', async () => {
    const [mug] = await fillThere(world, { name: 'Mug' })
    const [draft] = await draftsOf(await importAll(world))
    await world.control('POST', `/products/${mug?._id}`, { price: 15 })
    const runId = await begin(world, 'import')
    await workOn(world, runId)
    await prisma().variant.updateMany({ where: { productId: draft?.id ?? 0 }, data: { priceMinor: 1_300 } })
    await decide(world, runId, ['price'])
    await workOn(world, runId)
    expect(await readRows(runId)).toMatchObject([{ outcome: 'changed_meanwhile' }])
    expect(await prisma().variant.findFirst({ where: { productId: draft?.id ?? 0 } })).toMatchObject({
      priceMinor: 1_300,
    })
  })

  it('tells two products of one name apart', async () => {
    await fillThere(world, { name: 'Twin' })
    await fillThere(world, { name: 'Twin' })
    const drafts = await draftsOf(await importAll(world))
    expect(drafts.map(({ name }) => name)).toEqual(['Twin', 'Twin'])
    expect(new Set(drafts.map(({ slug }) => slug)).size).toBe(2)
  })

  it('is one at a time for each provider', async () => {
    await begin(world, 'import')
    const second = await startRun({
      provider: 'pocketsflow',
      mode: 'test',
      kind: 'import',
      merchantId: null,
      clock: world.clock,
    })
    expect(second).toEqual({ ok: false, error: { code: 'busy' } })
  })

  it('waits while calls are used up, and stops with the reason when the provider stays away', async () => {
    await fillThere(world, { name: 'Mug' })
    await world.switches({ api_fault: '429', api_fault_count: 2 })
    const runId = await begin(world, 'import')
    await workOn(world, runId)
    expect(await readRun(runId)).toMatchObject({ phase: 'deciding', tries: 0 })
    await world.switches({ api_fault: '401', api_fault_count: null })
    const refused = await begin(world, 'import')
    await workOn(world, refused)
    expect(await readRun(refused)).toMatchObject({ phase: 'reading', liveKey: null, stoppedAt: expect.any(Date) })
    await world.switches({ api_fault: 'none' })
    expect(await resumeRun(refused, world.clock)).toMatchObject({ ok: true })
    await workOn(world, refused)
    expect(await readRun(refused)).toMatchObject({ phase: 'deciding', problem: null })
  })
})

describe('2,000 products', () => {
  it('are imported with progress, stopped half-way, left by a worker that died, and end complete with nothing twice', async () => {
    const made = await fillThere(world, { name: 'Thing', count: 2_000 })
    const runId = await begin(world, 'import')
    await workOn(world, runId)
    await decide(world, runId, ['new'])
    const countDone = () => prisma().catalogueRow.count({ where: { runId, doneAt: { not: null } } })

    await workCatalogue({ ...depsOf(world), longestMs: 0 })
    expect(await countDone()).toBe(50)
    await stopRun(runId, world.clock)
    expect(await workCatalogue(depsOf(world))).toBe(0)
    expect(await countDone()).toBe(50)

    expect(await resumeRun(runId, world.clock)).toMatchObject({ ok: true })
    // A worker that dies leaves its lease behind and nothing half done.
    await prisma().catalogueRun.update({
      where: { id: runId },
      data: { nextStepAt: new Date(world.clock.now().getTime() + 60_000) },
    })
    expect(await workCatalogue(depsOf(world))).toBe(0)
    world.clock.forwardMs(60_000)
    // Two workers at once: one has the run, the other has nothing to do.
    await Promise.all([workCatalogue({ ...depsOf(world), longestMs: 50 }), workCatalogue(depsOf(world))])
    await workOn(world, runId)

    expect(await readRun(runId)).toMatchObject({ phase: 'done', problem: null })
    const mapped = await prisma().variantMapping.findMany({ select: { providerProductId: true } })
    expect(mapped.map((one) => one.providerProductId).sort()).toEqual(made.map(({ _id }) => _id).sort())
    expect(await prisma().product.count({ where: { name: { startsWith: 'Thing' } } })).toBe(2_000)
  }, 90_000)
})
