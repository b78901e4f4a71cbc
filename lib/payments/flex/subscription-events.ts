import type { ProviderEvent, SubscriptionChange } from '@/lib/payments/contract/events'
import { type FlexInvoice, invoiceSchema, isObject, subscriptionSchema } from './schemas'

const documented: Record<string, SubscriptionChange> = {
  'customer.subscription.created': 'started',
  'customer.subscription.updated': 'updated',
  'customer.subscription.deleted': 'cancelled',
  'invoice.created': 'announced',
  'invoice.paid': 'paid',
  'invoice.payment_failed': 'payment_failed',
}

/** The list of events is open-ended: these are of the product that Flex is made like, taken when they come, never asked for. */
const changes: Record<string, SubscriptionChange> = {
  ...documented,
  'invoice.payment_succeeded': 'paid',
  'customer.subscription.paused': 'paused',
  'customer.subscription.resumed': 'resumed',
  'customer.subscription.trial_will_end': 'trial_ending',
}

/** The events of subscriptions that this shop registers for. */
export const subscriptionEventNames: readonly string[] = Object.keys(documented).filter(
  (name) => documented[name] !== 'announced',
)

/** Whether an event is one of a subscription. Pure. */
export const isSubscriptionEvent = (name: string): boolean => Object.hasOwn(changes, name)

/**
 * What an event of a subscription claims (docs/providers.md): the subscription itself or one of its invoices, wrapped in its
 * name, bare, or as an id. Pure; believes nothing.
 */
export function understandSubscription(eventName: string, object: Record<string, unknown>): ProviderEvent {
  const invoice = eventName.startsWith('invoice.') ? invoiceIn(object) : null
  const metadata = invoice ? {} : (subscriptionSchema.safeParse(innerOf(object)).data?.metadata ?? {})
  // Where only an invoice is named, it stands for its subscription: the look-up finds that.
  const id = eventName.startsWith('invoice.')
    ? (invoice?.subscription_id ?? idIn(object.invoice ?? object.invoice_id))
    : subscriptionIdIn(object)
  // Without one it tells of nothing that could be asked about.
  if (!id) return { kind: 'ignored', eventName }
  return {
    kind: 'subscription',
    eventName,
    change: changes[eventName] ?? 'updated',
    claims: {
      ...claimsOf(id, invoice),
      orderNumber: metadata.external_order_id ?? null,
      nonce: metadata.nonce ?? null,
    },
  }
}

/** A session that sold a subscription: the subscription began with it. */
export const startedBy = (
  eventName: string,
  subscriptionId: string,
  metadata: Record<string, string>,
): ProviderEvent => ({
  kind: 'subscription',
  eventName,
  change: 'started',
  claims: {
    ...claimsOf(subscriptionId, null),
    orderNumber: metadata.external_order_id ?? null,
    nonce: metadata.nonce ?? null,
  },
})

function claimsOf(providerSubscriptionId: string, invoice: FlexInvoice | null) {
  const grossMinor = invoice?.amount_paid ?? null
  const isLater = invoice !== null && invoice.billing_reason !== 'subscription_create'
  return {
    providerSubscriptionId,
    portalUrl: null,
    currency: 'USD',
    amountsIn: (unit: 'minor' | 'major') =>
      unit === 'major' || grossMinor === null ? null : { grossMinor, preTaxMinor: grossMinor, taxMinor: 0 },
    periodStart: invoice?.period_start ?? null,
    providerPaymentId: isLater ? invoice.id : null,
  }
}

const invoiceIn = (object: Record<string, unknown>): FlexInvoice | null =>
  invoiceSchema.safeParse(isObject(object.invoice) ? object.invoice : object).data ?? null

const innerOf = (object: Record<string, unknown>) => (isObject(object.subscription) ? object.subscription : object)

function subscriptionIdIn(object: Record<string, unknown>): string | null {
  return idIn(subscriptionSchema.safeParse(innerOf(object)).data?.id ?? object.subscription ?? object.subscription_id)
}

const idIn = (told: unknown) => (typeof told === 'string' && /^[\w-]{1,64}$/.test(told) ? told : null)
