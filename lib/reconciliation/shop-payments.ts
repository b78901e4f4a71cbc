import 'server-only'
import { rows, sql } from '@/lib/db'
import type { PaymentGateway } from '@/lib/payments/gateway'
import type { ShopSide } from './model'

type Wanted = { ids: string[]; from: Date; to: Date }

/**
 * Payments of the shop with these provider's ids or made in this time (both ends included), and orders of that time which
 * are paid by a merchant's word alone.
 */
export async function readShopPayments({ id, mode }: PaymentGateway, { ids, from, to }: Wanted): Promise<ShopSide[]> {
  return rows<ShopSide>(sql`
    select p.provider_order_id as "providerOrderId", o.number as "orderNumber", p.currency,
      p.gross_minor as "grossMinor", p.refunded_minor as "refundedMinor", p.verdict, p.difference,
      coalesce(p.provider_created_at, p.recorded_at) as at
    from payments p left join orders o on o.id = p.order_id
    where p.provider = ${id}::provider and p.mode = ${mode}::payment_mode and (p.provider_order_id = any(${ids})
      or coalesce(p.provider_created_at, p.recorded_at) between ${from} and ${to})
    union all
    select null, o.number, o.currency, o.total_minor, 0, 'settles', null, o.paid_at
    from orders o
    where o.mode = ${mode}::payment_mode and o.confirmed_by = 'merchant' and o.paid_at between ${from} and ${to}
      and not exists (select from payments p where p.order_id = o.id and p.verdict <> 'duplicate')`)
}
