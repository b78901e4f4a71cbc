import type { EventAmounts, SubscriptionClaims } from '@/lib/payments/contract/events'
import type { SubscriptionCharge } from '@/lib/payments/contract/subscriptions'
import type { Evidence } from './due-periods'

/** Which reading of an event's figures counts: the one unit in which they are what was asked for, never by guess. */
function readAmounts(claims: SubscriptionClaims, askedMinor: number): EventAmounts | null {
  const readings = (['minor', 'major'] as const)
    .map((unit) => claims.amountsIn(unit))
    .filter((reading) => reading !== null)
  const fitting = readings.filter((reading) => (reading.preTaxMinor ?? reading.grossMinor) === askedMinor)
  const [fits] = fitting
  if (fits && fitting.length === 1) return { ...fits, preTaxMinor: askedMinor }
  return readings[0] ?? null
}

/**
 * What an event says of money that came at `at`. An invoice without a readable amount stands for what was asked. Pure.
 * An amount that is not what was asked is kept as it is told (cents, by the provider's own word), and judged like any other.
 */
export function evidenceOfEvent(
  claims: SubscriptionClaims,
  asked: { priceMinor: number; currency: string },
  at: Date,
): Evidence {
  const amounts = readAmounts(claims, asked.priceMinor)
  const { grossMinor, preTaxMinor, taxMinor } = amounts ?? {
    grossMinor: asked.priceMinor,
    preTaxMinor: asked.priceMinor,
    taxMinor: null,
  }
  return {
    at,
    periodStart: claims.periodStart,
    source: 'webhook',
    providerPaymentId: claims.providerPaymentId,
    currency: claims.currency ?? asked.currency,
    grossMinor,
    preTaxMinor,
    taxMinor,
    feeMinor: null,
    netMinor: null,
    isRefunded: false,
  }
}

/** A charge in the provider's books as evidence. Pure. */
export const evidenceOfCharge = (charge: SubscriptionCharge, at: Date): Evidence => ({
  at: charge.createdAt ?? at,
  periodStart: charge.periodStart,
  source: 'api',
  providerPaymentId: charge.providerOrderId,
  currency: charge.currency,
  grossMinor: charge.grossMinor,
  preTaxMinor: charge.preTaxMinor,
  taxMinor: charge.taxMinor,
  feeMinor: charge.feeMinor,
  netMinor: charge.netMinor,
  isRefunded: charge.isRefunded,
  ...(charge.details && { details: charge.details }),
})
