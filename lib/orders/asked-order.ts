import 'server-only'
import { rows, sql } from '@/lib/db'
import type { AskedAttempt, AskedOrder } from '@/lib/payments/contract/payments'
import type { Mode, ProviderId } from '@/lib/payments/contract/provider-id'
import { readBeside } from './known-beside'

/** What one provider can be asked about an order, in one mode. */
export type Asked = AskedOrder & { provider: ProviderId; mode: Mode }

type Row = AskedAttempt & { orderNumber: number; provider: ProviderId; mode: Mode }

/** All pages that may be in a shopper's hands for an order, by provider and mode; none when no provider ever made one. */
export async function readAsked(orderId: number): Promise<Asked[]> {
  const found = await rows<Row>(sql`
    select o.number as "orderNumber", a.provider, a.mode, a.number, a.nonce, a.provider_session_id as "sessionId",
      a.provider_product_id as "providerProductId", a.product_is_ours as "productIsOurs",
      a.expected_minor as "expectedMinor", a.currency, a.created_at as "createdAt"
    from attempts a join orders o on o.id = a.order_id
    where o.id = ${orderId}
      and (a.url is not null or a.provider_product_id is not null or a.provider_session_id is not null)
    order by a.number`)
  const groups = Map.groupBy(found, ({ provider, mode }) => `${provider} ${mode}`)
  return [...groups.values()].flatMap((attempts) => {
    const [first] = attempts
    if (!first) return []
    const { provider, mode, orderNumber } = first
    const asked = attempts.map(attemptOf)
    const beside = () => readBeside({ orderId, provider, mode, attempts: asked })
    return [{ provider, mode, orderNumber: String(orderNumber), attempts: asked, beside }]
  })
}

function attemptOf({ orderNumber: _number, provider: _provider, mode: _mode, ...attempt }: Row): AskedAttempt {
  return attempt
}
