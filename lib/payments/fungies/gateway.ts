import 'server-only'
import type { Delivery } from '@/lib/payments/contract/events'
import type { PaymentGateway } from '@/lib/payments/gateway'
import { verifyHexHmac } from '@/lib/payments/signature'
import { ok } from '@/lib/shared/result'
import { type FungiesConfig, fungiesApi } from './api'
import { listEntriesOf, readCatalogueEntry } from './catalogue'
import { createCatalogueEntry, updateCatalogueEntry } from './catalogue-changes'
import { listCatalogue } from './catalogue-list'
import { createCheckout } from './checkout'
import { understandEvent } from './events'
import { findPaymentsOf } from './find-payments'
import { listNewestPayments, lookUpPayment, paymentPages, renewalPages } from './lookups'
import { archiveOffer, listOrderOffers, namedOffers, readSoldCount } from './offers'
import { cancelSubscription, listCharges, lookUpSubscription, subscriptionPages } from './subscriptions'
import { testSecretKey } from './test-keys'

/** Fungies makes offers for orders; it has no refund call and registers no webhooks through its API. */
export type FungiesGateway = PaymentGateway &
  Required<Pick<PaymentGateway, 'orderProducts' | 'catalogue' | 'subscriptions'>>

const signatureHeader = 'x-fngs-signature'

/** Fungies behind the shop's contract. Each operation has one deadline (`timeoutMs`, 8 s) for all of its calls. */
export function createFungiesGateway(config: FungiesConfig): FungiesGateway {
  const api = fungiesApi(config)
  const { webhookSecrets } = config
  const secrets = typeof webhookSecrets === 'function' ? webhookSecrets : () => webhookSecrets
  return {
    id: 'fungies',
    mode: config.mode,
    carries: 'order_price',
    listsReferences: false,
    createCheckout: (request, notes) => createCheckout(api, request, notes),
    verify: (delivery) => verifyHexHmac(delivery.rawBody, bareSignature(delivery), secrets()),
    understand: (delivery) => understandEvent(delivery, config.mode),
    lookUpPayment: (providerOrderId) => lookUpPayment(api, providerOrderId),
    listPayments: paymentPages(api),
    listNewestPayments: () => listNewestPayments(api),
    findPaymentsOf: (order) => findPaymentsOf(api, order),
    testKeys: () => testSecretKey(api),
    subscriptions: {
      needsOffer: false,
      lookUp: (id) => lookUpSubscription(api, id),
      list: subscriptionPages(api),
      listCharges: (subscription) => listCharges(api, subscription),
      listRenewalPayments: renewalPages(api),
      cancel: (id) => cancelSubscription(api, id),
    },
    orderProducts: {
      list: async () => {
        const caller = api.open()
        const orders = await listOrderOffers(api, caller)
        if (!orders.ok) return orders
        const plans = await listOrderOffers(api, caller, 'plan')
        return plans.ok ? ok(namedOffers(api, [...orders.value, ...plans.value])) : plans
      },
      isPaid: async (offerId) => {
        const sold = await readSoldCount(api.open(), offerId)
        return sold.ok ? ok(sold.value > 0) : sold
      },
      unpublish: (offerId) => archiveOffer(api.open(), offerId),
      remove: (offerId) => archiveOffer(api.open(), offerId),
    },
    catalogue: {
      listPage: (cursor) => listCatalogue(api, cursor),
      readEntry: (offerId) => readCatalogueEntry(api, offerId),
      entriesOf: (productId) => listEntriesOf(api, productId),
      create: (entry) => createCatalogueEntry(api, entry),
      update: (offerId, wanted) => updateCatalogueEntry(api, offerId, wanted),
    },
  }
}

/** The header without its prefix: `sha256_`, `sha256=` or none, as the sources disagree. */
function bareSignature({ headers }: Delivery): string | null {
  return headers.get(signatureHeader)?.replace(/^sha256[_=]/, '') ?? null
}
