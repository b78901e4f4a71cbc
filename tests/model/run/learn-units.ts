import { prisma } from '@/lib/db'
import { openBook, pagesOf } from '../book'
import { type ModelWorld, stockShelves } from '../world'
import { startRun } from './shop-run'

const fairWeather = { hasTax: false, hasTwoCards: false, countsPending: false, tellsParts: false }

/**
 * Lets the shop learn from a first payment at each provider in which unit its events tell amounts. The answer sets the shop
 * to know that, or nothing, so that a history depends on none before it.
 */
export async function learnUnits(world: ModelWorld, merchantId: number) {
  await world.begin(fairWeather)
  const book = openBook(world.ids, await stockShelves())
  const run = startRun(world, book, merchantId)
  const lines = book.shelves.slice(0, 1).map((shelf) => ({ shelf, quantity: 1 }))
  for (const id of world.ids) await run.buy(lines, id)
  for (const { order, page } of pagesOf(book)) await run.pay(order, page)
  for (const { id } of book.money) {
    for (const form of ['A', 'B'] as const) await run.deliver(id, { of: 'payment', form })
  }
  await run.comeToRest(true)
  const data = await prisma().confirmedUnit.findMany()
  return async (isKnown: boolean) => {
    await prisma().confirmedUnit.deleteMany()
    if (isKnown) await prisma().confirmedUnit.createMany({ data })
  }
}
