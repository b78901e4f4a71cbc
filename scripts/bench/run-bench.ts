import { cpus } from 'node:os'
import { rows, sql } from '@/lib/db'
import { Failure } from '../processes/failure'
import type { CommandContext } from '../processes/run-command'
import type { BenchChoice } from './choice'
import { type Priced, priceRequests } from './costs'
import { forgedDelivery, signedDelivery } from './deliveries'
import { floodWithForged, timeForged } from './forged'
import { startLoadGenerator } from './load-process'
import { sweepMissed } from './missed'
import { confirmUnit, countSettled, insertCart, insertOpenOrders, type OpenOrder } from './orders'
import { describeCosts, describeForged, describeMissed, describeRounds, describeStorms } from './report'
import { CONNECTIONS, type Measured, measure, settlementsAtMost } from './rounds'
import { type Stage, setStage } from './stage'
import { measureCapacity, raiseStorms } from './storms'
import { makeTargets, statusPath, visit } from './targets'

const ORDERS_TO_ASK_ABOUT = 2_000
const PRICED_REQUESTS = 20

const say = (text: string) => process.stdout.write(`${text}\n`)

/** Long enough ago that nothing the worker does for fresh orders falls into the rounds. */
const placedAt = () => new Date(Date.now() - 60_000)

async function findProductSlug(): Promise<string> {
  const [found] = await rows<{ slug: string }>(sql`
    select slug from products where status = 'published' order by length(description) desc limit 1`)
  if (!found) throw new Error('the catalogue is empty')
  return found.slug
}

/** @throws Failure unless every delivery settled its order by itself, and the receipt numbers are without a gap. */
async function refuseUnsettled(delivered: number): Promise<void> {
  const { paid, byThemselves, receipts, lastReceipt } = await countSettled()
  if (paid !== delivered || byThemselves !== delivered) {
    throw new Failure(`Of ${delivered} deliveries ${byThemselves} settled by themselves, and ${paid} orders are paid.`)
  }
  if (receipts !== delivered || lastReceipt !== delivered) {
    throw new Failure(`${delivered} orders have ${receipts} receipt numbers, the last is ${lastReceipt}.`)
  }
}

async function runRounds(context: CommandContext, stage: Stage, choice: BenchChoice): Promise<Measured> {
  const productSlug = await findProductSlug()
  const wanted = new Set(choice.comparisons.flatMap(({ name, against }) => [name, against]))
  const settlements = wanted.has('settled webhook') ? settlementsAtMost(choice) : 0
  const toSettle = await insertOpenOrders(settlements, placedAt())
  const toAskAbout = await insertOpenOrders(ORDERS_TO_ASK_ABOUT, placedAt())
  await rows(sql`vacuum analyze`)
  const shop = await stage.openShop()
  const load = startLoadGenerator(context)
  const { targets, countDelivered } = makeTargets({ toSettle, toAskAbout, productSlug })
  say(`${choice.rounds} rounds over ${CONNECTIONS} connections on ${cpus().length} cores, which the load shares`)
  const measured = await measure(
    { origin: shop.origin, load, targets: targets.filter(({ name }) => wanted.has(name)) },
    choice,
    {
      // The first payments of a shop are planned for empty tables; within a minute PostgreSQL would see to it by itself.
      onWarm: () => rows(sql`analyze`),
      onRound: (round) => say(`  round ${round}`),
    },
  )
  await shop.close()
  if (settlements > 0) await refuseUnsettled(countDelivered())
  return measured
}

async function runStorms(context: CommandContext, stage: Stage, scale: NonNullable<BenchChoice['storms']>) {
  const shop = await stage.openShop()
  const sea = { origin: shop.origin, load: startLoadGenerator(context), at: placedAt() }
  const capacity = await measureCapacity(sea, scale.capacityFrom)
  await rows(sql`analyze`)
  const storms = await raiseStorms(sea, { capacity, seconds: scale.overloadSeconds })
  await shop.close()
  say(`\n${describeStorms(capacity, storms)}`)
  say(describeMissed(await sweepMissed(context, stage, scale.missedOrders)))
}

async function runForged(context: CommandContext, stage: Stage, scale: NonNullable<BenchChoice['forged']>) {
  const shop = await stage.openShop()
  const at = placedAt()
  const timing = await timeForged(shop.origin, at, scale.perGroup)
  const sea = { origin: shop.origin, load: startLoadGenerator(context), at }
  const capacity = await measureCapacity(sea, scale.capacityFrom)
  const flood = await floodWithForged(sea, { capacity, seconds: scale.floodSeconds })
  await shop.close()
  say(`\n${describeForged(timing, flood)}`)
}

function priceList(orders: OpenOrder[], productSlug: string, cartToken: string): Priced[] {
  const [first] = orders
  const times = <Item>(item: Item): Item[] => Array.from({ length: PRICED_REQUESTS }, () => item)
  const cookie = { cookie: `pocketshop_cart=${cartToken}` }
  const page = { expectedStatus: 200, compresses: true }
  const call = { expectedStatus: 200, compresses: false }
  return [
    { name: 'home', requests: times(visit('/')), ...page },
    { name: 'product', requests: times(visit(`/products/${productSlug}`)), ...page },
    { name: 'cart of two lines', requests: times(visit('/cart', cookie)), ...page },
    { name: 'status', requests: orders.slice(0, PRICED_REQUESTS).map((order) => visit(statusPath(order))), ...call },
    { name: 'settled webhook', requests: orders.slice(0, PRICED_REQUESTS).map(signedDelivery), ...call },
    { name: 'bad signature', requests: first ? times(forgedDelivery(first)) : [], ...call, expectedStatus: 400 },
  ]
}

/** Measures the shop against empty pages and handlers of the same build, in one run. Nothing of it stays behind. */
export async function runBench(context: CommandContext, choice: BenchChoice): Promise<void> {
  const stage = await setStage(context)
  await confirmUnit(placedAt())
  if (choice.comparisons.length > 0) {
    const measured = await runRounds(context, stage, choice)
    say(`\n${describeRounds(measured, choice.comparisons)}`)
  }
  if (choice.forged) await runForged(context, stage, choice.forged)
  if (choice.storms) await runStorms(context, stage, choice.storms)
  if (!choice.prices) return
  const orders = await insertOpenOrders(PRICED_REQUESTS, placedAt())
  const list = priceList(orders, await findProductSlug(), await insertCart(placedAt()))
  say(`\n${describeCosts(await priceRequests(stage, list))}`)
}
