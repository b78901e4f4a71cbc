import 'server-only'
import type { Tx } from '@/lib/db'
import type { OrderState } from '@/lib/orders/order-state'
import { canMove } from '@/lib/orders/transitions'
import { type ConfirmedBy, completeOrder } from './complete-order'

type TrialStart = {
  order: OrderState
  attemptId: number
  confirmedBy: ConfirmedBy
  providerSubscriptionId: string
  at: Date
}

/**
 * The order of nothing that a trial begins with: confirmed by the provider's subscription, with no payment. The caller has
 * locked the order and runs what is returned last, when there is something. Safe to repeat: a confirmed one stays. @throws
 * when something is to be paid.
 */
export async function confirmTrial(tx: Tx, trial: TrialStart): Promise<(() => Promise<void>) | null> {
  const { order, attemptId, confirmedBy, at } = trial
  if (order.totalMinor !== 0) throw new Error(`order ${order.number} asks for money: a trial cannot confirm it`)
  if (!canMove(order.status, 'paid')) return null
  const completion = await completeOrder(tx, order, {
    at,
    confirmedBy,
    actor: 'provider',
    attemptId,
    grossMinor: 0,
    text: `The trial of subscription ${trial.providerSubscriptionId} began, confirmed by ${confirmedBy.replace('_', ' ')}: nothing is to be paid yet.`,
  })
  return completion.outcome === 'paid' ? completion.takeReceipt : null
}
