import type { AmountUnit, CompletedClaims } from '@/lib/payments/contract/events'
import type { PaymentProof } from '@/lib/settlement/judge-payment'
import type { StoredEvent } from './inbox'

/**
 * A signed event as proof of a payment, its figures read in a unit that is known for its shape. Null when anything that
 * must agree is missing from it: then only the API can tell. Pure.
 */
export function provenBy(
  claims: CompletedClaims,
  unit: AmountUnit,
  event: Pick<StoredEvent, 'provider' | 'mode'>,
): PaymentProof | null {
  const amounts = claims.amountsIn(unit)
  const { orderNumber, nonce, currency, providerProductId, providerOrderId, buyerEmail } = claims
  if (!amounts || amounts.preTaxMinor === null || amounts.taxMinor === null) return null
  if (orderNumber === null || nonce === null || currency === null || providerProductId === null) return null
  return {
    provider: event.provider,
    mode: event.mode,
    providerOrderId,
    sessionId: claims.sessionId,
    providerProductId,
    orderNumber,
    nonce,
    currency,
    ...amounts,
    feeMinor: null,
    netMinor: null,
    buyerEmail,
    isRefunded: false,
  }
}
