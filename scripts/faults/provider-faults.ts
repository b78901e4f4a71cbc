import { setTimeout as sleep } from 'node:timers/promises'
import { sendCheckoutForm } from './checkout-form'
import type { Scenario } from './scenario'
import type { Stage } from './stage'
import type { Weather } from './wire'

/** What becomes of the provider's API and of the way to it. */

const CHECKOUT_WITHIN_MS = 10_000
/** Nothing is asked of the provider to show it. */
const PAGE_WITHIN_MS = 5_000

/** A shopper who presses Pay meanwhile reads an answer in time, whatever it is. */
async function pressPay(stage: Stage): Promise<number> {
  const cartToken = await stage.shoppers.fillCart()
  const startedAt = performance.now()
  const { tookMs } = await sendCheckoutForm(stage.web[1].origin, cartToken)
  const pageMs = Math.round(performance.now() - startedAt) - tookMs
  if (pageMs > PAGE_WITHIN_MS) throw new Error(`The checkout page came after ${pageMs} ms.`)
  if (tookMs > CHECKOUT_WITHIN_MS) throw new Error(`Pay was answered after ${tookMs} ms.`)
  return tookMs
}

/** Payments are told while the API cannot be asked as usual. */
async function payInWeather(stage: Stage, weather: Partial<Weather>, forMs: number) {
  const pages = await stage.shoppers.openPages(16)
  stage.wires.provider.turn(weather)
  const [, tookMs] = await Promise.all([stage.shoppers.payOver(pages, forMs), pressPay(stage), sleep(forMs)])
  stage.wires.provider.turn({})
  return { note: `Pay was answered within ${tookMs} ms` }
}

const blackHole: Scenario = {
  name: 'provider-black-hole',
  what: 'the provider’s API accepts connections and never answers, for 15 s; webhooks still come',
  play: (stage) => payInWeather(stage, { isBlackHole: true }, 15_000),
}

const slow: Scenario = {
  name: 'provider-slow',
  what: 'every message to and from the provider’s API takes 1.5 s (3 s for an answer), for 15 s',
  play: (stage) => payInWeather(stage, { delayMs: 1_500 }, 15_000),
}

const cutting: Scenario = {
  name: 'provider-cutting',
  what: 'one in three messages to and from the provider’s API cuts the connection instead, for 15 s; webhooks are lost',
  play: async (stage) => {
    stage.deliveries.setFate('lose')
    const lostBefore = stage.deliveries.lost()
    const played = await payInWeather(stage, { cutShare: 0.33 }, 15_000)
    return { ...played, missed: stage.deliveries.lost() - lostBefore }
  },
}

const storm: Scenario = {
  name: 'provider-429',
  what: 'the provider’s API answers everything with 429 for 10 s while webhooks are lost',
  play: async (stage) => {
    const pages = await stage.shoppers.openPages(10)
    stage.deliveries.setFate('lose')
    const lostBefore = stage.deliveries.lost()
    await stage.provider.turn({ api_fault: '429', retry_after: 'seconds' })
    await Promise.all([stage.shoppers.payOver(pages, 8_000), pressPay(stage), sleep(10_000)])
    await stage.provider.backToNormal()
    return { missed: stage.deliveries.lost() - lostBefore }
  },
}

export const providerFaults: Scenario[] = [blackHole, slow, cutting, storm]
