import type { CatalogueCapability, OrderProductCapability } from './contract/catalogue'
import type { Carries, CheckoutCapability, CheckoutNotes, CheckoutRequest, OpenedCheckout } from './contract/checkout'
import type { DiscountCapability } from './contract/discounts'
import type { Delivery, ProviderEvent } from './contract/events'
import type { Answer } from './contract/gateway-error'
import type { AskedOrder, PaymentPage, PaymentQuery, ProviderPayment } from './contract/payments'
import type { Mode, ProviderId } from './contract/provider-id'
import type { RefundCapability } from './contract/refunds'
import type { SubscriptionCapability } from './contract/subscriptions'
import type { WebhookCapability } from './contract/webhooks'

/**
 * What every provider does, and as optional parts what only some can do: a part that is absent is not there, nothing
 * throws. Whoever needs a part asks whether it is there. A provider's own words stay inside its adapter; what passes between
 * the two is in `contract/`. docs/adding-a-provider.md tells how to write one.
 */
export type PaymentGateway = {
  id: ProviderId
  mode: Mode
  carries: Carries
  /**
   * Whether its lists of payments say whose each is, so that a whole list without a payment for an order means that it was
   * not paid. Without it every order is asked about by itself.
   */
  listsReferences: boolean
  /** Opens a hosted checkout; price, currency and mode were read back before this returns. Not safe to repeat blindly. */
  createCheckout(request: CheckoutRequest, notes: CheckoutNotes): Answer<OpenedCheckout>
  /** True only when one of our secrets signed these bytes; touches nothing else. */
  verify(delivery: Delivery): boolean
  /** Pure. The body must be JSON; throws SyntaxError otherwise. */
  understand(delivery: Delivery): ProviderEvent
  /** Null when the provider knows no such payment. Safe to repeat. */
  lookUpPayment(providerOrderId: string): Answer<ProviderPayment | null>
  /** One call: one page of the payments made in a time, newest first. Safe to repeat. */
  listPayments(query: PaymentQuery): Answer<PaymentPage>
  /** One call: the newest payments, newest first, at most a page of the provider's. Safe to repeat. */
  listNewestPayments(): Answer<ProviderPayment[]>
  /** The payments made in any of an order's checkouts, as far as that is certain; never one by guess. Safe to repeat. */
  findPaymentsOf(order: AskedOrder): Answer<ProviderPayment[]>
  /** Needs every key and changes nothing; absent where listing payments proves them all. Safe to repeat. */
  testKeys?(): Answer<void>
  checkouts?: CheckoutCapability
  orderProducts?: OrderProductCapability
  catalogue?: CatalogueCapability
  discounts?: DiscountCapability
  /** Absent when only the provider's dashboard registers webhooks. */
  webhooks?: WebhookCapability
  /** Absent when the provider gives no money back through its API. */
  refunds?: RefundCapability
  /** Absent when the shop sells no subscriptions through it. */
  subscriptions?: SubscriptionCapability
}

/** Finds the gateway of a provider in a mode; null while none is set up, or only one of the other mode. */
export type FindGateway = (id: ProviderId, mode: Mode) => PaymentGateway | null
