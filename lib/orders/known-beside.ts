import 'server-only'
import { rows, sql } from '@/lib/db'
import type { AskedAttempt, KnownBeside } from '@/lib/payments/contract/payments'
import type { Mode, ProviderId } from '@/lib/payments/contract/provider-id'

const hourMs = 3_600_000

type Question = { orderId: number; provider: ProviderId; mode: Mode; attempts: readonly AskedAttempt[] }

/**
 * What is known beside an order, for providers whose payments do not say whose they are: its own payments, those that
 * others have since its first attempt, and unpaid offers of other orders at one of its prices.
 */
export async function readBeside({ orderId, provider, mode, attempts }: Question): Promise<KnownBeside> {
  const here = sql`provider = ${provider}::provider and mode = ${mode}::payment_mode`
  const amounts = [...new Set(attempts.map(({ expectedMinor }) => expectedMinor))]
  const since = new Date(Math.min(...attempts.map(({ createdAt }) => createdAt.getTime())) - hourMs)
  const [payments, rivals] = await Promise.all([
    rows<{ id: string; orderId: number | null; productId: string | null }>(sql`
      select p.provider_order_id as id, p.order_id as "orderId", a.provider_product_id as "productId"
      from payments p left join attempts a on a.id = p.attempt_id
      where p.provider = ${provider}::provider and p.mode = ${mode}::payment_mode
        and (p.order_id = ${orderId} or (p.order_id is not null and p.recorded_at >= ${since}
          and p.gross_minor - coalesce(p.tax_minor, 0) = any(${amounts})))`),
    rows<KnownBeside['rivals'][number]>(sql`
      select distinct a.provider_product_id as "providerProductId", a.expected_minor as "expectedMinor", a.currency
      from attempts a where ${here} and a.order_id <> ${orderId} and a.product_is_ours
        and a.provider_product_id is not null and a.expected_minor = any(${amounts}) and a.created_at >= ${since}::timestamptz - interval '30 days'
        and not exists (select from payments p join attempts paid on paid.id = p.attempt_id
          where paid.order_id = a.order_id and paid.provider_product_id = a.provider_product_id)`),
  ])
  return {
    own: payments
      .filter((payment) => payment.orderId === orderId)
      .map(({ id, productId }) => ({ providerOrderId: id, providerProductId: productId })),
    takenIds: payments.filter((payment) => payment.orderId !== orderId).map(({ id }) => id),
    rivals,
  }
}
