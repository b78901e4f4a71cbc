import 'server-only'
import type { Clock } from '@/lib/clock'
import { inTransaction, rows, sql } from '@/lib/db'
import { log } from '@/lib/log'
import type { OrderProductCapability } from '@/lib/payments/contract/catalogue'
import type { GatewayError } from '@/lib/payments/contract/gateway-error'
import type { Mode, ProviderId } from '@/lib/payments/contract/provider-id'
import { failureText } from '@/lib/payments/failure-text'
import type { FindGateway } from '@/lib/payments/gateway'
import { findBackgroundGateway } from '@/lib/payments/registry'
import { ok, type Result } from '@/lib/shared/result'

type DueProduct = {
  id: number
  provider: ProviderId
  mode: Mode
  providerProductId: string
  tries: number
  hasPayment: boolean
  isPlan: boolean
}

export type TidyDeps = { clock: Clock; gateway?: FindGateway }

/** After an order ran out, a payment begun just before may still be on its way. */
const graceMs = 60 * 60_000
const leaseMs = 60_000
/** A subscription that was sold and has no order yet waits for a person, or for its event. */
const soldLookMs = 24 * 3_600_000
const backOffMs = (tries: number) => Math.min(24 * 3_600_000, 60_000 * 2 ** tries)

/** Whether the order is a subscription: what sold it stays on sale, its renewals go on by it. */
const soldPlan = sql`exists (select from order_lines l where l.order_id = o.id and l.plan_interval is not null)`

/** Of orders that are settled, or that can no longer be paid; those off sale already are deleted when nobody paid them. */
async function claimDue(at: Date): Promise<DueProduct | null> {
  const [due] = await rows<DueProduct>(sql`
    update order_products p set next_try_at = ${new Date(at.getTime() + leaseMs)}
    from (select p.id, ${soldPlan} as "isPlan", exists (select 1 from payments y join attempts a on a.id = y.attempt_id
        where y.order_id = o.id and a.provider_product_id = p.provider_product_id) as "hasPayment"
      from order_products p join orders o on o.id = p.order_id
      where (not ${soldPlan} or (o.status in ('expired', 'cancelled') and o.subscription_id is null))
        and (p.state = 'live' or (p.state = 'unpublished' and not exists (select from payments y
          join attempts a on a.id = y.attempt_id
          where y.order_id = o.id and a.provider_product_id = p.provider_product_id)))
        and (p.next_try_at <= ${at}
          or (p.next_try_at is null and o.expires_at <= ${new Date(at.getTime() - graceMs)}))
      order by p.id limit 1 for update of p skip locked) due
    where p.id = due.id
    returning p.id, p.provider, p.mode, p.provider_product_id as "providerProductId", p.tries, due."hasPayment",
      due."isPlan"`)
  return due ?? null
}

async function recordTidied(due: DueProduct, answer: Result<'away' | 'sold', GatewayError>, at: Date): Promise<void> {
  if (answer.ok && answer.value === 'sold') {
    const nextTryAt = new Date(at.getTime() + soldLookMs)
    await rows(sql`update order_products set next_try_at = ${nextTryAt}, last_error = null where id = ${due.id}`)
    return
  }
  const state = due.hasPayment ? 'unpublished' : 'deleted'
  await inTransaction((tx) =>
    answer.ok
      ? tx.rows(sql`
          update order_products set state = ${state}::order_product_state, next_try_at = null, last_error = null where id = ${due.id}`)
      : tx.rows(sql`
          update order_products set tries = tries + 1, last_error = ${failureText(answer.error)},
            next_try_at = ${new Date(at.getTime() + backOffMs(due.tries))} where id = ${due.id}`),
  )
}

/** A subscription may have been bought by it although nobody told, so that is asked first. */
async function takeAway(
  due: DueProduct,
  products: OrderProductCapability,
): Promise<Result<'away' | 'sold', GatewayError>> {
  const { providerProductId, hasPayment, isPlan } = due
  const sold = isPlan ? await products.isPaid(providerProductId) : ok(false)
  if (!sold.ok) return sold
  if (sold.value) return ok('sold')
  const answer = hasPayment ? await products.unpublish(providerProductId) : await products.remove(providerProductId)
  return answer.ok ? ok('away') : answer
}

/**
 * Takes one order-priced product off sale at its provider: unpublished once paid, so that its receipt keeps its page;
 * deleted when it can no longer be paid and never was. One product a call, so checkouts are never held up. Safe to repeat.
 * @returns whether there was one.
 */
export async function tidyOrderProducts({ clock, gateway = findBackgroundGateway }: TidyDeps): Promise<number> {
  const due = await claimDue(clock.now())
  if (!due) return 0
  const products = gateway(due.provider, due.mode)?.orderProducts
  if (!products) return 0
  const answer = await takeAway(due, products)
  // Checkouts and sweeps go first: its turn comes again when the lease is over.
  if (!answer.ok && answer.error.code === 'over_budget') return 0
  await recordTidied(due, answer, clock.now())
  if (!answer.ok) log().warn({ provider: due.provider, code: answer.error.code }, 'a product could not be tidied away')
  return 1
}
