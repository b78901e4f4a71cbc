import type { Result } from '@/lib/shared/result'

/** The contract every payment provider is played through. A provider's own words stay inside its adapter. */

export type ProviderId = 'pocketsflow' | 'fungies' | 'flex'
export type Mode = 'test' | 'live'

export type GatewayErrorCode =
  | 'unreachable'
  | 'timeout'
  | 'unauthorized'
  | 'not_found'
  | 'rate_limited'
  | 'refused'
  | 'provider_error'
  | 'unreadable'
  | 'unsafe_url'
  | 'price_mismatch'
  | 'over_budget'

/** Why a provider did not do what was asked. `detail` is for the merchant and never holds a secret. */
export type GatewayError = {
  code: GatewayErrorCode
  detail: string
  /** Set when it is known how long to wait, by the provider's word (already capped) or our own budget of calls. */
  retryAfterMs?: number
  /** True when the call may have taken effect although no answer came. */
  ambiguous?: boolean
}

/**
 * How a provider's checkout carries an order. `one_product`: one product at its own price, a mapped one or one made for the
 * order. `order_price`: something made for this order alone, at its total. `line_items`: every line with its quantity.
 */
export type Carries = 'one_product' | 'order_price' | 'line_items'

/** What is sold in a session; `lines` = the request's own lines. */
export type CheckoutProduct =
  | { kind: 'mapped'; providerProductId: string }
  | { kind: 'order'; name: string; existingProductId: string | null }
  | { kind: 'lines' }
  | { kind: 'plan'; plan: SoldPlan }

/** A subscription to be sold: alone in its checkout, one unit. */
export type SoldPlan = {
  name: string
  interval: PlanInterval
  trialDays: number
  /** For each interval, before the provider's tax. */
  priceMinor: number
  /** What sells it at this provider, in this mode, where the merchant named it. */
  providerOfferId: string | null
}

/** A line as it was frozen when the order was placed; the lines of a whole order add up to it before a discount. */
export type CheckoutLine = {
  /** In the order, from 1. */
  position: number
  /** Null when the variant was removed from the catalogue since. */
  variantId: number | null
  /** With its options: “Pocket notebook (dotted)”. */
  name: string
  sku: string
  quantity: number
  unitPriceMinor: number
  totalMinor: number
  /** What is known of it at this provider, in this mode. */
  providerProductId: string | null
}

export type CheckoutRequest = {
  orderNumber: string
  attempt: number
  nonce: string
  /** What the shopper is asked for before the provider's tax. */
  expectedMinor: number
  currency: string
  customerEmail: string
  successUrl: string
  cancelUrl: string
  product: CheckoutProduct
  /** What `expectedMinor` is for: the whole order, or the one line that this page pays. */
  lines: readonly CheckoutLine[]
  discountCode: string | null
}

/** `providerProductId` is null where the session itself carries what is sold. */
export type OpenedCheckout = { sessionId: string; url: string; providerProductId: string | null }

/** How far a page that was opened has come. Only `complete` is paid and only `expired` is over; all else is `open`. */
export type OpenedPage = {
  state: 'open' | 'complete' | 'expired'
  payment: ProviderPayment | null
  /** What it began, where it sold a subscription: then the payment is settled with that. */
  subscriptionId: string | null
  /** Where the buyer has something left to do before it can be complete; safe to send shoppers to. */
  continueUrl: string | null
}

/** Called as soon as something exists at the provider, before anything else can fail, so that it is never lost. */
export type CheckoutNotes = {
  /** Made for this order alone: it is taken off sale when the order is over. */
  orderProductMade(providerProductId: string): Promise<void>
  /** Stands for a variant in every order to come; replaces what was known before. */
  lineProductMade(made: { variantId: number; providerProductId: string }): Promise<void>
}

/** One page that was opened for an order. */
export type AskedAttempt = {
  number: number
  nonce: string
  sessionId: string | null
  providerProductId: string | null
  /** True when that product was made for this order alone. */
  productIsOurs: boolean
  expectedMinor: number
  currency: string
  createdAt: Date
}

/** An order, with all pages that were opened for it at this provider and in this mode. */
export type AskedOrder = {
  orderNumber: string
  attempts: readonly AskedAttempt[]
  /** Read only by providers whose payments do not say whose they are. */
  beside?: () => Promise<KnownBeside>
}

