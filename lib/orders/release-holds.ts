import 'server-only'
import { returnStock } from '@/lib/catalog/stock'
import type { Clock } from '@/lib/clock'
import { inTransaction, sql } from '@/lib/db'
import { writeTimeline } from './timeline'

const batchSize = 50

/** One order a transaction: holding several while touching their variants could end in a circle with a checkout. */
async function releaseOne(at: Date): Promise<boolean> {
  return inTransaction(async (tx) => {
    const [lapsed] = await tx.rows<{ id: number }>(sql`
      select o.id from orders o where o.status in ('awaiting_payment', 'failed') and o.stock_state = 'held'
        and o.hold_expires_at <= ${at} and (o.checked_at >= o.hold_expires_at
          or not exists (select from attempts a where a.order_id = o.id and a.url is not null))
      order by o.id limit 1 for update of o skip locked`)
    if (!lapsed) return false
    await returnStock(tx, lapsed.id)
    await tx.rows(sql`update orders set stock_state = 'released' where id = ${lapsed.id}`)
    const text = 'The stock hold lapsed; the order can still be paid while there is stock.'
    await writeTimeline(tx, { orderId: lapsed.id, at, actor: 'system', kind: 'hold_released', text })
    return true
  })
}

/**
 * Frees the stock of unpaid orders whose hold has lapsed; where a payment page is out, only after the provider was asked since
 * then and had seen no payment. They stay payable: a payment takes the stock again, if there is any. Several workers may run at
 * once. @returns how many holds were freed.
 */
export async function releaseLapsedHolds({ clock }: { clock: Clock }): Promise<number> {
  const at = clock.now()
  let released = 0
  while (released < batchSize && (await releaseOne(at))) released += 1
  return released
}
