import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { decideRun } from '@/lib/catalog-sync/runs'
import { systemClock } from '@/lib/clock'
import { prisma } from '@/lib/db'
import { begin, fillThere, readRun, workOn } from '@/tests/support/catalogue'
import { openShopWorld, type ShopWorld } from '@/tests/support/shop-world'

let world: ShopWorld
let worker: ChildProcess | null = null
let dataDir: string

beforeAll(async () => {
  world = await openShopWorld()
  dataDir = await mkdtemp(path.join(tmpdir(), 'pocketshop-worker-'))
})
afterEach(async () => {
  if (!worker || worker.exitCode !== null || worker.signalCode !== null) return
  const ended = once(worker, 'exit')
  worker.kill('SIGKILL')
  await ended
})
afterAll(async () => {
  await rm(dataDir, { recursive: true, force: true })
  await world.stop()
})

/** The documented command, as it runs beside web processes. */
function startWorker(): ChildProcess {
  const args = ['--import=tsx', '--import=./scripts/setup/leave-with-parent.mjs', 'scripts/worker.ts']
  return spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...args], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: {
      ...process.env,
      NODE_ENV: 'production',
      DATA_DIR: dataDir,
      TSX_TSCONFIG_PATH: path.resolve('tsconfig.scripts.json'),
      POCKETSFLOW_API_KEY: world.apiKey,
      POCKETSFLOW_API_URL: world.sandboxUrl,
    },
  })
}

const countDone = (runId: number) => prisma().catalogueRow.count({ where: { runId, doneAt: { not: null } } })
const countMapped = () => prisma().variantMapping.count({ where: { provider: 'pocketsflow' } })

it('an import whose worker is killed in the middle leaves nothing half done, and is taken up by another', async () => {
  await fillThere(world, { name: 'Thing', count: 2_000 })
  const runId = await begin(world, 'import')
  await workOn(world, runId)
  expect(await decideRun({ runId, verdicts: ['new'], categoryId: null, clock: systemClock })).toMatchObject({
    ok: true,
  })
  worker = startWorker()
  while ((await countDone(runId)) === 0) await sleep(20)
  worker.kill('SIGKILL')
  await once(worker, 'exit')

  const done = await countDone(runId)
  expect(done).toBeLessThan(2_000)
  expect(await countMapped()).toBe(done)
  // The dead worker's lease would end by itself within a minute.
  await prisma().catalogueRun.update({ where: { id: runId }, data: { nextStepAt: new Date() } })
  worker = startWorker()
  while ((await readRun(runId)).phase !== 'done') await sleep(100)
  expect(await countMapped()).toBe(2_000)
  expect(await prisma().product.count({ where: { name: { startsWith: 'Thing' } } })).toBe(2_000)
}, 120_000)
