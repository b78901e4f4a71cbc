import type { RunKind, Verdict } from '@/lib/catalog-sync/model'
import { decideRun, startPush, startRun } from '@/lib/catalog-sync/runs'
import { type CatalogueDeps, workCatalogue } from '@/lib/catalog-sync/work-runs'
import { prisma } from '@/lib/db'
import type { ShopWorld } from './shop-world'

/** The merchant and the worker beside a provider's catalogue. */

const pocketsflow = { provider: 'pocketsflow', mode: 'test' } as const

export type MadeThere = { _id: string; name: string }

/** Products that the merchant made in the provider's own dashboard. */
export async function fillThere(world: ShopWorld, fields: Record<string, unknown>): Promise<MadeThere[]> {
  const made = (await world.control('POST', '/products', { price: 12, ...fields })) as { products: MadeThere[] }
  return made.products
}

export async function begin(world: ShopWorld, kind: RunKind): Promise<number> {
  const started = await startRun({ ...pocketsflow, kind, merchantId: null, clock: world.clock })
  if (!started.ok) throw new Error(started.error.code)
  return started.value
}

export async function beginPush(world: ShopWorld, variantIds: number[]): Promise<number> {
  const started = await startPush({ ...pocketsflow, merchantId: null, clock: world.clock, variantIds })
  if (!started.ok) throw new Error(started.error.code)
  return started.value
}

export const depsOf = (world: ShopWorld): CatalogueDeps => ({ clock: world.clock, gateway: () => world.gateway })

/** Lets the worker go on, waiting as it asks, until the run needs nobody or somebody else. */
export async function workOn(world: ShopWorld, runId: number, deps: Partial<CatalogueDeps> = {}): Promise<void> {
  for (let turn = 0; turn < 500; turn += 1) {
    const run = await readRun(runId)
    if (!run.liveKey) return
    world.clock.forwardMs(Math.max(0, run.nextStepAt.getTime() - world.clock.now().getTime()))
    await workCatalogue({ ...depsOf(world), ...deps })
  }
  throw new Error('the run does not come to its end')
}

export async function decide(world: ShopWorld, runId: number, verdicts: Verdict[], categoryId: number | null = null) {
  return decideRun({ runId, verdicts, categoryId, clock: world.clock })
}

export const readRun = (id: number) => prisma().catalogueRun.findUniqueOrThrow({ where: { id } })

export const readRows = (runId: number) =>
  prisma().catalogueRow.findMany({ where: { runId }, orderBy: { name: 'asc' } })

/** An import from its start to its end. */
export async function importAll(world: ShopWorld, verdicts: Verdict[] = ['new']): Promise<number> {
  const runId = await begin(world, 'import')
  await workOn(world, runId)
  const decided = await decide(world, runId, verdicts)
  if (!decided.ok) throw new Error(decided.error.code)
  await workOn(world, runId)
  return runId
}
