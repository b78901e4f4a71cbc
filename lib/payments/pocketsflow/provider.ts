import 'server-only'
import type { ProviderDefinition } from '@/lib/payments/provider'
import { createPocketsflowGateway } from './gateway'
import { subscriptionEventNames } from './subscription-events'

/** Pocketsflow as the shop knows it: a key decides everything, and webhooks can be registered from here. */
export const pocketsflow: ProviderDefinition = {
  id: 'pocketsflow',
  name: 'Pocketsflow',
  events: ['order.completed', 'order.refunded', 'payment_intent.payment_failed', ...subscriptionEventNames],
  words: {
    next: 'You pay by card on Pocketsflow’s page and come back here.',
    tax: 'Tax, where due, is added on Pocketsflow’s page.',
    refundsElsewhere: null,
  },
  apiUrl: (settings) => settings.POCKETSFLOW_API_URL,
  webhookSecrets: (settings) => settings.POCKETSFLOW_WEBHOOK_SECRETS,
  problem: (settings, { hasWebhookSecret, webhookUrl }) => {
    if (!settings.POCKETSFLOW_API_KEY) {
      return 'POCKETSFLOW_API_KEY is not set. Make a key in Pocketsflow under Developers → API keys.'
    }
    if (hasWebhookSecret) return null
    return `POCKETSFLOW_WEBHOOK_SECRET is not set. Register a webhook to ${webhookUrl} on the Providers page, or in Pocketsflow, where its secret is shown once, when it is made.`
  },
  dashboardSteps: () => [],
  canCarry: () => true,
  createGateway: (settings, { webhookSecrets, meter }) => {
    const { POCKETSFLOW_API_KEY: apiKey, POCKETSFLOW_API_URL: apiUrl } = settings
    return apiKey ? createPocketsflowGateway({ apiKey, apiUrl, webhookSecrets, meter }) : null
  },
}
