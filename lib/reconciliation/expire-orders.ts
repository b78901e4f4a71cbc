import 'server-only'
import { returnStock } from '@/lib/catalog/stock'
import type { Clock } from '@/lib/clock'
import { inTransaction, sql } from '@/lib/db'
import { closePages } from '@/lib/orders/close-pages'
import { writeTimeline } from '@/lib/orders/timeline'

const batchSize = 500

type Lapsed = { id: number; checkedAt: Date | null }

async function expireOne(at: Date): Promise<boolean> {
  return inTransaction(async (tx) => {
    const [lapsed] = await tx.rows<Lapsed>(sql`
      select o.id, o.checked_at as "checkedAt" from orders o
      where o.status = 'awaiting_payment' and o.expires_at <= ${at} and (o.checked_at >= o.expires_at
        or not exists (select from attempts a where a.order_id = o.id and a.url is not null))
      order by o.id limit 1 for update of o skip locked`)
    if (!lapsed) return false
    await returnStock(tx, lapsed.id)
    await tx.rows(sql`
      with closed as (${closePages(lapsed.id)})
      update orders set status = 'expired', stock_state = 'released', open_key = null where id = ${lapsed.id}`)
    const text = lapsed.checkedAt
      ? `It ran out; the provider, asked at ${lapsed.checkedAt.toISOString()}, had seen no payment.`
      : 'It ran out; no payment page was ever handed out for it.'
    await writeTimeline(tx, {
      orderId: lapsed.id,
      at,
      actor: 'system',
      kind: 'expired',
      fromStatus: 'awaiting_payment',
      toStatus: 'expired',
      text,
    })
    return true
  })
}

/**
 * Ends unpaid orders that ran out and frees their stock, each only after the provider was asked since then and had seen no
 * payment. Money that still comes is taken as paid late. Several workers may run at once. @returns how many ended.
 */
export async function expireOrders({ clock }: { clock: Clock }): Promise<number> {
  const at = clock.now()
  let expired = 0
  while (expired < batchSize && (await expireOne(at))) expired += 1
  return expired
}