/** What the shop knows beside an order at the same provider and in the same mode. */
export type KnownBeside = {
  /** Payments that are this order's already. */
  own: readonly { providerOrderId: string; providerProductId: string | null }[]
  /** Payments that others have. */
  takenIds: readonly string[]
  /** What was made for other orders at one of the same prices, and nobody is known to have paid. */
  rivals: readonly { providerProductId: string; expectedMinor: number; currency: string }[]
}

/** A completed payment as the provider's API (never a webhook) tells it. */
export type ProviderPayment = {
  providerOrderId: string
  /** The checkout it was paid in, as `OpenedCheckout` named it, where the API shows it. */
  sessionId: string | null
  providerProductId: string | null
  mode: Mode
  currency: string
  /** What the buyer paid, tax included. */
  grossMinor: number
  /** Gross less tax, as told by the provider or computed when it tells both. */
  preTaxMinor: number | null
  taxMinor: number | null
  feeMinor: number | null
  netMinor: number | null
  buyerEmail: string | null
  /** From our metadata, when the API shows it. */
  orderNumber: string | null
  nonce: string | null
  isRefunded: boolean
  /** Where the provider says by itself how far it went back; without it its refunds tell. */
  refundExtent?: 'part' | 'whole'
  /** How much went back in all, where the payment itself says that; null or absent = it does not. */
  refundedMinor?: number | null
  isDisputed: boolean
  /** True when it pays an interval of a subscription: it is settled with that, never by itself. */
  isSubscription?: boolean
  createdAt: Date | null
  /** What else the order keeps of it and shows to merchants. */
  details?: readonly PaymentDetail[]
}

/** `href`, when there is one, is an https address at the provider. */
export type PaymentDetail = { label: string; value: string; href?: string }

/** Both times included; null = without an end. Pages count from 1. */
export type PaymentQuery = { from: Date; to: Date | null; page: number }

/** One page of a list that may shift while it is read. */
export type PaymentPage = {
  /** Each once, as listed; those of an unknown form are left out. */
  payments: ProviderPayment[]
  /** Entries on this page, repeated and unreadable ones too. */
  entryCount: number
  /** Entries on all pages, as far as told. */
  totalCount: number | null
  hasMore: boolean
}

/** Money given back as the provider's API (never a webhook) tells it. */
export type ProviderRefund = {
  providerRefundId: string
  providerOrderId: string
  /** Minor units of the payment's currency, which a refund does not name; null when it is no amount of it. */
  amountIn(currency: string): number | null
  state: 'pending' | 'completed' | 'failed'
  reason: string | null
  createdAt: Date | null
}

/** Refunds as listed, newest first; not whole when some were left out or of an unknown form. */
export type RefundList = { refunds: ProviderRefund[]; isWhole: boolean }

/** `amountMinor` null gives back all that is left. */
export type RefundRequest = {
  /** Ours, the same for a repeat of the same refund: for providers that take a key. */
  key: string
  providerOrderId: string
  amountMinor: number | null
  currency: string
  reason: string
  /** The lines it is for, adding up to `amountMinor`; empty when it is for no lines in particular. */
  lines: readonly RefundRequestLine[]
}

export type RefundRequestLine = {
  /** In the order, from 1. */
  position: number
  providerProductId: string | null
  quantity: number
  amountMinor: number
}

export type RefundCapability = {
  /** Never repeat it blindly: not every provider takes a key. `ambiguous` = it may have happened. */
  create(request: RefundRequest): Answer<ProviderRefund>
  /** Safe to repeat. */
  listNewest(): Answer<RefundList>
}

export type AmountUnit = 'minor' | 'major'

/** An event's figures read in one unit; null when they are not amounts of its currency in that unit. */
export type EventAmounts = { grossMinor: number; preTaxMinor: number | null; taxMinor: number | null }

/** A delivery's claims. Nothing in it is believed before it agrees with the order, or with the API. */
export type CompletedClaims = {
  providerOrderId: string
  /** The checkout it was paid in, where the event tells. */
  sessionId: string | null
  providerProductId: string | null
  orderNumber: string | null
  nonce: string | null
  currency: string | null
  buyerEmail: string | null
  /** Which fields carried the figures, so that a unit learned for one shape is not used for another; null = always ask. */
  shape: string | null
  amountsIn(unit: AmountUnit): EventAmounts | null
}

