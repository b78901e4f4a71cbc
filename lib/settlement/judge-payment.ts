import type { AttemptRecord } from '@/lib/orders/order-state'
import type { PaymentDetail } from '@/lib/payments/contract/payments'
import type { Mode, ProviderId } from '@/lib/payments/contract/provider-id'
import { providerName } from '@/lib/payments/providers'
import { formatMoney } from '@/lib/shared/money'

/** A completed payment to be settled: signed in a known unit, or told by the provider's API. */
export type PaymentProof = {
  provider: ProviderId
  mode: Mode
  providerOrderId: string
  /** The provider's checkout it was paid in, where that is told. */
  sessionId: string | null
  providerProductId: string | null
  orderNumber: string | null
  nonce: string | null
  currency: string
  grossMinor: number
  preTaxMinor: number | null
  taxMinor: number | null
  feeMinor: number | null
  netMinor: number | null
  buyerEmail: string | null
  isRefunded: boolean
  /** When the provider says that it was paid; events do not tell. */
  createdAt?: Date | null
  details?: readonly PaymentDetail[]
}

/** What the order at hand asked for. */
export type AskedPayment = { number: number; currency: string; mode: Mode; attempts: readonly AttemptRecord[] }

/** What a payment is to an order. */
export type Judgement =
  | { verdict: 'agrees'; attempt: AttemptRecord; discountMinor: number }
  | { verdict: 'lower'; attempt: AttemptRecord; differences: string[] }
  | { verdict: 'disagrees'; attempt: AttemptRecord | null; differences: string[] }
  /** Nothing ties it to this order, whatever number it names. */
  | { verdict: 'foreign'; reason: string }

const sameProvider = (proof: PaymentProof) => (attempt: AttemptRecord) =>
  attempt.provider === proof.provider && attempt.mode === proof.mode

/**
 * By the nonce; where the provider shows none, by its checkout, else by a product that was made for this order alone. Never
 * by anything else.
 */
function findAttempt(asked: AskedPayment, proof: PaymentProof): AttemptRecord | null {
  const candidates = asked.attempts.filter(sameProvider(proof))
  if (proof.nonce !== null) return candidates.find((attempt) => attempt.nonce === proof.nonce) ?? null
  const bySession = candidates.find((attempt) => attempt.sessionId !== null && attempt.sessionId === proof.sessionId)
  if (bySession) return bySession
  const byProduct = candidates.filter(
    (attempt) =>
      attempt.productIsOurs &&
      attempt.providerProductId !== null &&
      attempt.providerProductId === proof.providerProductId,
  )
  return byProduct.at(-1) ?? null
}

function identityDifferences(asked: AskedPayment, attempt: AttemptRecord, proof: PaymentProof): string[] {
  const differences: string[] = []
  if (proof.orderNumber !== null && proof.orderNumber !== String(asked.number)) {
    differences.push(`the payment names order ${proof.orderNumber}`)
  }
  if (proof.mode !== asked.mode)
    differences.push(`the payment is in ${proof.mode} mode, the order in ${asked.mode} mode`)
  if (proof.currency.toUpperCase() !== asked.currency) {
    differences.push(`paid in ${proof.currency.toUpperCase()}, asked in ${asked.currency}`)
  }
  if (isOtherProduct(attempt, proof)) {
    differences.push(`paid for product ${proof.providerProductId ?? '(none)'}, asked for ${attempt.providerProductId}`)
  }
  return differences
}

/** Where the checkout itself carries what is sold, no product was asked for. */
function isOtherProduct(attempt: AttemptRecord, { providerProductId, nonce }: PaymentProof): boolean {
  if (attempt.providerProductId === null || attempt.providerProductId === providerProductId) return false
  // What was made for this order alone is known by its nonce too, where the provider names no product.
  return !(providerProductId === null && attempt.productIsOurs && attempt.nonce === nonce)
}

const foreignReason = ({ nonce }: PaymentProof) =>
  nonce === null
    ? 'it carries no nonce and was paid neither in a checkout nor for a product of this order'
    : 'its nonce is not one of this order'

function elsewhereDifference(elsewhere: AttemptRecord, { provider, mode }: PaymentProof): string {
  return `paid through ${providerName(provider)} in ${mode} mode, asked for through ${providerName(elsewhere.provider)} in ${elsewhere.mode} mode`
}

function amountDifferences(attempt: AttemptRecord, proof: PaymentProof): { lower: boolean; differences: string[] } {
  const { grossMinor, preTaxMinor, taxMinor } = proof
  const asked = attempt.expectedMinor
  const told = (amountMinor: number) => formatMoney({ amountMinor, currency: attempt.currency })
  if (preTaxMinor === null) return { lower: false, differences: ['the provider did not say the amount before tax'] }
  if (taxMinor !== null && preTaxMinor + taxMinor !== grossMinor) {
    return {
      lower: false,
      differences: [`${told(preTaxMinor)} and ${told(taxMinor)} tax do not add up to ${told(grossMinor)}`],
    }
  }
  if (preTaxMinor === asked) return { lower: false, differences: [] }
  const lower = preTaxMinor > 0 && preTaxMinor < asked
  return { lower, differences: [`asked for ${told(asked)}, paid ${told(preTaxMinor)} before tax`] }
}

/**
 * Whether a payment is the one an order asked for: nonce (or the provider's checkout, or a product of its own), order number,
 * mode, currency, product and amount must all agree. `discountTotalsMinor` are the prices which our own discounts make of the
 * product; a lower amount agrees only when it is one of them to the cent. A number alone ties nothing to an order: numbers can be
 * guessed, and are used again after a restore. Pure.
 */
export function judgePayment(
  asked: AskedPayment,
  proof: PaymentProof,
  discountTotalsMinor: readonly number[],
): Judgement {
  const attempt = findAttempt(asked, proof)
  if (!attempt) {
    const elsewhere = asked.attempts.find((one) => one.nonce === proof.nonce)
    if (!elsewhere) return { verdict: 'foreign', reason: foreignReason(proof) }
    return { verdict: 'disagrees', attempt: null, differences: [elsewhereDifference(elsewhere, proof)] }
  }
  const differences = identityDifferences(asked, attempt, proof)
  const amount = amountDifferences(attempt, proof)
  if (differences.length > 0)
    return { verdict: 'disagrees', attempt, differences: [...differences, ...amount.differences] }
  if (amount.differences.length === 0) return { verdict: 'agrees', attempt, discountMinor: 0 }
  if (!amount.lower) return { verdict: 'disagrees', attempt, differences: amount.differences }
  const paidMinor = proof.preTaxMinor ?? 0
  if (!discountTotalsMinor.includes(paidMinor)) return { verdict: 'lower', attempt, differences: amount.differences }
  return { verdict: 'agrees', attempt, discountMinor: attempt.expectedMinor - paidMinor }
}
