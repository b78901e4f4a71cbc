import { setTimeout as sleep } from 'node:timers/promises'
import { systemClock } from '@/lib/clock'
import { listRescue } from '@/lib/rescue/list-rescue'
import { recoveryDeadlineMs } from './recovery'
import type { Scenario } from './scenario'
import type { OpenPage } from './shoppers'
import type { Stage } from './stage'

const LOST_MS = 600_000
const CHECKOUTS_PER_SECOND = 1.2
/** What Pocketsflow allows a key in a minute; it refuses the rest meanwhile. */
const CALLS_PER_MINUTE = 100

/**
 * A minute's sweeps get what the checkouts of the minute before have left. From none to 72 a minute it takes three whole
 * minutes until checkouts have all that they need, since those who are told to press again count for less.
 */
const SETTLED_AFTER_MS = 240_000

type Sales = {
  bought: number /** How often somebody was told to press Pay again, because the provider was busy. */
  refused: number
}

/**
 * Opens and pays one page after the other, evenly; all in real time. Who had to press again is not made up for: a burst
 * would ask for more calls than the provider allows.
 */
async function sellForTenMinutes({ shoppers }: Stage): Promise<Sales> {
  const startedAt = performance.now()
  const tookMs = () => performance.now() - startedAt
  const sales = { bought: 0, refused: 0 }
  const noteBusy = () => {
    sales.refused += 1
    if (tookMs() > SETTLED_AFTER_MS) throw new Error(`Sweeps took a checkout's call after ${Math.round(tookMs())} ms.`)
  }
  while (tookMs() < LOST_MS) {
    const nextAt = tookMs() + 1_000 / CHECKOUTS_PER_SECOND
    await shoppers.pay(await shoppers.openPatiently(noteBusy))
    sales.bought += 1
    await sleep(Math.max(0, nextAt - tookMs()))
  }
  return sales
}

/** The most calls that the shop counted in one minute since then, checkouts and sweeps of all its processes. */
async function readBusiestMinute({ database }: Stage, since: Date): Promise<number> {
  const [busiest] = await database.query<{ calls: number }>(
    `select coalesce(max(checkouts + sweeps), 0)::int as calls from call_budgets
    where provider = 'pocketsflow' and minute >= date_trunc('minute', $1::timestamptz)`,
    [since],
  )
  return busiest?.calls ?? 0
}

/** No clock is moved here: the shop sees ten minutes of sales of which nobody tells it. */
const lostForTenMinutes: Scenario = {
  name: 'webhooks-lost',
  what: `all webhooks lost for ten minutes of ${CHECKOUTS_PER_SECOND} checkouts a second, with ${CALLS_PER_MINUTE} calls a minute allowed`,
  play: async (stage) => {
    const since = new Date()
    const lostBefore = stage.deliveries.lost()
    await stage.providers.pocketsflow.turn({ rate_limit_per_minute: CALLS_PER_MINUTE })
    stage.deliveries.setFate('lose')
    const { bought, refused } = await sellForTenMinutes(stage)
    const busiest = await readBusiestMinute(stage, since)
    const note = `${bought} checkouts, ${refused} pressed again, ${busiest} calls in the busiest minute`
    return { missed: stage.deliveries.lost() - lostBefore, note }
  },
}

/** A provider may repeat what nobody took: long enough for all that is repeated soon to be lost as well. */
const REPEATS_LOST_MS = 13_000

/** @returns how many events were lost, whatever was repeated of them. */
async function payUntold({ deliveries, shoppers }: Stage, pages: readonly OpenPage[]): Promise<number> {
  const lostBefore = deliveries.lost()
  deliveries.setFate('lose')
  await shoppers.payOver(pages, 17_000)
  await sleep(REPEATS_LOST_MS)
  return deliveries.lost() - lostBefore
}

const lostByFlex: Scenario = {
  name: 'webhooks-lost-flex',
  what: 'all webhooks of flex lost for half a minute, and what it repeats in that time',
  play: async (stage) => ({ missed: await payUntold(stage, await stage.shoppers.openPages(10, 'flex')) }),
}

/** How many of a thing each of these orders has: no two of them cost the same. */
const QUANTITIES = [2, 3, 4, 5, 6, 7, 8, 9]

/** Fungies' list ties no payment to an order: only what one order alone can explain is linked (docs/adr/0019). */
async function expectLinked(stage: Stage, pages: readonly OpenPage[]): Promise<number> {
  const startedAt = performance.now()
  for (const { number } of pages) await stage.untilPaid(number)
  const tookMs = performance.now() - startedAt
  if (tookMs > recoveryDeadlineMs(pages.length)) throw new Error(`They were linked only after ${tookMs} ms.`)
  return Math.round(tookMs / 1_000)
}

async function expectFlagged(paymentIds: readonly string[]): Promise<void> {
  const items = await listRescue(systemClock)
  const flagged = items.filter(
    ({ kind, subject }) => kind === 'unmatched' && paymentIds.some((id) => subject.includes(id)),
  )
  if (flagged.length !== paymentIds.length)
    throw new Error(`${flagged.length} of ${paymentIds.length} stand in Rescue.`)
}

const lostByFungies: Scenario = {
  name: 'webhooks-lost-fungies',
  what: 'all webhooks of fungies lost for half a minute: orders of different amounts are found, two of one amount wait in Rescue',
  play: async (stage) => {
    const { shoppers } = stage
    const pages: OpenPage[] = []
    for (const quantity of QUANTITIES) pages.push(await shoppers.openPage('fungies', quantity))
    const alike = [await shoppers.openPage('fungies', 10), await shoppers.openPage('fungies', 10)]
    stage.deliveries.setFate('lose')
    const paymentIds = await Promise.all(alike.map(shoppers.pay))
    const lost = await payUntold(stage, pages)
    const seconds = await expectLinked(stage, pages)
    await expectFlagged(paymentIds)
    const missed = lost + alike.length
    return { missed, note: `${pages.length} linked within ${seconds} s, ${alike.length} of one amount in Rescue` }
  },
}

export const lostWebhooks: Scenario[] = [lostForTenMinutes, lostByFungies, lostByFlex]
