import { setTimeout as sleep } from 'node:timers/promises'
import type { Scenario } from './scenario'
import type { ShopProcess } from './shop-process'
import type { Stage } from './stage'

/** What becomes of the shop's processes while orders are being paid. */

const ROUNDS = Number(process.env.FAULT_ROUNDS?.trim() || 20)
const PAYMENTS_PER_ROUND = 2

const randomOf = <Item>(items: readonly Item[]): Item => items[Math.floor(Math.random() * items.length)] as Item

const unanswered = ({ deliveries }: Stage, from: number) =>
  deliveries.seen.slice(from).filter(({ status }) => status === null || status >= 300).length

/** Pays while processes go and come back; each round ends one of them at a moment that nobody chose. */
async function endAtRandom(stage: Stage, rounds: number, end: (one: ShopProcess) => Promise<void>): Promise<number> {
  const from = stage.deliveries.seen.length
  for (let round = 0; round < rounds; round += 1) {
    const pages = await stage.shoppers.openPages(PAYMENTS_PER_ROUND)
    const victim = randomOf(stage.processes)
    const paying = stage.shoppers.payOver(pages, 150)
    await sleep(Math.random() * 200)
    await end(victim)
    await paying
    await victim.start()
  }
  return unanswered(stage, from)
}

const killAtRandom: Scenario = {
  name: 'kill-at-random',
  what: `kill -9 of one process at a random moment while orders are paid, ${ROUNDS} rounds (FAULT_ROUNDS)`,
  play: async (stage) => {
    const missed = await endAtRandom(stage, ROUNDS, (one) => one.kill())
    // A mail that a killed worker was at waits for its lease of five minutes.
    stage.setClock(301_000)
    await sleep(3_000)
    stage.setClock(0)
    return { missed, mailsTwice: Math.ceil(ROUNDS / 200), note: `${ROUNDS} kills` }
  },
}

const restartUnderLoad: Scenario = {
  name: 'restart-under-load',
  what: 'SIGTERM and start of each process in turn while orders are paid',
  play: async (stage) => {
    const from = stage.deliveries.seen.length
    const pages = await stage.shoppers.openPages(30)
    const paying = stage.shoppers.payOver(pages, 9_000)
    for (const one of stage.processes) {
      await one.stop()
      await one.start()
    }
    await paying
    return { missed: unanswered(stage, from) }
  },
}

const shopFrozen: Scenario = {
  name: 'shop-frozen',
  what: 'SIGSTOP of a web process for 10 s while orders are paid',
  play: async (stage) => {
    const from = stage.deliveries.seen.length
    const [first] = stage.web
    const pages = await stage.shoppers.openPages(20)
    first.freeze()
    await Promise.all([stage.shoppers.payOver(pages, 8_000), sleep(10_000)])
    first.thaw()
    // The last that it was told before are answered by now, or cut off by their sender.
    await sleep(5_500)
    stage.deliveries.excuse(first.origin, from)
    return { missed: unanswered(stage, from) }
  },
}

async function untilMails({ database }: Stage, condition: string): Promise<void> {
  const deadline = Date.now() + 120_000
  while (Date.now() < deadline) {
    const [found] = await database.query(`select 1 where ${condition}`)
    if (found) return
    await sleep(100)
  }
  throw new Error(`Mails did not come to be so that ${condition}.`)
}

const mailServerAway: Scenario = {
  name: 'mail-server-away',
  what: 'the mail server refuses everybody while orders are paid; payments do not wait for it',
  play: async (stage) => {
    const pages = await stage.shoppers.openPages(5)
    stage.mailbox.setAway(true)
    await stage.shoppers.payOver(pages, 2_000)
    await untilMails(stage, `exists (select from mails where state = 'queued' and last_error is not null)`)
    stage.mailbox.setAway(false)
    await untilMails(stage, `not exists (select from mails where state = 'queued')`)
    return {}
  },
}

export const processFaults: Scenario[] = [killAtRandom, restartUnderLoad, shopFrozen, mailServerAway]
