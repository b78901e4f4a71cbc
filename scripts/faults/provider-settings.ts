import { DEMO_FLEX_KEY, registerFlexWebhook } from '../demo/flex-account'
import { DEMO_FUNGIES_KEYS, setUpDashboard } from '../demo/fungies-account'
import { DEMO_API_KEY, openAccount } from '../demo/provider-account'
import type { Deliveries } from './deliveries'
import type { Providers } from './provider'

/** Accepted beside the first, for the day it is exchanged. */
const NEXT_SECRET = 'whsec_of_the_faults_after_rotation'

/**
 * Sets every provider up as its merchant would, its webhook led through the deliveries.
 * @returns the shop's variables, and how Pocketsflow's secret is exchanged for the next one.
 */
export async function connectProviders(providers: Providers, deliveries: Deliveries, dataDir: string) {
  const { pocketsflow, fungies, flex } = providers
  const account = openAccount(pocketsflow.directUrl)
  const { _id: webhookId, secret } = await account.webhooks.create({
    url: deliveries.urlOf('pocketsflow'),
    events: ['order.completed', 'order.refunded', 'payment_intent.payment_failed'],
    description: 'Pocketshop under faults',
  })
  const fungiesSecret = await setUpDashboard({ sandboxUrl: fungies.directUrl, shopUrl: deliveries.origin, dataDir })
  const settings = {
    POCKETSFLOW_API_KEY: DEMO_API_KEY,
    POCKETSFLOW_API_URL: pocketsflow.url,
    POCKETSFLOW_CART_MODE: 'order',
    POCKETSFLOW_WEBHOOK_SECRET: `${secret},${NEXT_SECRET}`,
    FUNGIES_PUBLIC_KEY: DEMO_FUNGIES_KEYS.publicKey,
    FUNGIES_SECRET_KEY: DEMO_FUNGIES_KEYS.secretKey,
    FUNGIES_API_URL: fungies.url,
    FUNGIES_STORE_URL: fungies.url,
    FUNGIES_WEBHOOK_SECRET: fungiesSecret,
    FLEX_API_KEY: DEMO_FLEX_KEY,
    FLEX_API_URL: flex.url,
    FLEX_WEBHOOK_SECRET: await registerFlexWebhook(flex.directUrl, dataDir, deliveries.urlOf('flex')),
  }
  const rotateSecret = () => pocketsflow.control('POST', `/webhooks/${webhookId}`, { secret: NEXT_SECRET })
  return { account, settings, rotateSecret }
}
