import { setTimeout as sleep } from 'node:timers/promises'
import type { ProviderId } from '@/lib/payments/contract/provider-id'
import { sendCheckoutForm } from './checkout-form'
import { namedFor, OTHER_PROVIDERS, type Scenario } from './scenario'
import type { Stage } from './stage'
import type { Weather } from './wire'

/** What becomes of the provider's API and of the way to it. */

const CHECKOUT_WITHIN_MS = 10_000
/** Nothing is asked of the provider to show it. */
const PAGE_WITHIN_MS = 5_000

/** A shopper who presses Pay meanwhile reads an answer in time, whatever it is. */
async function pressPay(stage: Stage, provider: ProviderId): Promise<number> {
  const cartToken = await stage.shoppers.fillCart()
  const startedAt = performance.now()
  const { tookMs } = await sendCheckoutForm(stage.web[1].origin, cartToken, provider)
  const pageMs = Math.round(performance.now() - startedAt) - tookMs
  if (pageMs > PAGE_WITHIN_MS) throw new Error(`The checkout page came after ${pageMs} ms.`)
  if (tookMs > CHECKOUT_WITHIN_MS) throw new Error(`Pay was answered after ${tookMs} ms.`)
  return tookMs
}

type Storm = { weather: Partial<Weather>; forMs: number; provider?: ProviderId; payments?: number }

/** Payments are told while the API cannot be asked as usual. */
async function payInWeather(stage: Stage, { weather, forMs, provider = 'pocketsflow', payments = 16 }: Storm) {
  const { wire } = stage.providers[provider]
  const pages = await stage.shoppers.openPages(payments, provider)
  wire.turn(weather)
  const [, tookMs] = await Promise.all([stage.shoppers.payOver(pages, forMs), pressPay(stage, provider), sleep(forMs)])
  wire.turn({})
  return { note: `Pay was answered within ${tookMs} ms` }
}

const blackHole = (provider: ProviderId): Scenario => ({
  name: namedFor('provider-black-hole', provider),
  what: `the API of ${provider} accepts connections and never answers, for 15 s; webhooks still come`,
  play: (stage) => payInWeather(stage, { weather: { isBlackHole: true }, forMs: 15_000, provider, payments: 12 }),
})

const slow: Scenario = {
  name: 'provider-slow',
  what: 'every message to and from the provider’s API takes 1.5 s (3 s for an answer), for 15 s',
  play: (stage) => payInWeather(stage, { weather: { delayMs: 1_500 }, forMs: 15_000 }),
}

const cutting: Scenario = {
  name: 'provider-cutting',
  what: 'one in three messages to and from the provider’s API cuts the connection instead, for 15 s; webhooks are lost',
  play: async (stage) => {
    stage.deliveries.setFate('lose')
    const lostBefore = stage.deliveries.lost()
    const played = await payInWeather(stage, { weather: { cutShare: 0.33 }, forMs: 15_000 })
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
    await stage.providers.pocketsflow.turn({ api_fault: '429', retry_after: 'seconds' })
    await Promise.all([stage.shoppers.payOver(pages, 8_000), pressPay(stage, 'pocketsflow'), sleep(10_000)])
    await stage.providers.pocketsflow.backToNormal()
    return { missed: stage.deliveries.lost() - lostBefore }
  },
}

export const providerFaults: Scenario[] = [
  blackHole('pocketsflow'),
  ...OTHER_PROVIDERS.map(blackHole),
  slow,
  cutting,
  storm,
]
