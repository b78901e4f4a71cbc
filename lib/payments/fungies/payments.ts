import type { PaymentDetail, ProviderPayment } from '@/lib/payments/contract/payments'
import type { Mode } from '@/lib/payments/contract/provider-id'
import { formatMoney } from '@/lib/shared/money'
import { type Figures, figuresOf } from './figures'
import type { FungiesOrder, FungiesPayment } from './schemas'

/** What an order or payment of the API is: money that came, none (yet), or nothing that can be read. */
export type Reading = { kind: 'paid'; payment: ProviderPayment } | { kind: 'unpaid' } | { kind: 'unreadable' }

const paidStatuses = ['PAID', 'REFUNDED', 'PARTIALLY_REFUNDED']
/** Types of the payments that running subscriptions are charged by. */
export const laterCharges: readonly string[] = ['subscription_update', 'subscription_interval', 'subscription_extra']

/** Charges of a running subscription; they are payments without an order of their own. Pure. */
export const isLaterCharge = ({ type }: Pick<FungiesPayment, 'type'>): boolean =>
  laterCharges.includes((type ?? '').toLowerCase())

/**
 * An order with its payment. Who holds the keys can overwrite an order's status, so the payment decides where there is
 * one; it is left out of account when it is a later charge of a subscription. Pure.
 */
export function readOrder(order: FungiesOrder, paid: FungiesPayment | null, mode: Mode): Reading {
  const own = paid && !isLaterCharge(paid) ? paid : null
  const statuses = [order.status, own?.status].map((status) => status?.toUpperCase())
  if (!paidStatuses.includes((own ?? order).status.toUpperCase())) return { kind: 'unpaid' }
  const figures = figuresOf(own ? withTaxOf(order, own) : order)
  if (!figures) return { kind: 'unreadable' }
  const payment: ProviderPayment = {
    ...base(figures, mode),
    providerOrderId: order.id,
    buyerEmail: order.user?.email ?? own?.user?.email ?? null,
    ...refundState(statuses, own, figures),
    ...(order.subscriptionId && { isSubscription: true }),
    createdAt: order.createdAt ?? own?.createdAt ?? null,
    details: detailsOf(order, own, figures),
  }
  return { kind: 'paid', payment }
}

/** What a payment leaves out of tax and fee its order tells, where both are of the same money. */
function withTaxOf(order: FungiesOrder, paid: FungiesPayment): FungiesPayment {
  if (order.value !== paid.value || order.currency.toUpperCase() !== paid.currency.toUpperCase()) return paid
  return { ...paid, tax: paid.tax ?? order.tax, fee: paid.fee ?? order.fee }
}

/** A payment without an order of its own, such as the renewal of a subscription; it goes by its own id. Pure. */
export function readLaterCharge(paid: FungiesPayment, mode: Mode): Reading {
  if (!isLaterCharge(paid) || !paidStatuses.includes(paid.status.toUpperCase())) return { kind: 'unpaid' }
  const figures = figuresOf(paid)
  if (!figures) return { kind: 'unreadable' }
  const payment: ProviderPayment = {
    ...base(figures, mode),
    providerOrderId: paid.id,
    buyerEmail: paid.user?.email ?? null,
    ...refundState([paid.status.toUpperCase()], paid, figures),
    isSubscription: true,
    createdAt: paid.createdAt,
    details: detailsOf(null, paid, figures),
  }
  return { kind: 'paid', payment }
}

const base = (figures: Figures, mode: Mode) => ({
  ...figures,
  mode,
  netMinor: null,
  // The API tells nothing that ties a payment to an order of ours.
  sessionId: null,
  providerProductId: null,
  orderNumber: null,
  nonce: null,
  isDisputed: false,
})

/** Full or part by the status; where order and payment disagree, a part is never taken for all. */
function refundState(
  statuses: (string | undefined)[],
  paid: FungiesPayment | null,
  { grossMinor }: Figures,
): Pick<ProviderPayment, 'isRefunded' | 'refundExtent' | 'refundedMinor'> {
  const isPart = statuses.includes('PARTIALLY_REFUNDED')
  if (!isPart && !statuses.includes('REFUNDED')) return { isRefunded: false }
  const refundedMinor = isPart ? toldRefund(paid, grossMinor) : grossMinor
  return { isRefunded: true, refundExtent: isPart ? 'part' : 'whole', refundedMinor }
}

/** No field for it is documented: one that is there is believed when it can be a part and no other contradicts it. */
function toldRefund(paid: FungiesPayment | null, grossMinor: number): number | null {
  const charged = (paid?.charges ?? []).map(({ amountRefunded }) => amountRefunded ?? 0)
  const told = new Set([paid?.refundAmount ?? 0, charged.reduce((sum, one) => sum + one, 0)])
  told.delete(0)
  const [amount] = told
  return told.size === 1 && amount !== undefined && amount > 0 && amount < grossMinor ? amount : null
}

function detailsOf(order: FungiesOrder | null, paid: FungiesPayment | null, figures: Figures): PaymentDetail[] {
  const { currency, taxMinor, feeMinor } = figures
  const money = (amountMinor: number | null) => amountMinor !== null && formatMoney({ amountMinor, currency })
  const link = paid?.invoiceUrl?.startsWith('https://') ? { href: paid.invoiceUrl } : {}
  const told: [string, string | false | null | undefined, { href?: string }?][] = [
    ['Fungies order', order?.number ?? order?.orderNumber ?? paid?.orderNumber],
    ['Order id', order?.id ?? paid?.orderId],
    ['Payment', paid?.number],
    ['Payment id', paid?.id ?? order?.lastPaymentId],
    ['Payment type', paid?.type],
    ['Subscription', order?.subscriptionId ?? paid?.subscriptionId],
    ['Invoice', paid?.invoiceNumber ?? (link.href && 'Open'), link],
    ['Tax', money(taxMinor)],
    ['Fee', money(feeMinor)],
  ]
  return told.flatMap(([label, value, more]) => (value ? [{ label, value: value.slice(0, 200), ...more }] : []))
}
