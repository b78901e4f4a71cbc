import 'server-only'
import type { Clock } from '@/lib/clock'
import { inTransaction, sql, type Tx } from '@/lib/db'
import { keepPayments } from '@/lib/ledger/post-payment'
import { isAgreed } from '@/lib/orders/model'
import { noSuchMove, noteRefusedMove } from '@/lib/orders/note-refused-move'
import { lockOrderWithCart, type OrderState, readOrderState } from '@/lib/orders/order-state'
import { canMove } from '@/lib/orders/transitions'
import { err, ok, type Result } from '@/lib/shared/result'
import { completeOrder } from './complete-order'

/** Why it was not marked paid. */
export type MarkPaidError =
  | { code: 'unknown_order' | 'already_paid' | 'sold_out' }
  | { code: 'not_possible'; status: string }

/** A merchant's word that an order is paid, and why. */
export type MarkPaidInput = { orderId: number; merchantId: number; reason: string; clock: Clock }

/** Money that was to go back because the goods were gone now pays for them; without it, money that differed does. */
async function keepMoney(tx: Tx, order: OrderState, at: Date): Promise<void> {
  const agreed = order.payments.filter(isAgreed)
  const kept = agreed.length > 0 ? agreed : order.payments.filter((payment) => payment.verdict === 'mismatch')
  const keptMinor = agreed.reduce((sum, payment) => sum + payment.grossMinor - payment.refundedMinor, 0)
  await tx.rows(sql`
    update orders set refund_due_minor = greatest(0, refund_due_minor - ${keptMinor}) where id = ${order.id}`)
  await keepPayments(
    tx,
    kept.map((payment) => payment.id),
    at,
  )
}

/**
 * A merchant's word that an order is paid, with a reason that stays in its timeline. Goes through the same door as a
 * payment; never doubles one and never undoes a refund. Safe to repeat: the second call answers `already_paid`.
 */
export async function markPaidByHand(input: MarkPaidInput): Promise<Result<{ number: number }, MarkPaidError>> {
  return inTransaction(async (tx) => {
    if ((await lockOrderWithCart(tx, input.orderId)) === null) return err({ code: 'unknown_order' })
    const order = await readOrderState(tx, input.orderId)
    if (order.status === 'paid') return err({ code: 'already_paid' })
    const at = input.clock.now()
    const refuse = (why: string) => noteRefusedMove(tx, { ...input, at, text: `Not marked as paid: ${why}.` })
    if (!canMove(order.status, 'paid')) {
      await refuse(noSuchMove(order.status, 'paid'))
      return err({ code: 'not_possible', status: order.status })
    }
    const completion = await completeOrder(tx, order, {
      at,
      confirmedBy: 'merchant',
      actor: 'merchant',
      merchantId: input.merchantId,
      attemptId: null,
      grossMinor: null,
      text: `Marked paid by hand: ${input.reason}`,
    })
    if (completion.outcome === 'sold_out') {
      await refuse('its goods are sold out')
      return err({ code: 'sold_out' })
    }
    await keepMoney(tx, order, at)
    await completion.takeReceipt()
    return ok({ number: order.number })
  })
}
