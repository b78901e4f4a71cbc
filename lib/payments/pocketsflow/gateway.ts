import 'server-only'
import type { PaymentGateway } from '@/lib/payments/gateway'
import { verifyHexHmac } from '@/lib/payments/signature'
import { pocketsflowApi } from './calls'
import { createCheckout } from './checkout'
import type { PocketsflowConfig } from './client'
import { checkDiscount, listDiscountedPrices } from './discounts'
import { understandEvent } from './events'
import { listNewestPayments, listPayments, listPaymentsForProduct, lookUpPayment } from './lookups'
import { deleteProduct, listProducts, readProduct, unpublishProduct } from './products'
import { createRefund, listNewestRefunds } from './refunds'
import { createWebhook, listWebhooks, removeWebhook, updateWebhook } from './webhooks'

const signatureHeader = 'x-pocketsflow-signature'

/**
 * Pocketsflow behind the shop's contract; the key's prefix decides the mode. Each operation has one deadline
 * (`timeoutMs`, 8 s) for all of its calls. @throws when the key has neither prefix.
 */
export function createPocketsflowGateway(config: PocketsflowConfig): PaymentGateway {
  const api = pocketsflowApi(config)
  const { webhookSecrets } = config
  const secrets = typeof webhookSecrets === 'function' ? webhookSecrets : () => webhookSecrets
  return {
    id: 'pocketsflow',
    mode: api.mode,
    createCheckout: (request, productMade) => createCheckout(api, request, productMade),
    verify: ({ rawBody, headers }) => verifyHexHmac(rawBody, headers.get(signatureHeader), secrets()),
    understand: understandEvent,
    lookUpPayment: (providerOrderId) => lookUpPayment(api, providerOrderId),
    listPayments: (query) => listPayments(api, query),
    listNewestPayments: () => listNewestPayments(api),
    listPaymentsForProduct: (providerProductId) => listPaymentsForProduct(api, providerProductId),
    readProduct: (providerProductId) => readProduct({ api, client: api.open() }, providerProductId),
    listProducts: () => listProducts(api),
    unpublishProduct: (providerProductId) => unpublishProduct(api.open(), providerProductId),
    deleteProduct: (providerProductId) => deleteProduct(api.open(), providerProductId),
    listDiscountedPrices: (product) => listDiscountedPrices(api.open(), product),
    checkDiscount: (code, product) => checkDiscount(api.open(), code, product),
    webhooks: {
      list: () => listWebhooks(api),
      create: (webhook) => createWebhook(api.open(), webhook),
      update: (id, changes) => updateWebhook(api.open(), id, changes),
      remove: (id) => removeWebhook(api.open(), id),
    },
    refunds: {
      create: (request) => createRefund(api.open(), request),
      listNewest: () => listNewestRefunds(api),
    },
  }
}
