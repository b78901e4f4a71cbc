import 'server-only'
import type { Clock } from '@/lib/clock'
import { rows, sql } from '@/lib/db'
import { log } from '@/lib/log'
import type { PaymentGateway, ProviderId } from '@/lib/payments/gateway'
import { findGateway } from '@/lib/payments/registry'
import { settleFound } from './settle-found'

/** One look answers for all who wait: at most one in this time for the whole shop, all processes together. */
const paceMs = 5_000

export type CheckNewestDeps = { gateway: (id: ProviderId) => PaymentGateway | null }

/** True for exactly one caller in each `paceMs`, over all processes. */
async function takeTurn(key: string, at: Date): Promise<boolean> {
  const since = new Date(at.getTime() - paceMs)
  const [turn] = await rows(sql`
    insert into shared_pacing (key, last_at) values (${key}, ${at})
    on conflict (key) do update set last_at = excluded.last_at where shared_pacing.last_at <= ${since}
    returning key`)
  return turn !== undefined
}

async function findWaiting(orderId: number): Promise<{ provider: ProviderId } | null> {
  const [row] = await rows<{ provider: ProviderId }>(sql`
    select a.provider from orders o join attempts a on a.order_id = o.id
    where o.id = ${orderId} and o.status in ('awaiting_payment', 'partly_paid', 'failed', 'expired', 'cancelled')
      and a.url is not null order by a.number desc limit 1`)
  return row ?? null
}

/**
 * Asked by a waiting shopper: looks at the provider's newest payments and settles whatever it finds there, for everyone
 * who waits. When someone looked less than five seconds ago, or the provider does not answer, nothing happens: the order
 * stays as it is. Safe to repeat and to run at the same time.
 */
export async function checkWaitingOrders(
  { orderId, clock }: { orderId: number; clock: Clock },
  deps: CheckNewestDeps = { gateway: findGateway },
): Promise<void> {
  const waiting = await findWaiting(orderId)
  const gateway = waiting && deps.gateway(waiting.provider)
  const at = clock.now()
  if (!gateway || !(await takeTurn(`newest:${gateway.id}:${gateway.mode}`, at))) return
  const listed = await gateway.listNewestPayments()
  if (!listed.ok) {
    log().warn({ provider: gateway.id, code: listed.error.code }, 'the newest payments could not be read')
    return
  }
  await settleFound({ gateway, payments: listed.value, confirmedBy: 'return_check', at: clock.now() })
}
