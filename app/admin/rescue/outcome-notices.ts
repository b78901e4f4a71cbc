import type { Notice } from '@/lib/back-office/model'
import type { LetGoError } from '@/lib/orders/let-go'
import type { EnterRefundError } from '@/lib/refunds/enter-refund'
import type { AttachError, Attached } from '@/lib/settlement/attach-payment'
import { formatMoney } from '@/lib/shared/money'
import type { Result } from '@/lib/shared/result'

/** What each action on the rescue list came to, in words for the merchant who pressed its button. */

const good = (text: string): Notice => ({ tone: 'good', text })
const warn = (text: string): Notice => ({ tone: 'warn', text })
const bad = (text: string): Notice => ({ tone: 'bad', text })

export const unreadable = bad('The form could not be read. Please check its fields; nothing was changed.')
export const gone = bad('This order is no longer there.')
export const notAllowed = bad('Your role does not include this. Nothing was changed; an owner of the shop can do it.')

export function letGoNotice(result: Result<void, LetGoError>): Notice {
  if (result.ok) return good('Let go. Its stock is free again.')
  return result.error.code === 'unknown_order'
    ? gone
    : warn('This order does not wait for a payment any more. Nothing was changed.')
}

export const lookNotice = (isNoted: boolean): Notice =>
  isNoted ? good('Noted in the order’s timeline.') : warn('This was not on the list any more. Nothing was changed.')

export const resolvedNotice = (movedCount: number): Notice =>
  movedCount > 0
    ? good('The provider was asked, and refunds were brought to their end.')
    : warn('Nothing is new yet. The shop keeps looking by itself, every 15 seconds.')

export function enteredNotice(result: Result<number, EnterRefundError>): Notice {
  if (result.ok && result.value === 0) return good('Noted: nothing more of this payment went back.')
  if (result.ok) return good('The refund is recorded: the order, the books and its mail tell of it.')
  const { code, leftMinor, currency } = result.error
  if (code === 'not_asked') return warn('This amount is known already. Nothing was changed.')
  const left = formatMoney({ amountMinor: leftMinor, currency })
  return bad(`Please enter an amount below ${left}, which is what was left of the payment. Nothing was changed.`)
}

const refusals: Record<AttachError['code'], string> = {
  unknown_order: 'There is no order with this number.',
  unknown_payment: 'This payment is no longer there.',
  has_order: 'This payment has its order already.',
  being_refunded: 'This payment is being refunded, or was.',
  other_currency: 'This payment is in another currency than the order.',
  other_mode: 'A test payment cannot pay for a live order, nor the other way round.',
}

export function attachNotice(result: Result<Attached, AttachError>): Notice {
  if (!result.ok) return bad(`${refusals[result.error.code]} Nothing was changed.`)
  const { outcome, orderNumber } = result.value
  if (outcome === 'paid') return good(`Order ${orderNumber} is paid by it now.`)
  if (outcome === 'extra')
    return warn(
      `Order ${orderNumber} has its money already, so this is recorded there as one too many, to be refunded.`,
    )
  return warn(`The goods of order ${orderNumber} are sold out: the money is recorded there, to be refunded.`)
}
