import { isSafeCheckoutUrl } from '@/lib/payments/checkout-url'
import type { ProviderEvent, SubscriptionChange, SubscriptionClaims } from '@/lib/payments/contract/events'
import { claimedAmounts } from './event-amounts'
import { agreed, found } from './event-fields'
import { referenceText } from './references'

const changes: Record<string, SubscriptionChange> = {
  'customer.subscription.created': 'started',
  'customer.subscription.updated': 'updated',
  'customer.subscription.deleted': 'cancelled',
  'customer.subscription.pause': 'paused',
  'customer.subscription.paused': 'paused',
  'customer.subscription.resumed': 'resumed',
  'customer.subscription.trial_will_end': 'trial_ending',
  'invoice.created': 'announced',
  'invoice.upcoming': 'announced',
  'invoice.paid': 'paid',
  'invoice.payment_succeeded': 'paid',
  'invoice.payment_failed': 'payment_failed',
}

/** The events of subscriptions that this shop registers for; both spellings of a pause and of a paid invoice. */
export const subscriptionEventNames: readonly string[] = Object.keys(changes).filter(
  (name) => changes[name] !== 'announced',
)

/** Whether an event is one of a subscription. Pure. */
export const isSubscriptionEvent = (name: string): boolean => Object.hasOwn(changes, name)

/**
 * What an event of a subscription claims (docs/providers.md, read 2026-11): invoices carry an amount, but neither an id
 * nor their interval. Pure; believes nothing and guesses no unit.
 */
export function understandSubscription(body: unknown, eventName: string, apiUrl: string): ProviderEvent {
  const id = agreed(body, ['subscriptionCustomerId', 'subscriptionCustomer.id'], referenceText)
  const nonce = agreed(body, ['metadata.nonce'], referenceText)
  const orderNumber = agreed(body, ['metadata.external_order_id', 'clientReferenceId'], referenceText)
  const currency = agreed(body, ['currency'], currencyText)
  if ([id, nonce, orderNumber, currency].some(({ disagrees }) => disagrees))
    return { kind: 'contradictory', eventName, reason: 'It does not name exactly one subscription.' }
  // Without one it tells of nothing that could be asked about.
  if (id.value === null) return { kind: 'ignored', eventName }
  const claims: SubscriptionClaims = {
    providerSubscriptionId: id.value,
    orderNumber: orderNumber.value,
    nonce: nonce.value,
    portalUrl: portalUrlIn(body, apiUrl),
    currency: currency.value,
    amountsIn: claimedAmounts(body, currency.value).amountsIn,
    periodStart: null,
    providerPaymentId: null,
  }
  return { kind: 'subscription', eventName, change: changes[eventName] ?? 'updated', claims }
}

const currencyText = (value: unknown) =>
  typeof value === 'string' && /^[A-Za-z]{3}$/.test(value) ? value.toUpperCase() : null

function portalUrlIn(body: unknown, apiUrl: string): string | null {
  const [told] = found(body, ['portalUrl']).map(({ value }) => value)
  return typeof told === 'string' && told.length <= 2_000 && isSafeCheckoutUrl(told, apiUrl) ? told : null
}