export type ProviderEvent =
  | { kind: 'payment_completed'; eventName: string; claims: CompletedClaims }
  | { kind: 'payment_refunded'; eventName: string; providerOrderId: string }
  | { kind: 'payment_disputed'; eventName: string; providerOrderId: string }
  /** `key`: the same in every delivery of it, where the provider tells one. */
  | { kind: 'payment_failed'; eventName: string; orderNumber: string | null; key?: string | null }
  | { kind: 'subscription'; eventName: string; change: SubscriptionChange; claims: SubscriptionClaims }
  | { kind: 'ignored'; eventName: string | null }
  | { kind: 'contradictory'; eventName: string | null; reason: string }

/** What an event of a subscription tells; only `paid` stands for money. */
export type SubscriptionChange =
  | 'started'
  | 'updated'
  | 'paid'
  | 'payment_failed'
  | 'paused'
  | 'resumed'
  | 'trial_ending'
  | 'cancelled'
  | 'announced'

/** What an event of a subscription claims. Nothing in it is believed before the API agrees. */
export type SubscriptionClaims = {
  providerSubscriptionId: string
  orderNumber: string | null
  nonce: string | null
  /** A page at the provider where the buyer looks after it; only an address that people may be sent to. */
  portalUrl: string | null
  currency: string | null
  /** The amount of an invoice read in a unit; null when it carries none in that unit. */
  amountsIn(unit: AmountUnit): EventAmounts | null
  /** The interval that the event is for, where it says. */
  periodStart: Date | null
  /** The provider's id of the payment, where it says. */
  providerPaymentId: string | null
}

export type Delivery = { rawBody: Buffer; headers: Headers }

export type DiscountCheck = { valid: true; totalMinor: number } | { valid: false; reason: string }

/** Where a provider sends its deliveries, as registered with it. */
export type RegisteredWebhook = { id: string; url: string; active: boolean; events: string[]; mode: Mode }

export type WebhookCapability = {
  /** Whether `list` shows those too that were made elsewhere, such as in the provider's dashboard. */
  listsAll: boolean
  /** All that are registered; where the provider shows no list, those of `knownIds` that still stand. Safe to repeat. */
  list(knownIds: readonly string[]): Answer<RegisteredWebhook[]>
  /** The secret is shown this once. Not safe to repeat blindly: each call registers another one. */
  create(webhook: { url: string; events: string[] }): Answer<{ id: string; secret: string }>
  /** Safe to repeat. */
  update(id: string, changes: { active: boolean; events: string[] }): Answer<void>
  /** Safe to repeat: one that is gone already counts as removed. */
  remove(id: string): Answer<void>
}

export type PlanInterval = 'week' | 'month' | 'year'
export type SubscriptionState = 'trialing' | 'active' | 'past_due' | 'paused' | 'cancelled' | 'unknown'

/** A subscription as the provider's API (never a webhook) tells it. */
export type ProviderSubscription = {
  providerSubscriptionId: string
  /** The offer, price or product it is of. */
  providerOfferId: string | null
  mode: Mode
  state: SubscriptionState
  startedAt: Date | null
  trialEndsAt: Date | null
  /** The interval it is in, where the provider tells. */
  currentPeriodStart: Date | null
  currentPeriodEnd: Date | null
  cancelAtPeriodEnd: boolean
  providerCustomerId: string | null
  buyerEmail: string | null
  portalUrl: string | null
  /** From our metadata, when the API shows it. */
  orderNumber: string | null
  nonce: string | null
}

/** A payment for one interval as the provider's API tells it; `periodStart` null where it does not say which. */
export type SubscriptionCharge = ProviderPayment & { periodStart: Date | null }

export type SubscriptionPage = { subscriptions: ProviderSubscription[]; hasMore: boolean }

/** Where a provider sells subscriptions. All calls are safe to repeat. */
export type SubscriptionCapability = {
  /** Whether a plan must be named by an offer that the merchant made there; else the checkout makes what it needs. */
  needsOffer: boolean
  /** Null when it knows no such subscription. */
  lookUp(providerSubscriptionId: string): Answer<ProviderSubscription | null>
  /** One call: a page of all subscriptions, newest first, pages from 1. */
  list(page: number): Answer<SubscriptionPage>
  /** The payments of one subscription, as far as the provider's books show them; never another's. */
  listCharges(subscription: ProviderSubscription): Answer<SubscriptionCharge[]>
  /** At the end of the interval where the provider lets one choose; the next look-up tells what came of it. */
  cancel(providerSubscriptionId: string): Answer<void>
}

