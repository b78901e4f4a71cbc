import 'server-only'
import type { Clock } from '@/lib/clock'
import { inTransaction, sql, type Tx } from '@/lib/db'
import { type OrderStatus, payableStatuses } from '@/lib/orders/model'
import { writeTimeline } from '@/lib/orders/timeline'
import type { DeclinedEvent } from '@/lib/payments/contract/events'
import { recordVerdict, type StoredEvent } from './inbox'

type DeclinedOrder = { id: number; status: OrderStatus }

/** By its number, else by the checkout it was tried in. */
async function findOrder(tx: Tx, event: StoredEvent, failed: DeclinedEvent): Promise<DeclinedOrder | null> {
  const { provider, mode } = event
  const number = /^\d{1,9}$/.test(failed.orderNumber ?? '') ? Number(failed.orderNumber) : null
  const [order] = await tx.rows<DeclinedOrder>(sql`
    select o.id, o.status, 1 as rank from orders o where o.number = ${number}::int
    union all select o.id, o.status, 2 from attempts a join orders o on o.id = a.order_id
      where a.provider = ${provider}::provider and a.mode = ${mode}::payment_mode
        and a.provider_session_id = ${failed.sessionId ?? null}
    order by rank limit 1`)
  return order ?? null
}

const payable: readonly OrderStatus[] = [...payableStatuses, 'partly_paid']

const standingOf = (status: OrderStatus) => (payable.includes(status) ? 'payable' : status.replaceAll('_', ' '))

/** A declined card changes no status, whether it is told in time or late. */
export async function noteDecline(event: StoredEvent, failed: DeclinedEvent, clock: Clock): Promise<void> {
  const at = clock.now()
  await inTransaction(async (tx) => {
    const order = await findOrder(tx, event, failed)
    const orderId = order?.id ?? null
    const isKnown = orderId !== null && failed.key ? await wasNoted(tx, orderId, failed.key) : false
    const ending = order ? `the order stays ${standingOf(order.status)}` : 'it names no order of this shop'
    const reason = isKnown ? 'This declined payment was told before.' : `A payment was declined; ${ending}.`
    await recordVerdict(tx, event, { state: isKnown ? 'duplicate' : 'ignored', reason, orderId, nextTryAt: null, at })
    if (orderId === null || isKnown) return
    const text = `A payment was declined on the payment page; ${ending}.`
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
