import { type Notice, orderStatusTexts } from '@/lib/back-office/model'
import type { CancelOrderError } from '@/lib/orders/cancel-order'
import type { FulfilError } from '@/lib/orders/fulfil-order'
import type { OrderStatus } from '@/lib/orders/model'
import type { RecheckAnswer, RecheckError } from '@/lib/reconciliation/recheck-order'
import type { MarkPaidError } from '@/lib/settlement/mark-paid'
import type { Result } from '@/lib/shared/result'

/** What each action came to, in words for the merchant who pressed its button. */

const good = (text: string): Notice => ({ tone: 'good', text })
const bad = (text: string): Notice => ({ tone: 'bad', text })

const statusText = (status: string) => (orderStatusTexts[status as OrderStatus] ?? status).toLowerCase()
const gone = bad('This order is no longer there.')

export const notAllowed = bad('Your role does not include this. Nothing was changed; an owner of the shop can do it.')

export function fulfilNotice(result: Result<{ changed: boolean }, FulfilError>): Notice {
  if (result.ok) return good(result.value.changed ? 'Marked as fulfilled.' : 'This order was fulfilled already.')
  if (result.error.code === 'unknown_order') return gone
  return bad(`Only a paid order can be fulfilled; this one is ${statusText(result.error.status)}.`)
}

export function recheckNotice(result: Result<RecheckAnswer, RecheckError>, before: OrderStatus): Notice {
  if (!result.ok) return { tone: 'warn', text: result.error.text }
  const { status } = result.value
  if (status === before) return good('The provider was asked. It knows nothing that changes this order.')
  return good(`The provider was asked. This order is now ${statusText(status)}.`)
}

export function cancelNotice(result: Result<unknown, CancelOrderError>): Notice {
  if (result.ok) return good('Cancelled. Its stock is free again.')
  if (result.error.code === 'unknown_order') return gone
  if (result.error.status === 'cancelled') return good('This order was cancelled already.')
  return bad(`An order that is ${statusText(result.error.status)} cannot be cancelled.`)
}

export function markPaidNotice(result: Result<unknown, MarkPaidError>): Notice {
  if (result.ok) return good('Marked as paid. The customer’s receipt has been written.')
  switch (result.error.code) {
    case 'unknown_order':
      return gone
    case 'already_paid':
      return good('This order is paid already. Nothing was changed.')
    case 'sold_out':
      return bad('Its goods are sold out by now, so it was not marked as paid. Add stock on the products page first.')
    case 'not_possible':
      return bad(`An order that is ${statusText(result.error.status)} cannot be marked as paid.`)
  }
}
