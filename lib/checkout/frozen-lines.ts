import 'server-only'
import { rows, sql } from '@/lib/db'
import type { CheckoutLine } from '@/lib/payments/contract/checkout'
import type { PaymentGateway } from '@/lib/payments/gateway'

type Wanted = { orderId: number; lineId: number | null }

/** An order's lines as they were frozen, or the one that is paid by itself, with what the provider knows each by. */
export async function readFrozenLines(
  { orderId, lineId }: Wanted,
  { id, mode }: Pick<PaymentGateway, 'id' | 'mode'>,
): Promise<CheckoutLine[]> {
  return rows<CheckoutLine>(sql`
    select l.position + 1 as position, l.variant_id as "variantId", l.sku, l.quantity,
      l.unit_price_minor as "unitPriceMinor", l.total_minor as "totalMinor",
      case when l.options_text = '' then l.product_name else l.product_name || ' (' || l.options_text || ')' end as name,
      m.provider_product_id as "providerProductId"
    from order_lines l left join variant_mappings m on m.variant_id = l.variant_id
      and m.provider = ${id}::provider and m.mode = ${mode}::payment_mode and m.state <> 'missing'
    where l.order_id = ${orderId} and (${lineId}::int is null or l.id = ${lineId}) order by l.position`)
}

/** Notes what stands for a variant at a provider from now on; what was known of it before is replaced. Safe to repeat. */
export async function recordLineProduct(
  { id, mode }: Pick<PaymentGateway, 'id' | 'mode'>,
  { variantId, providerProductId, at }: { variantId: number; providerProductId: string; at: Date },
): Promise<void> {
  await rows(sql`
    insert into variant_mappings (variant_id, provider, mode, provider_product_id, state, checked_at)
    values (${variantId}, ${id}::provider, ${mode}::payment_mode, ${providerProductId}, 'ok', ${at})
    on conflict (variant_id, provider, mode) do update set provider_product_id = excluded.provider_product_id,
      state = 'ok', checked_at = excluded.checked_at, problem = null`)
}
