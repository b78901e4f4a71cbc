import type { ProviderPayment } from '@/lib/payments/contract/payments'
import type { Mode } from '@/lib/payments/contract/provider-id'
import type { FlexSession } from './schemas'

/** Flex sells in US dollars; only one guide's sample names a currency (docs/providers.md). */
const onlyCurrency = 'USD'

/** Sessions are the one kind of id that all sources call alike; renewals are known by their invoices. */
export const isSessionId = (id: string): boolean => id.startsWith('fcs_')

/** Only `complete` is paid and only `expired` is over. */
export type SessionState = 'open' | 'complete' | 'expired'

/** Only `complete` is paid and only `expired` is over; whatever else a source names (`paid`, `canceled`) still waits. */
export function stateOf({ status }: FlexSession): SessionState {
  return status === 'complete' || status === 'expired' ? status : 'open'
}

/** Objects that do not say their mode are of the key's: the data of the two are separate. */
export const modeOf = (testMode: boolean | null | undefined, keyMode: Mode): Mode =>
  testMode === true ? 'test' : testMode === false ? 'live' : keyMode

/** The currency of a session, in capitals. Pure. */
export const currencyOf = (session: FlexSession): string => session.currency?.toUpperCase() ?? onlyCurrency

/**
 * A complete session as a payment; null when it is not complete or does not say what came. What came must be the
 * session's own total: otherwise the amount before tax stays unknown, and nothing is paid by it. Pure.
 */
export function paymentOf(session: FlexSession, keyMode: Mode): ProviderPayment | null {
  const { amount_refunded: refundedMinor, metadata } = session
  // Nothing came for nothing, whether it says so or not.
  const receivedMinor = session.amount_received ?? (session.amount_total === 0 ? 0 : null)
  if (stateOf(session) !== 'complete' || receivedMinor === null) return null
  if (isNotAllThere(session, receivedMinor)) return null
  const taxMinor = session.total_details?.amount_tax ?? 0
  const agrees = session.amount_total === receivedMinor
  const isRefunded = (refundedMinor ?? 0) > 0
  return {
    providerOrderId: session.id,
    sessionId: session.id,
    providerProductId: null,
    mode: modeOf(session.test_mode, keyMode),
    currency: currencyOf(session),
    grossMinor: receivedMinor,
    preTaxMinor: agrees ? receivedMinor - taxMinor : null,
    taxMinor: agrees ? taxMinor : null,
    feeMinor: null,
    netMinor: null,
    buyerEmail: emailOf(session),
    orderNumber: metadata.external_order_id ?? session.client_reference_id ?? null,
    nonce: metadata.nonce ?? null,
    isRefunded,
    ...(isRefunded && { refundExtent: (refundedMinor ?? 0) >= receivedMinor ? 'whole' : 'part' }),
    isDisputed: isDisputed(session),
    ...(session.mode === 'subscription' && { isSubscription: true }),
    createdAt: session.created_at,
    details: detailsOf(session),
  }
}

/** Complete before a held card was charged: what came is no payment of nothing, nor of a part, while more is under way. */
const isNotAllThere = ({ amount_total: totalMinor, has_open_intent: isOpen }: FlexSession, receivedMinor: number) =>
  (receivedMinor === 0 && totalMinor !== 0) || (isOpen && receivedMinor < (totalMinor ?? 0))

/** The subscription that a session began, where it tells. */
export const subscriptionIdOf = (session: FlexSession): string | null =>
  session.subscription ?? session.subscription_id ?? null

/** The payments of a session's cards, in either form. Pure. */
export const intentsOf = ({ payment_intents: several, payment_intent: single }: FlexSession): string[] =>
  [...(several ?? []), single ?? null].filter((intent) => intent !== null)

const emailOf = ({ customer, customer_details: details, defaults }: FlexSession): string | null =>
  customer?.email ?? details?.email ?? defaults?.email ?? null

const overStatuses = ['won', 'closed', 'warning_closed']

function isDisputed({ amount_disputed: disputedMinor, disputes }: FlexSession): boolean {
  const isOver =
    (disputes ?? []).length > 0 && (disputes ?? []).every(({ status }) => overStatuses.includes(status ?? ''))
  return !isOver && ((disputedMinor ?? 0) > 0 || (disputes ?? []).length > 0)
}

/** Refunds made in the dashboard name nothing but these. */
function detailsOf(session: FlexSession): ProviderPayment['details'] {
  const intents = intentsOf(session)
  const label = (index: number) => (intents.length > 1 ? `Payment, card ${index + 1}` : 'Payment')
  return intents.map((value, index) => ({ label: label(index), value }))
}
