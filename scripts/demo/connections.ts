import { DEMO_FLEX_KEY, registerFlexWebhook } from './flex-account'
import { DEMO_FUNGIES_KEYS, setUpDashboard } from './fungies-account'
import { DEMO_API_KEY, openAccount, registerWebhook } from './provider-account'

/** Where the demo's parts are: each provider of the sandbox has an origin of its own. */
export type DemoPlace = { shopUrl: string; sandboxPort: number; dataDir: string }

/** Sets a provider up as its merchant would, by its own API and dashboard. @returns the shop's variables. */
export type Connect = (place: DemoPlace) => Promise<Record<string, string>>

export const originAt = (port: number) => `http://localhost:${port}`

const connectPocketsflow: Connect = async ({ shopUrl, sandboxPort, dataDir }) => {
  const url = originAt(sandboxPort)
  const webhookUrl = `${shopUrl}/api/webhooks/pocketsflow`
  return {
    POCKETSFLOW_API_KEY: DEMO_API_KEY,
    POCKETSFLOW_API_URL: url,
    POCKETSFLOW_WEBHOOK_SECRET: await registerWebhook(openAccount(url), dataDir, webhookUrl),
  }
}

const connectFungies: Connect = async ({ shopUrl, sandboxPort, dataDir }) => {
  const url = originAt(sandboxPort + 1)
  return {
    FUNGIES_PUBLIC_KEY: DEMO_FUNGIES_KEYS.publicKey,
    FUNGIES_SECRET_KEY: DEMO_FUNGIES_KEYS.secretKey,
    FUNGIES_API_URL: url,
    FUNGIES_STORE_URL: url,
    FUNGIES_WEBHOOK_SECRET: await setUpDashboard({ sandboxUrl: url, shopUrl, dataDir }),
  }
}

/** Flex is played two ports above Pocketsflow. */
const flexPortOffset = 2

const connectFlex: Connect = async ({ shopUrl, sandboxPort, dataDir }) => {
  const url = originAt(sandboxPort + flexPortOffset)
  return {
    FLEX_API_KEY: DEMO_FLEX_KEY,
    FLEX_API_URL: url,
    FLEX_WEBHOOK_SECRET: await registerFlexWebhook(url, dataDir, `${shopUrl}/api/webhooks/flex`),
  }
}

/** Every provider of the demo, each at the sandbox. */
export const connections: readonly Connect[] = [connectPocketsflow, connectFungies, connectFlex]
