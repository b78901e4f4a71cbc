import 'server-only'
import type { Clock } from '@/lib/clock'
import { inTransaction, sql, type Tx } from '@/lib/db'
import { writeTimeline } from '@/lib/orders/timeline'
import type { ProviderEvent } from '@/lib/payments/contract/events'
import { recordVerdict, type StoredEvent } from './inbox'

type Failed = Extract<ProviderEvent, { kind: 'payment_failed' }>

/** A declined card changes no status: the order stays payable. */
export async function noteDecline(event: StoredEvent, failed: Failed, clock: Clock): Promise<void> {
  const at = clock.now()
  await inTransaction(async (tx) => {
    const number = /^\d{1,9}$/.test(failed.orderNumber ?? '') ? Number(failed.orderNumber) : null
    const [order] = await tx.rows<{ id: number }>(sql`select id from orders where number = ${number}::int`)
    const orderId = order?.id ?? null
    const isKnown = orderId !== null && failed.key ? await wasNoted(tx, orderId, failed.key) : false
    const reason = isKnown
      ? 'This declined payment was told before.'
      : 'A payment was declined; the order stays payable.'
    await recordVerdict(tx, event, { state: isKnown ? 'duplicate' : 'ignored', reason, orderId, nextTryAt: null, at })
    if (orderId === null || isKnown) return
    const text = 'A payment was declined on the payment page; the order stays payable.'
    const data = { eventId: event.id, ...(failed.key && { key: failed.key }) }
    await writeTimeline(tx, { orderId, at, actor: 'provider', kind: 'declined', text, data })
  })
}

/** A delivery that was sent again carries the same key. */
async function wasNoted(tx: Tx, orderId: number, key: string): Promise<boolean> {
  await tx.rows(sql`select id from orders where id = ${orderId} for update`)
  const [noted] = await tx.rows(sql`
    select 1 from timeline where order_id = ${orderId} and kind = 'declined' and data ->> 'key' = ${key} limit 1`)
  return noted !== undefined
}
