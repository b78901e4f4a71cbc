import 'server-only'
import type { Clock } from '@/lib/clock'
import { inTransaction, rows, sql } from '@/lib/db'
import { writeTimeline } from '@/lib/orders/timeline'
import type { OrderProductCapability } from '@/lib/payments/contract/catalogue'
import type { GatewayError } from '@/lib/payments/contract/gateway-error'
import { failureText } from '@/lib/payments/failure-text'
import type { PaymentGateway } from '@/lib/payments/gateway'
import { providerName } from '@/lib/payments/providers'
import { ok, type Result } from '@/lib/shared/result'
import { withinDeadline } from './deadline'

type Leaving = { gateway: PaymentGateway; orderId: number; clock: Clock; timeoutMs: number }

type Made = { id: number; providerProductId: string; isPlan: boolean }

/** One that sold a subscription stays on sale, as its renewals go on by it. */
async function takeOff(
  { unpublish, isPaid }: OrderProductCapability,
  made: Made,
): Promise<Result<boolean, GatewayError>> {
  const sold = made.isPlan ? await isPaid(made.providerProductId) : ok(false)
  if (!sold.ok) return sold
  if (sold.value) return ok(false)
  const answer = await unpublish(made.providerProductId)
  return answer.ok ? ok(true) : answer
}

/**
 * Takes what was made for an unpaid order at a provider off sale at once, because the shopper pays elsewhere; best effort:
 * what does not work is left to the tidying that every order ends with. Safe to repeat.
 */
export async function takeOffSale({ gateway, orderId, clock, timeoutMs }: Leaving): Promise<void> {
  const { orderProducts } = gateway
  if (!orderProducts) return
  const made = await rows<Made>(sql`
    select id, provider_product_id as "providerProductId", exists (select from order_lines l
        where l.order_id = order_products.order_id and l.plan_interval is not null) as "isPlan"
    from order_products where order_id = ${orderId}
      and provider = ${gateway.id}::provider and mode = ${gateway.mode}::payment_mode and state = 'live'`)
  for (const one of made) {
    const { id, providerProductId } = one
    const answer = await withinDeadline(takeOff(orderProducts, one), timeoutMs)
    if (answer.ok && !answer.value) continue
    const at = clock.now()
    const problem = answer.ok ? null : failureText(answer.error)
    const outcome = problem === null ? 'is off sale' : `could not be taken off sale (${problem})`
    await inTransaction(async (tx) => {
      await tx.rows(sql`
        update order_products set last_error = ${problem}, tries = tries + ${problem === null ? 0 : 1},
          state = case when ${problem}::text is null then 'unpublished'::order_product_state else state end
        where id = ${id} and state = 'live'`)
      const text = `What ${providerName(gateway.id)} sold this order by (${providerProductId}) ${outcome}: the shopper chose another provider.`
      await writeTimeline(tx, { orderId, at, actor: 'system', kind: 'off_sale', text })
    })
  }
}
