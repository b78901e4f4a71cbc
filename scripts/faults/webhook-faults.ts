import { setTimeout as sleep } from 'node:timers/promises'
import type { Fate } from './deliveries'
import type { Scenario } from './scenario'
import type { Stage } from './stage'

/** What becomes of webhooks, and of the shop's clock. */

async function payUnder(stage: Stage, fate: Fate, payments: number, overMs: number): Promise<number> {
  const pages = await stage.shoppers.openPages(payments)
  const lostBefore = stage.deliveries.lost()
  stage.deliveries.setFate(fate)
  await stage.shoppers.payOver(pages, overMs)
  return stage.deliveries.lost() - lostBefore
}

const lost: Scenario = {
  name: 'webhooks-lost',
  what: 'all webhooks lost for two minutes',
  play: async (stage) => ({ missed: await payUnder(stage, 'lose', 60, 120_000) }),
}

const doubled: Scenario = {
  name: 'webhooks-doubled',
  what: 'every webhook delivered twice at the same instant, to two web processes',
  isShort: true,
  play: async (stage) => {
    await payUnder(stage, 'double', 8, 800)
    return {}
  },
}

const atOnce: Scenario = {
  name: 'webhooks-at-once',
  what: '40 payments told at the same instant, each of them twice',
  play: async (stage) => {
    const pages = await stage.shoppers.openPages(40)
    stage.deliveries.setFate('double')
    await stage.shoppers.payAtOnce(pages)
    return {}
  },
}

const answersLost: Scenario = {
  name: 'webhook-answers-lost',
  what: 'the answer to every webhook lost after its commit, and the sender repeats',
  play: async (stage) => {
    await payUnder(stage, 'lose_answer_and_repeat', 16, 2_000)
    return {}
  },
}

/** Pays at a clock that is wrong, and again when it is right. */
const clockJump = (name: string, shiftMs: number, words: string): Scenario => ({
  name,
  what: `the clock of all the shop’s processes jumps ${words} while orders are paid, and back after 8 s`,
  play: async (stage) => {
    const pages = await stage.shoppers.openPages(16)
    stage.deliveries.setFate('lose')
    const lostBefore = stage.deliveries.lost()
    await stage.shoppers.payOver(pages.slice(0, 4), 400)
    stage.setClock(shiftMs)
    await stage.shoppers.payOver(pages.slice(4, 8), 400)
    stage.deliveries.setFate('deliver')
    await stage.shoppers.payOver(pages.slice(8, 12), 4_000)
    await sleep(4_000)
    stage.setClock(0)
    await stage.shoppers.payOver(pages.slice(12), 1_000)
    return { missed: stage.deliveries.lost() - lostBefore }
  },
})

export const webhookFaults: Scenario[] = [
  doubled,
  lost,
  atOnce,
  answersLost,
  clockJump('clock-forward', 45 * 60_000, '45 minutes ahead'),
  clockJump('clock-back', -45 * 60_000, '45 minutes back'),
]
