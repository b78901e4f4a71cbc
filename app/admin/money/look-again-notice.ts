import type { Notice } from '@/lib/back-office/model'
import type { GatewayError } from '@/lib/payments/contract/gateway-error'
import type { LookedAgain } from '@/lib/reconciliation/look-again'
import type { Result } from '@/lib/shared/result'

/** What asking about one payment came to, in words for the merchant who pressed the button. */

const outcomeTexts: Record<LookedAgain['outcome'], string> = {
  paid: 'It pays its order now.',
  part_paid: 'It pays a part of its order now.',
  already: 'The payment itself was known already.',
  second_payment: 'Its order was paid before, so it is to be refunded.',
  sold_out: 'Its order’s goods are gone, so it is to be refunded.',
  refunded: 'It was refunded already.',
  mismatch: 'It does not agree with its order, which needs a look.',
  discount_unclear: 'It is less than was asked for, and no discount explains it yet.',
  unmatched: 'No order explains it. It stands in Rescue.',
  unknown: 'The provider does not know this payment.',
}

export const unreadablePayment: Notice = { tone: 'bad', text: 'This is no payment that can be asked about.' }

export const notConfigured: Notice = { tone: 'bad', text: 'There is no API key to ask the provider with.' }

export function lookAgainNotice(result: Result<LookedAgain, GatewayError>): Notice {
  if (!result.ok) return { tone: 'warn', text: `The provider could not be asked. ${result.error.detail}` }
  const { outcome, refundNews } = result.value
  const refunds = refundNews > 0 ? ` Refunds that were news: ${refundNews}.` : ''
  return { tone: 'good', text: `The provider was asked. ${outcomeTexts[outcome]}${refunds}` }
}
