import 'server-only'
import type { Clock } from '@/lib/clock'
import { rows, sql } from '@/lib/db'
import { log } from '@/lib/log'
import { readAsked } from '@/lib/orders/asked-order'
import type { GatewayError } from '@/lib/payments/contract/gateway-error'
import type { ProviderPayment } from '@/lib/payments/contract/payments'
import type { ProviderId } from '@/lib/payments/contract/provider-id'
import type { PaymentGateway } from '@/lib/payments/gateway'
import { findGateway } from '@/lib/payments/registry'
import type { Result } from '@/lib/shared/result'
import { takeTurn } from '@/lib/turns'
import { findNewSubscriptions } from './new-subscriptions'
import { settleFound } from './settle-found'

/** One look answers for all who wait: at most one in this time for the whole shop, all processes together. */
const everyMs = 5_000

export type CheckNewestDeps = { gateway: (id: ProviderId) => PaymentGateway | null }

async function findWaiting(orderId: number): Promise<ProviderId[]> {
  const waiting = await rows<{ provider: ProviderId }>(sql`
    select a.provider from orders o join attempts a on a.order_id = o.id
    where o.id = ${orderId} and o.status in ('awaiting_payment', 'partly_paid', 'failed', 'expired', 'cancelled')
      and a.url is not null group by a.provider order by max(a.number) desc`)
  return waiting.map(({ provider }) => provider)
}

type Look = { gateway: PaymentGateway; orderId: number; at: Date }

/** One look at the newest payments answers for everyone; where they do not say whose they are, this order is asked about. */
async function look({ gateway, orderId, at }: Look): Promise<Result<ProviderPayment[], GatewayError> | null> {
  if (gateway.listsReferences) {
    return (await takeTurn({ key: `newest:${gateway.id}:${gateway.mode}`, everyMs, at }))
      ? gateway.listNewestPayments()
      : null
  }
  const asked = await readAsked(orderId)
  const here = asked.find(({ provider, mode }) => provider === gateway.id && mode === gateway.mode)
  const mayAsk = here && (await takeTurn({ key: `order:${gateway.id}:${orderId}`, everyMs, at }))
  return mayAsk ? gateway.findPaymentsOf(here) : null
}

/**
 * Asked by a waiting shopper: looks at the newest payments of the providers that the order was opened at, and settles
 * whatever it finds there, for everyone who waits. When someone looked less than five seconds ago, or a provider does not
 * answer, nothing happens: the order stays as it is. Safe to repeat and to run at the same time.
 */
export async function checkWaitingOrders(
  { orderId, clock }: { orderId: number; clock: Clock },
  deps: CheckNewestDeps = { gateway: findGateway },
): Promise<void> {
  for (const id of await findWaiting(orderId)) {
    const gateway = deps.gateway(id)
    const listed = gateway && (await look({ gateway, orderId, at: clock.now() }))
    if (!gateway || !listed) continue
    const fresh = await findNewSubscriptions({ gateway, clock, confirmedBy: 'return_check' })
    if (!fresh.ok) log().warn({ provider: id, code: fresh.error.code }, 'new subscriptions could not be read')
    if (listed.ok) await settleFound({ gateway, payments: listed.value, confirmedBy: 'return_check', at: clock.now() })
    else log().warn({ provider: id, code: listed.error.code }, 'the newest payments could not be read')
  }
}
