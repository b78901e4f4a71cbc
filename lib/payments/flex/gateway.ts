import 'server-only'
import type { PaymentGateway } from '@/lib/payments/gateway'
import { verifyStandardWebhook } from '@/lib/payments/signature'
import { createCheckout } from './checkout'
import { type FlexConfig, flexApi } from './client'
import { understandEvent } from './events'
import { knownIntents } from './known-intents'
import { lookUpPayment } from './look-up'
import { findPaymentsOf, listNewestPayments, listPayments, readPage } from './lookups'
import { createRefund, listNewestRefunds } from './refunds'
import { cancelSubscription, listCharges, listSubscriptions, lookUpSubscription } from './subscriptions'
import { createWebhook, listWebhooks, removeWebhook, updateWebhook } from './webhooks'

/** Flex sells lines of its own and keeps no catalogue for us; discounts are ours. */
export type FlexGateway = PaymentGateway &
  Required<Pick<PaymentGateway, 'checkouts' | 'webhooks' | 'refunds' | 'subscriptions'>>

/** In the order of the vendor's own plugin (docs/providers.md). */
const headerFamilies = [
  { id: 'webhook-id', timestamp: 'webhook-timestamp', signature: 'webhook-signature' },
  { id: 'svix-id', timestamp: 'svix-timestamp', signature: 'svix-signature' },
  { id: 'flex-event-id', timestamp: 'flex-timestamp', signature: 'flex-signature' },
] as const
const secretPrefixes = ['fwhsec_', 'whsec_'] as const
const nothingKnown = { find: async () => null }

/**
 * Flex behind the shop's contract; the key's prefix decides the mode, a payment is known by its session. Each operation
 * has one deadline (`timeoutMs`, 8 s) for all of its calls. @throws when the key is none of Flex's.
 */
export function createFlexGateway(config: FlexConfig): FlexGateway {
  const api = flexApi(config)
  const { webhookSecrets, payments = nothingKnown } = config
  const { nowMs } = api
  const books = { api, payments, intents: knownIntents(nowMs) }
  const secrets = typeof webhookSecrets === 'function' ? webhookSecrets : () => webhookSecrets
  return {
    id: 'flex',
    mode: api.mode,
    carries: 'line_items',
    listsReferences: true,
    createCheckout: (request, notes) => createCheckout(books, request, notes),
    verify: (delivery) =>
      verifyStandardWebhook(delivery, { families: headerFamilies, secretPrefixes, secrets: secrets(), nowMs: nowMs() }),
    understand: understandEvent,
    lookUpPayment: (id) => lookUpPayment(books, id),
    listPayments: (query) => listPayments(books, query),
    listNewestPayments: () => listNewestPayments(books),
    findPaymentsOf: (order) => findPaymentsOf(books, order),
    checkouts: { read: (sessionId) => readPage(books, sessionId) },
    webhooks: {
      listsAll: false,
      list: (knownIds) => listWebhooks(api, knownIds),
      create: (webhook) => createWebhook(api, webhook),
      update: (id, changes) => updateWebhook(api, id, changes),
      remove: (id) => removeWebhook(api, id),
    },
    subscriptions: {
      needsOffer: false,
      lookUp: (id) => lookUpSubscription(books, id),
      list: (page) => listSubscriptions(books, page),
      listCharges: (subscription) => listCharges(books, subscription),
      cancel: (id) => cancelSubscription(books, id),
    },
    refunds: {
      create: (request) => createRefund(books, request),
      listNewest: () => listNewestRefunds(books),
    },
  }
}
