import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { prisma } from '@/lib/db'
import { env } from '@/lib/env'
import { verifyLedger } from '@/lib/ledger/verify-ledger'
import { makeMerchant } from '@/tests/support/merchants'
import { type Book, openBook, pagesOf, pick } from './book'
import { everything } from './commands/everything'
import { checkInvariants } from './invariants/shop'
import { checkUntold } from './invariants/untold'
import { learnUnits } from './run/learn-units'
import { type ShopRun, startRun } from './run/shop-run'
import { everyProvider, type ModelWorld, openModelWorld, stockShelves } from './world'

/**
 * Random interleavings of everything that can happen between shopper, providers, shop and database, against a small model.
 * Each checkout picks one of the three providers; MODEL_PROVIDER leaves one of them. MODEL_RUNS makes more histories,
 * MODEL_SEED others; a failure prints its seed, path and replay path, which MODEL_SEED, MODEL_PATH and MODEL_REPLAY take.
 */
const { MODEL_RUNS = '300', MODEL_SEED = '20261121', MODEL_PROVIDER, MODEL_PATH, MODEL_REPLAY } = process.env
const runs = Number(MODEL_RUNS)
const seed = Number(MODEL_SEED)
const providers = everyProvider.filter((id) => MODEL_PROVIDER === undefined || MODEL_PROVIDER === id)

let world: ModelWorld
let merchantId: number
let setUnits: Awaited<ReturnType<typeof learnUnits>>

beforeAll(async () => {
  world = await openModelWorld(providers)
  merchantId = (await makeMerchant()).id
  setUnits = await learnUnits(world, merchantId)
})
afterAll(() => world.stop())

const start = fc.constantFrom('ordered' as const, 'paid' as const, 'told' as const)
const weathers = fc.record({
  knowsUnits: fc.boolean(),
  isByItem: fc.constantFrom(false, false, true),
  isSweptSoon: fc.boolean(),
  begins: fc.record({
    start,
    at: fc.nat({ max: providers.length - 1 }),
    hasRival: fc.constantFrom(false, false, true),
  }),
  hasTax: fc.boolean(),
  hasTwoCards: fc.boolean(),
  countsPending: fc.boolean(),
  tellsParts: fc.boolean(),
})

type Weather = typeof weathers extends fc.Arbitrary<infer Value> ? Value : never

/**
 * Most of what can happen needs an order, and half of it money: a history begins with some, and at times with somebody else
 * who asks for the same at the same provider.
 */
async function begin(book: Book, run: ShopRun, { isByItem, begins }: Weather) {
  const shelves = isByItem ? book.shelves : book.shelves.slice(0, 1)
  const lines = shelves.map((shelf) => ({ shelf, quantity: 1 }))
  for (const _ of begins.hasRival ? [1, 2] : [1]) await run.buy(lines, pick(book.providers, begins.at))
  const paid = { ordered: [], paid: pagesOf(book).slice(0, 1), told: pagesOf(book) }[begins.start]
  for (const { order, page } of paid) await run.pay(order, page)
  if (begins.start === 'told') await run.deliver(pick(book.money, 0).id)
}

async function play(commands: Iterable<fc.AsyncCommand<never, never>>, weather: Weather) {
  await world.begin(weather)
  env().POCKETSFLOW_CART_MODE = weather.isByItem ? 'per-item' : 'order'
  await setUnits(weather.knowsUnits)
  const { _max } = await prisma().webhookEvent.aggregate({ _max: { id: true } })
  const book = openBook(world.ids, await stockShelves())
  const run = startRun(world, book, merchantId)
  await begin(book, run, weather)
  await fc.asyncModelRun(() => ({ model: book, real: run }), commands as never)
  await run.comeToRest(weather.isSweptSoon)
  await checkUntold(world, book)
  await run.hearTheRest()
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

it(`${runs} random histories at ${providers.join(', ')} leave every payment as exactly one order (seed ${seed})`, {
  timeout: 3_600_000,
}, async () => {
  const histories = fc.commands(everything, {
    maxCommands: 12,
    size: 'max',
    ...(MODEL_REPLAY && { replayPath: MODEL_REPLAY }),
  })
  await fc.assert(
    fc.asyncProperty(histories, weathers, (commands, weather) => playWhole(commands as never, weather)),
    { numRuns: runs, seed, ...(MODEL_PATH && { path: MODEL_PATH }), endOnFailure: MODEL_PATH !== undefined },
  )
})

it('and the whole ledger agrees with orders, payments and refunds, its chain unbroken', {
  timeout: 600_000,
}, async () => {
  expect((await verifyLedger()).disagreements).toEqual([])
})
