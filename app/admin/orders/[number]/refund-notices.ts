import type { Notice } from '@/lib/back-office/model'
import type { RefundState } from '@/lib/refunds/model'
import type { RefundRequestError, RequestedRefund } from '@/lib/refunds/request-refund'
import { formatMoney } from '@/lib/shared/money'
import type { Result } from '@/lib/shared/result'

/** What a refund came to, in words for the merchant who asked for it. */

const bad = (text: string): Notice => ({ tone: 'bad', text })

export const unreadableRefund = bad(
  'The form could not be read. Please give the amount as a number, such as 12.50. Nothing was refunded.',
)

function refusalText(error: RefundRequestError, currency: string): string {
  switch (error.code) {
    case 'exceeds':
      return `At most ${formatMoney({ amountMinor: error.maxMinor, currency })} can still be refunded. Nothing was refunded.`
    case 'too_many_units':
      return `Of that item ${error.leftUnits} can still be refunded. Nothing was refunded.`
    case 'nothing_refundable':
      return 'There was nothing to refund: it went back already, is on its way, or nothing was chosen.'
    case 'only_whole_payments':
      return 'While other items are still to be paid, a paid item can only be refunded whole. Nothing was refunded.'
    case 'provider_not_ready':
      return 'The provider of this payment is not configured here, so nothing was refunded. Set its API key first.'
    case 'bad_amount':
      return 'Please give an amount or a quantity above zero. Nothing was refunded.'
    case 'unknown_line':
      return 'No payment paid for that item, so nothing was refunded.'
    case 'unknown_order':
    case 'unknown_payment':
    case 'bad_request':
      return 'The order has changed meanwhile. Please look at it again; nothing was refunded.'
  }
}

const worst: RefundState[] = ['failed', 'unknown', 'requested', 'pending', 'completed']

const endings: Record<RefundState, (amount: string) => Notice> = {
  completed: (amount) => ({ tone: 'good', text: `${amount} went back to the buyer.` }),
  pending: (amount) => ({
    tone: 'good',
    text: `The refund of ${amount} is on its way; the provider is working on it.`,
  }),
  requested: (amount) => ({ tone: 'good', text: `The refund of ${amount} is being sent.` }),
  unknown: (amount) => ({
    tone: 'warn',
    text: `The refund of ${amount} was sent, but the answer was lost. The shop looks for it and does not send it again.`,
  }),
  failed: (amount) => bad(`The refund of ${amount} failed.`),
}

export function refundNotice(result: Result<RequestedRefund[], RefundRequestError>, currency: string): Notice {
  if (!result.ok) return bad(refusalText(result.error, currency))
  const refunds = result.value
  const state = worst.find((one) => refunds.some((refund) => refund.state === one)) ?? 'completed'
  const concerned = refunds.filter((refund) => refund.state === state)
  const amountMinor = concerned.reduce((sum, refund) => sum + refund.amountMinor, 0)
  const notice = endings[state](formatMoney({ amountMinor, currency: concerned[0]?.currency ?? currency }))
  const failure = concerned.find((refund) => refund.state === 'failed')?.failure
  return failure ? { ...notice, text: `${notice.text} ${failure}` } : notice
}
