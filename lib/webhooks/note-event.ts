import 'server-only'
import type { Clock } from '@/lib/clock'
import { inTransaction, sql, type Tx } from '@/lib/db'
import { writeTimeline } from '@/lib/orders/timeline'
import type { DeclinedEvent } from '@/lib/payments/contract/events'
import { recordVerdict, type StoredEvent } from './inbox'

/** By its number, else by the checkout it was tried in. */
async function findOrder(tx: Tx, event: StoredEvent, failed: DeclinedEvent): Promise<number | null> {
  const { provider, mode } = event
  const number = /^\d{1,9}$/.test(failed.orderNumber ?? '') ? Number(failed.orderNumber) : null
  const [order] = await tx.rows<{ id: number }>(sql`
    select o.id, 1 as rank from orders o where o.number = ${number}::int
    union all select a.order_id, 2 from attempts a where a.provider = ${provider}::provider
      and a.mode = ${mode}::payment_mode and a.provider_session_id = ${failed.sessionId ?? null}
    order by rank limit 1`)
  return order?.id ?? null
}

/** A declined card changes no status: the order stays payable. */
export async function noteDecline(event: StoredEvent, failed: DeclinedEvent, clock: Clock): Promise<void> {
  const at = clock.now()
  await inTransaction(async (tx) => {
    const orderId = await findOrder(tx, event, failed)
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
