import 'server-only'
import type { Clock } from '@/lib/clock'
import { inTransaction, sql } from '@/lib/db'
import { writeTimeline } from '@/lib/orders/timeline'
import type { ProviderEvent } from '@/lib/payments/gateway'
import { recordVerdict, type StoredEvent } from './inbox'

type Failed = Extract<ProviderEvent, { kind: 'payment_failed' }>

/** A declined card changes no status: the order stays payable. */
export async function noteDecline(event: StoredEvent, failed: Failed, clock: Clock): Promise<void> {
  const at = clock.now()
  await inTransaction(async (tx) => {
    const number = /^\d{1,9}$/.test(failed.orderNumber ?? '') ? Number(failed.orderNumber) : null
    const [order] = await tx.rows<{ id: number }>(sql`select id from orders where number = ${number}::int`)
    const orderId = order?.id ?? null
    await recordVerdict(tx, event, {
      state: 'ignored',
      reason: 'A payment was declined; the order stays payable.',
      orderId,
      nextTryAt: null,
      at,
    })
    if (orderId === null) return
    const text = 'A payment was declined on the payment page; the order stays payable.'
    await writeTimeline(tx, { orderId, at, actor: 'provider', kind: 'declined', text, data: { eventId: event.id } })
  })
}
