import { setTimeout as sleep } from 'node:timers/promises'
import type { ProviderId } from '@/lib/payments/contract/provider-id'
import type { Fate } from './deliveries'
import { lostWebhooks } from './lost-webhooks'
import { namedFor, OTHER_PROVIDERS, type Scenario } from './scenario'
import type { Stage } from './stage'

/** What becomes of webhooks, and of the shop's clock. */

type Paying = { provider?: ProviderId; payments: number; overMs: number }

async function payUnder(stage: Stage, fate: Fate, { provider, payments, overMs }: Paying): Promise<number> {
  const pages = await stage.shoppers.openPages(payments, provider)
  const lostBefore = stage.deliveries.lost()
  stage.deliveries.setFate(fate)
  await stage.shoppers.payOver(pages, overMs)
  return stage.deliveries.lost() - lostBefore
}

const doubled = (provider: ProviderId): Scenario => ({
  name: namedFor('webhooks-doubled', provider),
  what: `every webhook of ${provider} delivered twice at the same instant, to two web processes`,
  isShort: provider === 'pocketsflow',
  play: async (stage) => {
    await payUnder(stage, 'double', { provider, payments: 8, overMs: 800 })
    return {}
  },
})

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
    await payUnder(stage, 'lose_answer_and_repeat', { payments: 16, overMs: 2_000 })
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
  doubled('pocketsflow'),
  ...OTHER_PROVIDERS.map(doubled),
  ...lostWebhooks,
  atOnce,
  answersLost,
  clockJump('clock-forward', 45 * 60_000, '45 minutes ahead'),
  clockJump('clock-back', -45 * 60_000, '45 minutes back'),
]
