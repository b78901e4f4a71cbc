import 'server-only'
import type { Connection, ProviderDefinition } from '@/lib/payments/provider'
import { orderProductName } from '@/lib/shared/order-product-name'
import { actedOn } from './events'
import { createFungiesGateway } from './gateway'
import { isSafeStoreUrl } from './store-url'

type Settings = Parameters<ProviderDefinition['problem']>[0]

/** Fungies as the shop knows it: two keys, the store's address, and much that only its dashboard can do. */
export const fungies: ProviderDefinition = {
  id: 'fungies',
  name: 'Fungies',
  events: actedOn,
  words: {
    next: 'You pay by card on our Fungies store page and come back here.',
    tax: 'Tax, where due, is added on Fungies’ page.',
    refundsElsewhere:
      'Fungies gives no money back through its API. Refund the order in its dashboard; this page shows it within minutes.',
  },
  apiUrl: (settings) => settings.FUNGIES_API_URL,
  webhookSecrets: (settings) => settings.FUNGIES_WEBHOOK_SECRETS,
  problem: (settings, connection) => missingSetting(settings, connection) ?? unsafeStore(settings),
  dashboardSteps: (settings, connection) => dashboardSteps(settings, connection),
  // A price of nothing is no payment, and nobody is sent to a store page for it.
  canCarry: ({ totalMinor }) => totalMinor > 0,
  createGateway: (settings, { webhookSecrets, meter, facts }) => {
    const { FUNGIES_PUBLIC_KEY: publicKey, FUNGIES_SECRET_KEY: secretKey, FUNGIES_STORE_URL: storeUrl } = settings
    if (!publicKey || !secretKey || !storeUrl) return null
    const names = {
      product: `${settings.SHOP_NAME} orders`,
      order: (orderNumber: string) => orderProductName(settings.SHOP_NAME, orderNumber),
    }
    const mode = settings.PROVIDER_MODES.fungies ?? 'test'
    const { FUNGIES_API_URL: apiUrl } = settings
    return createFungiesGateway({ publicKey, secretKey, apiUrl, storeUrl, mode, names, facts, webhookSecrets, meter })
  },
}

function missingSetting(settings: Settings, { hasWebhookSecret, webhookUrl }: Connection): string | null {
  if (!settings.FUNGIES_PUBLIC_KEY || !settings.FUNGIES_SECRET_KEY) {
    return 'FUNGIES_PUBLIC_KEY and FUNGIES_SECRET_KEY are needed both. Find them in Fungies under Developers → API keys.'
  }
  if (!settings.FUNGIES_STORE_URL) {
    return 'FUNGIES_STORE_URL is not set: the address of your Fungies store, such as https://example.app.fungies.io.'
  }
  if (hasWebhookSecret) return null
  return `FUNGIES_WEBHOOK_SECRET is not set. In Fungies under Developers → Webhooks, make a webhook to ${webhookUrl} with a secret of your choice, and set the same one here.`
}

function unsafeStore({ FUNGIES_STORE_URL }: Settings): string | null {
  if (isSafeStoreUrl(FUNGIES_STORE_URL ?? '')) return null
  return 'FUNGIES_STORE_URL must begin with https: shoppers pay there.'
}

function dashboardSteps({ APP_URL, PROVIDER_MODES }: Settings, { webhookUrl }: Connection): string[] {
  const steps = [
    `Developers → Webhooks → Create: URL ${webhookUrl}, a long random secret (the same as FUNGIES_WEBHOOK_SECRET), and the events ${actedOn.join(', ')}.`,
    `Settings → Store → Checkout → Instant Redirect URL: ${APP_URL}/return/fungies, with the parameter fngs-order-id.`,
    'Publish the store: while it is a draft, nobody can pay.',
    'Leave custom fields of the checkout off, or not required: each one that is defined must be filled in by every buyer.',
  ]
  if (PROVIDER_MODES.fungies === 'live') return steps
  return [...steps, 'Staging: its store pages work only after Fungies’ support has approved them; ask by e-mail.']
}