/** Stands before each call to a provider's API: counts it, or refuses it while others go first. Never throws. */
export type CallMeter = {
  admit(): Promise<Result<void, GatewayError>>
  /** The provider refused a call for coming too often. */
  slowDown(retryAfterMs: number | undefined): Promise<void>
}

/** What an adapter learned once about the merchant's account and needs again. Kept by provider and mode. */
export type ProviderFacts = {
  read(name: string): Promise<string | null>
  /** Replaces what was kept. Safe to repeat. */
  keep(name: string, value: string): Promise<void>
}

type Answer<Value> = Promise<Result<Value, GatewayError>>

/** What was made for single orders and is to come off sale again. */
export type OrderProductCapability = {
  /** All that could have been made for an order, by the name that its request gave it. Safe to repeat. */
  list(): Answer<Pick<CatalogueEntry, 'providerProductId' | 'name' | 'createdAt'>[]>
  /** Whether anybody ever paid for it. Safe to repeat. */
  isPaid(providerProductId: string): Answer<boolean>
  /** Takes it off sale. Safe to repeat; one that is gone is off sale too. */
  unpublish(providerProductId: string): Answer<void>
  /** Safe to repeat: one that is gone already counts as deleted. Where nothing can be deleted it comes off sale for good. */
  remove(providerProductId: string): Answer<void>
}

/** How an entry of a provider's catalogue is sold; `other` is neither, such as a membership or a key of a game. */
export type CatalogueSale = 'one_time' | 'subscription' | 'buyer_sets_price' | 'other'

/** One price at which something is sold at a provider: a product, or an offer of one where products have several. */
export type CatalogueEntry = {
  /** What a mapping keeps. */
  providerProductId: string
  /** Empty where one entry's answer does not tell it. */
  name: string
  /** As the provider keeps it, which may be markup. */
  description: string
  sale: CatalogueSale
  state: 'on_sale' | 'hidden' | 'archived'
  /** Null when it cannot be read, or not in one unit for certain. */
  priceMinor: number | null
  /** Upper case. */
  currency: string | null
  mode: Mode
  /** Ours, from when it was created, where the provider shows it. */
  reference: string | null
  createdAt: Date | null
}

export type CataloguePage = {
  entries: CatalogueEntry[]
  /** Entries of an unknown form, left out. */
  unreadableCount: number
  /** Entries on all pages, as far as told. */
  totalCount: number | null
  /** What asks for the next page; null after the last. */
  next: string | null
}

/** What an entry is to be; `reference` is ours, and unique. */
export type NewCatalogueEntry = {
  reference: string
  name: string
  description: string
  priceMinor: number
  currency: string
}

/** Single pages, where the provider tells of one by itself. */
export type CheckoutCapability = {
  /** Null when the provider knows no such page. One call. Safe to repeat. */
  read(sessionId: string): Answer<OpenedPage | null>
}

/** The provider's own catalogue. */
export type CatalogueCapability = {
  /** One page, from the first on when `cursor` is null. Safe to repeat. */
  listPage(cursor: string | null): Answer<CataloguePage>
  /** Null when there is no such entry. Safe to repeat. */
  readEntry(providerProductId: string): Answer<CatalogueEntry | null>
  /** On sale at a fixed price; as it reads back. Never repeat it blindly: `ambiguous` = it may have happened. */
  create(entry: NewCatalogueEntry): Answer<CatalogueEntry>
  /** As it reads back; under another id where a price there cannot be changed. `ambiguous` = it may have happened. */
  update(
    providerProductId: string,
    wanted: { name: string; priceMinor: number; currency: string },
  ): Answer<CatalogueEntry>
}

type PricedProduct = { providerProductId: string; priceMinor: number; currency: string }

/** Codes that the merchant made at the provider and shoppers may use at our checkout. */
export type DiscountCapability = {
  /** What a code makes of a mapped product's price. */
  check(code: string, product: PricedProduct): Answer<DiscountCheck>
  /** Every price (minor units) that one of our own discounts makes of a product: explains a lower payment to the cent. */
  listPrices(product: PricedProduct): Answer<number[]>
}

/**
 * What every provider does, and as optional parts what only some can do: a part that is absent is not there, nothing
 * throws. Whoever needs a part asks whether it is there. docs/adding-a-provider.md tells how to write one.
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
