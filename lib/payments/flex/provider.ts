import 'server-only'
import type { ProviderDefinition } from '@/lib/payments/provider'
import { createFlexGateway } from './gateway'
import { subscriptionEventNames } from './subscription-events'

/** Flex refuses less; nothing at all is what a trial begins with. */
const lowestTotalMinor = 50

/** Flex as the shop knows it: it needs nothing but its key, since every session is fetched when its buyer comes back. */
export const flex: ProviderDefinition = {
  id: 'flex',
  name: 'Flex',
  events: [
    'checkout.session.completed',
    'refund.created',
    'refund.updated',
    'charge.failed',
    'charge.dispute.created',
    'charge.dispute.closed',
    ...subscriptionEventNames,
  ],
  words: {
    next: 'You pay on Flex’s page, with an HSA or FSA card or with any other, and come back here.',
    tax: 'Flex adds no tax on its page.',
    refundsElsewhere: null,
  },
  apiUrl: (settings) => settings.FLEX_API_URL,
  webhookSecrets: (settings) => settings.FLEX_WEBHOOK_SECRETS,
  problem: (settings) => {
    if (settings.FLEX_API_KEY) return null
    return 'FLEX_API_KEY is not set. Make a key in the Flex dashboard (https://dashboard.withflex.com).'
  },
  dashboardSteps: (_settings, { hasWebhookSecret, webhookUrl }) => [
    'Agree with Flex which of your products may be paid with health money; others are paid with ordinary cards.',
    ...(hasWebhookSecret
      ? []
      : [`Recommended: register a webhook to ${webhookUrl} with the button here, or set FLEX_WEBHOOK_SECRET.`]),
  ],
  canCarry: ({ currency, totalMinor }) => currency === 'USD' && (totalMinor === 0 || totalMinor >= lowestTotalMinor),
  createGateway: (settings, { webhookSecrets, meter, payments }) => {
    const { FLEX_API_KEY: apiKey, FLEX_API_URL: apiUrl } = settings
    return apiKey ? createFlexGateway({ apiKey, apiUrl, webhookSecrets, meter, payments }) : null
  },
}
