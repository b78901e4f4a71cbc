import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { prisma } from '@/lib/db'
import { env } from '@/lib/env'
import { verifyLedger } from '@/lib/ledger/verify-ledger'
import { endOpenOrders, followRealTime } from '@/tests/support/endings'
import { makeMerchant } from '@/tests/support/merchants'
import { openShopWorld, type ShopWorld } from '@/tests/support/shop-world'
import { type Book, openBook, pagesOf, pick } from './book'
import { everything } from './commands'
import { checkInvariants } from './invariants'
import { type ShopRun, startRun, stockShelves } from './shop-run'

/**
 * Random interleavings of everything that can happen between shopper, provider, shop and database, against a small model.
 * MODEL_RUNS makes more of them, MODEL_SEED others; a failure prints its seed, path and replay path, which MODEL_SEED,
 * MODEL_PATH and MODEL_REPLAY take.
 */
const { MODEL_RUNS = '300', MODEL_SEED = '20261121', MODEL_PATH, MODEL_REPLAY } = process.env
const runs = Number(MODEL_RUNS)
const seed = Number(MODEL_SEED)

let world: ShopWorld
let merchantId: number

beforeAll(async () => {
  world = await openShopWorld()
  merchantId = (await makeMerchant()).id
})
afterAll(() => world.stop())

/** Runs share one database; what an earlier one left there must not ask the provider again, who forgot it. */
async function clearAway() {
  await world.reset()
  await world.switches({ webhook_drop: 'all', session_reuse: 'on' })
  await endOpenOrders()
  await prisma().orderProduct.deleteMany()
  await prisma().sweepRun.deleteMany()
  await prisma().sharedPacing.deleteMany()
  followRealTime(world)
}

type Start = 'ordered' | 'paid' | 'told'
type Weather = { knowsUnits: boolean; hasTax: boolean; isByItem: boolean; start: Start }

/** Most of what can happen needs an order, and half of it money: a history begins with some. */
async function begin(book: Book, run: ShopRun, { isByItem, start }: Weather) {
  const shelves = isByItem ? book.shelves : book.shelves.slice(0, 1)
  await run.buy(shelves.map((shelf) => ({ shelf, quantity: 1 })))
  const { order, page } = pick(pagesOf(book), 0)
  if (start !== 'ordered') await run.pay(order.number, page)
  if (start === 'told') await run.deliver(pick(book.money, 0).id)
}

async function play(commands: Iterable<fc.AsyncCommand<never, never>>, weather: Weather) {
  const { knowsUnits, hasTax, isByItem } = weather
  await clearAway()
  env().POCKETSFLOW_CART_MODE = isByItem ? 'per-item' : 'order'
  if (!knowsUnits) await prisma().confirmedUnit.deleteMany()
  if (hasTax) await world.switches({ tax: 'added', tax_percent: 20 })
  const { _max } = await prisma().webhookEvent.aggregate({ _max: { id: true } })
  const book = openBook(await stockShelves())
  const run = startRun(world, book, merchantId)
  await begin(book, run, weather)
  await fc.asyncModelRun(() => ({ model: book, real: run }), commands as never)
  await run.comeToRest()
  await checkInvariants(world, book, _max.id ?? 0)
}

const noConnection = /connection timeout|trying to connect/

/** Where a busy machine takes longer to connect than the shop waits, a history says nothing of the shop: it is played again. */
async function playWhole(...history: Parameters<typeof play>): Promise<void> {
  for (let left = 3; ; left -= 1) {
    try {
      return await play(...history)
    } catch (error) {
      if (left === 0 || !(error instanceof Error && noConnection.test(error.message))) throw error
    }
  }
}

it(`${runs} random histories leave every payment as exactly one order (seed ${seed})`, {
  timeout: 3_600_000,
}, async () => {
  const histories = fc.commands(everything, {
    maxCommands: 12,
    size: 'max',
    ...(MODEL_REPLAY && { replayPath: MODEL_REPLAY }),
  })
  const weather = fc.record({
    knowsUnits: fc.boolean(),
    hasTax: fc.boolean(),
    isByItem: fc.constantFrom(false, false, true),
    start: fc.constantFrom<Start[]>('ordered', 'paid', 'told'),
  })
  await fc.assert(
    fc.asyncProperty(histories, weather, (commands, outside) => playWhole(commands as never, outside)),
    { numRuns: runs, seed, ...(MODEL_PATH && { path: MODEL_PATH }), endOnFailure: MODEL_PATH !== undefined },
  )
})

it('and the whole ledger agrees with orders, payments and refunds, its chain unbroken', {
  timeout: 600_000,
}, async () => {
  expect((await verifyLedger()).disagreements).toEqual([])
})
