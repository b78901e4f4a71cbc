import 'server-only'
import { returnStock } from '@/lib/catalog/stock'
import type { Clock } from '@/lib/clock'
import { inTransaction, sql } from '@/lib/db'
import { err, ok, type Result } from '@/lib/shared/result'
import { closePages } from './close-pages'
import type { OrderStatus } from './model'
import { lockOrder, readOrderState } from './order-state'
import { writeTimeline } from './timeline'

export type LetGoInput = { orderId: number; merchantId: number; clock: Clock }

export type LetGoError = { code: 'unknown_order' } | { code: 'not_possible'; status: OrderStatus }

const text =
  'Let go by hand: a provider that opened a payment page for it cannot be asked here, and a merchant saw no payment in its dashboard.'

/**
 * A merchant's word that an unpaid order was not paid, where its provider cannot be asked: its stock is free again, and it
 * expires. Money that still comes is taken as paid late. Safe to repeat: one that expired answers `not_possible`.
 */
export async function letOrderGo({ orderId, merchantId, clock }: LetGoInput): Promise<Result<void, LetGoError>> {
  return inTransaction(async (tx) => {
    if ((await lockOrder(tx, orderId)) === null) return err({ code: 'unknown_order' })
    const { status, stockState } = await readOrderState(tx, orderId)
    const isAwaiting = status === 'awaiting_payment'
    if (!isAwaiting && !(status === 'failed' && stockState === 'held')) return err({ code: 'not_possible', status })
    await returnStock(tx, orderId)
    await tx.rows(sql`
      with closed as (${closePages(orderId)} and ${isAwaiting})
      update orders set stock_state = 'released', status = case when ${isAwaiting} then 'expired' else status end,
        open_key = case when ${isAwaiting} then null else open_key end
      where id = ${orderId}`)
    const move = isAwaiting
      ? ({ kind: 'expired', fromStatus: status, toStatus: 'expired' } as const)
      : ({ kind: 'hold_released' } as const)
    await writeTimeline(tx, { orderId, at: clock.now(), actor: 'merchant', merchantId, text, ...move })
    return ok(undefined)
  })
}
