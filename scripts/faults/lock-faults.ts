import { setTimeout as sleep } from 'node:timers/promises'
import type { Scenario } from './scenario'
import type { Stage } from './stage'

/** What becomes of the others while one process holds what all of them need. */

/** PostgreSQL ends a session that stays in its transaction for 15 s; then the others need a moment. */
const FREED_WITHIN_MS = 25_000

const ordersLocked: Scenario = {
  name: 'orders-locked',
  what: 'an ACCESS EXCLUSIVE lock on orders for 10 s, as a migration takes it; the inbox goes on',
  play: async (stage) => {
    const from = stage.deliveries.seen.length
    const pages = await stage.shoppers.openPages(16)
    const lockFor = async () => {
      const lock = await stage.database.hold('lock table orders in access exclusive mode')
      await sleep(10_000)
      await lock.release()
    }
    await Promise.all([stage.shoppers.payOver(pages, 8_000), lockFor()])
    const answers = stage.deliveries.seen.slice(from)
    const missed = answers.filter(({ status }) => status !== 200).length
    return { missed, note: `${answers.length - missed} of ${answers.length} deliveries were taken` }
  },
}

async function countIdleInTransaction({ database }: Stage): Promise<number> {
  const [found] = await database.query<{ count: number }>(
    `select count(*)::int from pg_stat_activity where datname = 'pocketshop' and state = 'idle in transaction'`,
  )
  return found?.count ?? 0
}

/** Freezes a web process in the middle of a settlement: its session keeps the order, and nobody else can settle it. */
async function freezeInSettlement(stage: Stage) {
  const [first] = stage.web
  const page = await stage.shoppers.openPage()
  stage.deliveries.aimAt([first.origin])
  const lock = await stage.database.hold('select 1 from orders where number = $1 for update', [page.number])
  await Promise.all([stage.shoppers.pay(page), stage.database.untilWaiting('from orders .* for update')])
  first.freeze()
  await lock.release()
  await sleep(500)
  return page
}

const idleInTransaction: Scenario = {
  name: 'idle-in-transaction',
  what: 'a web process stands still in the middle of a settlement, its transaction open; PostgreSQL ends its session',
  play: async (stage) => {
    const from = stage.deliveries.seen.length
    const [first, second] = stage.web
    const pages = await stage.shoppers.openPages(8)
    const held = await freezeInSettlement(stage)
    try {
      if ((await countIdleInTransaction(stage)) === 0) throw new Error('No session stands in its transaction.')
      const frozenAt = performance.now()
      stage.deliveries.aimAt([second.origin])
      await stage.shoppers.payOver(pages, 2_000)
      for (const { number } of [held, ...pages]) await stage.untilPaid(number)
      const tookMs = Math.round(performance.now() - frozenAt)
      if (tookMs > FREED_WITHIN_MS) throw new Error(`The others went on only after ${tookMs} ms.`)
      return { note: `the others went on within ${(tookMs / 1_000).toFixed(1)} s while it stood still` }
    } finally {
      first.thaw()
      stage.deliveries.excuse(first.origin, from)
    }
  },
}

export const lockFaults: Scenario[] = [ordersLocked, idleInTransaction]
