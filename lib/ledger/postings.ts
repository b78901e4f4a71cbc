import {
  ACCOUNTS,
  type Balances,
  type BookedPayment,
  type LedgerKind,
  type LedgerLine,
  type Posting,
  type Standing,
} from './model'

/** The part of a payment's tax that went back with its refunds; whole minor units, all of it once all is refunded. */
function refundedTaxMinor({ grossMinor, taxMinor, refundedMinor }: Standing): number {
  if (!taxMinor || grossMinor <= 0) return 0
  const shareOf = Math.min(refundedMinor, grossMinor)
  return Number((BigInt(taxMinor) * BigInt(shareOf)) / BigInt(grossMinor))
}

/**
 * What the books say of a payment that stands so. Adds up to zero for every standing, and so does each difference between
 * two of them: that is why no posting can be out of balance. Pure.
 */
export function balancesOf(standing: Standing): Balances {
  const { claim, grossMinor, refundedMinor } = standing
  const [taxMinor, feeMinor] = [standing.taxMinor ?? 0, standing.feeMinor ?? 0]
  const held = { provider: grossMinor - feeMinor - refundedMinor, fees: feeMinor }
  if (claim === 'unexplained') return { ...held, unexplained: refundedMinor - grossMinor }
  if (claim === 'owed') return { ...held, owed_to_buyers: refundedMinor - grossMinor }
  const taxBackMinor = refundedTaxMinor(standing)
  return {
    ...held,
    sales: taxMinor - grossMinor,
    tax: taxBackMinor - taxMinor,
    refunds: refundedMinor - taxBackMinor,
  }
}

/** The entries that lead from one standing to the next; an account that does not change has none. Pure. */
export function entriesBetween(before: Standing | null, after: Standing): LedgerLine[] {
  const [from, to] = [before ? balancesOf(before) : {}, balancesOf(after)]
  return ACCOUNTS.map((account) => ({ account, amountMinor: (to[account] ?? 0) - (from[account] ?? 0) })).filter(
    ({ amountMinor }) => amountMinor !== 0,
  )
}

type KeyedPayment = Pick<BookedPayment, 'provider' | 'mode' | 'providerOrderId'>
type KeyPrefix = 'charge' | 'matched' | 'kept' | 'tax' | 'fee'

/** Every key a payment may have in the books, but for its refunds. Pure. */
export const paymentKey = (prefix: KeyPrefix, { provider, mode, providerOrderId }: KeyedPayment) =>
  `${prefix}:${provider}:${mode}:${providerOrderId}`

type Move = { kind: LedgerKind; at: Date; before: Standing | null; after: Standing }

function move(payment: BookedPayment, postingKey: string, { kind, at, before, after }: Move): Posting {
  const { provider, mode, providerOrderId, currency, orderNumber } = payment
  const entries = entriesBetween(before, after)
  return { postingKey, at, kind, mode, currency, orderNumber, provider, reference: providerOrderId, entries }
}

export type ChargeKind = Extract<LedgerKind, 'charge' | 'duplicate' | 'mismatch' | 'unmatched' | 'held'>

/** Money that came: earned, owed back or unexplained, with fee and tax as far as they are known. Pure. */
export const chargePosting = (payment: BookedPayment, kind: ChargeKind, standing: Standing, at: Date): Posting =>
  move(payment, paymentKey('charge', payment), { kind, at, before: null, after: standing })

/** Unexplained money whose order was found. Pure. */
export const matchedPosting = (payment: BookedPayment, standing: Standing, at: Date): Posting =>
  move(payment, paymentKey('matched', payment), {
    kind: 'matched',
    at,
    before: { ...standing, claim: 'unexplained' },
    after: standing,
  })

/** Money that was owed to its buyer and now pays for the order. Pure. */
export const keptPosting = (payment: BookedPayment, standing: Standing, at: Date): Posting =>
  move(payment, paymentKey('kept', payment), {
    kind: 'kept',
    at,
    before: { ...standing, claim: 'owed' },
    after: { ...standing, claim: 'earned' },
  })

/** A tax figure that was told after the charge; nothing moves unless the money is earned. Pure. */
export const taxPosting = (payment: BookedPayment, standing: Standing, at: Date): Posting =>
  move(payment, paymentKey('tax', payment), {
    kind: 'tax',
    at,
    before: { ...standing, taxMinor: null },
    after: standing,
  })

/** A fee that was told after the charge. Pure. */
export const feePosting = (payment: BookedPayment, standing: Standing, at: Date): Posting =>
  move(payment, paymentKey('fee', payment), {
    kind: 'fee',
    at,
    before: { ...standing, feeMinor: null },
    after: standing,
  })

export type BookedRefund = { refundId: number; providerRefundId: string | null; amountMinor: number }

/** Refunds are keyed by the shop's own row: the provider's id may be learned after the money went. Pure. */
export const refundKey = ({ provider, mode }: Pick<BookedPayment, 'provider' | 'mode'>, refundId: number) =>
  `refund:${provider}:${mode}:${refundId}`

/** Money given back; `standing` is the one before it. Pure. */
export function refundPosting(payment: BookedPayment, standing: Standing, refund: BookedRefund, at: Date): Posting {
  const after = { ...standing, refundedMinor: standing.refundedMinor + refund.amountMinor }
  return {
    ...move(payment, refundKey(payment, refund.refundId), { kind: 'refund', at, before: standing, after }),
    reference: refund.providerRefundId ?? payment.providerOrderId,
  }
}
