import 'server-only'
import type { Clock } from '@/lib/clock'
import { inTransaction } from '@/lib/db'
import { lockOrder } from '@/lib/orders/order-state'
import { writeTimeline } from '@/lib/orders/timeline'
import { listRescue } from './list-rescue'
import { rescueKindTexts } from './model'

export type LookInput = { key: string; orderId: number; orderNumber: number; merchantId: number; clock: Clock }

/**
 * A merchant has looked at something that only a look ends: a dispute, a late payment, a failed refund. Stands in the
 * order's timeline, which takes it off the list. @returns false when it is not on the list (any more).
 */
export async function noteLook({ key, orderId, orderNumber, merchantId, clock }: LookInput): Promise<boolean> {
  const items = await listRescue(clock)
  const item = items.find((one) => one.key === key && one.orderNumber === orderNumber)
  const canBeLookedAt = item && (item.action.do === 'looked_at' || item.kind === 'refund_failed')
  if (!canBeLookedAt) return false
  const text = `Looked at: ${rescueKindTexts[item.kind].toLowerCase()}.`
  await inTransaction(async (tx) => {
    if ((await lockOrder(tx, orderId)) === null) return
    const at = clock.now()
    await writeTimeline(tx, {
      orderId,
      at,
      actor: 'merchant',
      merchantId,
      kind: 'looked_at',
      text,
      data: { rescue: key },
    })
  })
  return true
}
