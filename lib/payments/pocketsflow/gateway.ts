import 'server-only'
import type { PaymentGateway } from '@/lib/payments/gateway'
import { verifyHexHmac } from '@/lib/payments/signature'
import { ok } from '@/lib/shared/result'
import { pocketsflowApi } from './calls'
import { createCatalogueEntry, listCatalogue, readCatalogueEntry, updateCatalogueEntry } from './catalogue'
import { createCheckout } from './checkout'
import type { PocketsflowConfig } from './client'
import { checkDiscount, listDiscountedPrices } from './discounts'
import { understandEvent } from './events'
import { findPaymentsOf, isPaid, listNewestPayments, listPayments, lookUpPayment } from './lookups'
import { deleteProduct, unpublishProduct } from './products'
import { createRefund, listNewestRefunds } from './refunds'
import { cancelSubscription, listCharges, listSubscriptions, lookUpSubscription } from './subscriptions'
import { createWebhook, listWebhooks, removeWebhook, updateWebhook } from './webhooks'

/** Pocketsflow has every part there is but those of later issues. */
export type PocketsflowGateway = PaymentGateway &
  Required<Pick<PaymentGateway, 'orderProducts' | 'catalogue' | 'discounts' | 'webhooks' | 'refunds' | 'subscriptions'>>

const signatureHeader = 'x-pocketsflow-signature'

/**
 * Pocketsflow behind the shop's contract; the key's prefix decides the mode. Each operation has one deadline
 * (`timeoutMs`, 8 s) for all of its calls. @throws when the key has neither prefix.
 */
export function createPocketsflowGateway(config: PocketsflowConfig): PocketsflowGateway {
  const api = pocketsflowApi(config)
  const { webhookSecrets } = config
  const secrets = typeof webhookSecrets === 'function' ? webhookSecrets : () => webhookSecrets
  return {
    id: 'pocketsflow',
    mode: api.mode,
    carries: 'one_product',
    listsReferences: true,
    createCheckout: (request, notes) => createCheckout(api, request, notes),
    verify: ({ rawBody, headers }) => verifyHexHmac(rawBody, headers.get(signatureHeader), secrets()),
    understand: (delivery) => understandEvent(delivery, api.apiUrl),
    lookUpPayment: (providerOrderId) => lookUpPayment(api, providerOrderId),
    listPayments: (query) => listPayments(api, query),
    listNewestPayments: () => listNewestPayments(api),
    findPaymentsOf: (order) => findPaymentsOf(api, order),
    orderProducts: {
      list: async () => {
        const page = await listCatalogue(api)
        return page.ok ? ok(page.value.entries) : page
      },
      isPaid: (providerProductId) => isPaid(api, providerProductId),
      unpublish: (providerProductId) => unpublishProduct(api.open(), providerProductId),
      remove: (providerProductId) => deleteProduct(api.open(), providerProductId),
    },
    catalogue: {
      listPage: () => listCatalogue(api),
      readEntry: (providerProductId) => readCatalogueEntry(api, providerProductId),
      create: (entry) => createCatalogueEntry(api, entry),
      update: (providerProductId, wanted) => updateCatalogueEntry(api, providerProductId, wanted),
    },
    discounts: {
      check: (code, product) => checkDiscount(api.open(), code, product),
      listPrices: (product) => listDiscountedPrices(api.open(), product),
    },
    webhooks: {
      listsAll: true,
      list: () => listWebhooks(api),
      create: (webhook) => createWebhook(api.open(), webhook),
      update: (id, changes) => updateWebhook(api.open(), id, changes),
      remove: (id) => removeWebhook(api.open(), id),
    },
    refunds: {
      create: (request) => createRefund(api.open(), request),
      listNewest: () => listNewestRefunds(api),
    },
    subscriptions: {
      needsOffer: true,
      lookUp: (id) => lookUpSubscription(api, id),
      list: (page) => listSubscriptions(api, page),
      listCharges: (subscription) => listCharges(api, subscription),
      cancel: (id) => cancelSubscription(api, id),
    },
  }
}
