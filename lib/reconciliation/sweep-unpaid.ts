import 'server-only'
import { rows, sql } from '@/lib/db'
import { env } from '@/lib/env'
import { readAsked } from '@/lib/orders/asked-order'
import type { ProviderPayment } from '@/lib/payments/contract/payments'
import type { Mode } from '@/lib/payments/contract/provider-id'
import { failureText } from '@/lib/payments/failure-text'
import { sortPayments } from './sort-payments'
import { type Sweep, settlePage } from './sweep-window'

const longestWaitSeconds = 3_600
/** Orders that one sweep asks about by themselves: a list that works answers for all at once. */
export const mostAsked = 20

/** Orders with a payment page in someone's hands that money may still come for. */
export const awaitsMoney = (mode: Mode) => sql`
  o.mode = ${mode}::payment_mode and (o.status in ('awaiting_payment', 'partly_paid', 'failed')
    or (o.status = 'needs_review' and not exists (select from payments p where p.order_id = o.id)))
  and exists (select from attempts a where a.order_id = o.id and a.url is not null)`

/** Those that no other provider ever opened a page for: one answer is the whole answer. */
const awaitsOnlyHere = ({ gateway }: Sweep) => sql`${awaitsMoney(gateway.mode)}
  and not exists (select from attempts a where a.order_id = o.id and a.url is not null and a.provider <> ${gateway.id}::provider)`

/** The first time after a while, then ever more seldom; and once more when its stock or itself is about to be let go. */
export const isDue = ({ startedAt }: Pick<Sweep, 'startedAt'>) => sql`(
  (o.next_check_at is null and o.placed_at <= ${new Date(startedAt.getTime() - env().RECHECK_AFTER_SECONDS * 1_000)})
  or o.next_check_at <= ${startedAt}
  or (o.stock_state = 'held' and o.hold_expires_at <= ${startedAt} and coalesce(o.checked_at, o.placed_at) < o.hold_expires_at)
  or (o.status = 'awaiting_payment' and o.expires_at <= ${startedAt} and coalesce(o.checked_at, o.placed_at) < o.expires_at))`

const askedAgain = ({ startedAt }: Pick<Sweep, 'startedAt'>) => sql`
  checks = o.checks + 1, next_check_at = ${startedAt}::timestamptz + interval '1 second' *
    least(${longestWaitSeconds}::int, ${env().RECHECK_AFTER_SECONDS}::int * power(2, least(o.checks, 12)))`

/**
 * A list that was read to its end since `from` answers for every unpaid order that was asked about, or placed, after that
 * moment: nothing more was paid when the sweep began. Orders that others are at work on are answered next time.
 */
export async function markAnswered(sweep: Sweep, from: Date): Promise<void> {
  await rows(sql`
    update orders o set checked_at = greatest(o.checked_at, ${sweep.startedAt}), ${askedAgain(sweep)}
    where o.id in (select o.id from orders o where ${awaitsOnlyHere(sweep)} and ${isDue(sweep)}
      and coalesce(o.checked_at, o.placed_at) >= ${from} order by o.id for update skip locked)`)
}

type DueOrder = { id: number; isCertain: boolean }

/** A checkout that sells nothing others buy too: an answer about it is about this order alone. */
const isOwn = sql`(a.product_is_ours or a.provider_product_id is null)`

async function findDue(sweep: Sweep): Promise<DueOrder[]> {
  return rows<DueOrder>(sql`
    select o.id, bool_and(${isOwn}) as "isCertain"
    from orders o join attempts a on a.order_id = o.id and a.url is not null
    where ${awaitsOnlyHere(sweep)} and ${isDue(sweep)} group by o.id having bool_or(${isOwn})
    order by o.next_check_at nulls first, o.id limit ${mostAsked}`)
}

/** Notes that an order was asked about; only a whole answer lets its stock, or itself, be let go. */
export async function putOff(sweep: Pick<Sweep, 'startedAt'>, orderId: number, isAnswered: boolean): Promise<void> {
  await rows(sql`
    update orders o set ${askedAgain(sweep)},
      checked_at = case when ${isAnswered} then greatest(o.checked_at, ${sweep.startedAt}) else o.checked_at end
    where o.id = ${orderId}`)
}

/** True when the provider told of all its checkouts and what came was settled. */
async function askAbout(sweep: Sweep, orderId: number): Promise<boolean> {
  const { gateway, caller, found } = sweep
  const asked = await readAsked(orderId)
  const here = asked.find(({ provider, mode }) => provider === gateway.id && mode === gateway.mode)
  if (!here) return false
  const payments = await caller.ask(() => gateway.findPaymentsOf(here))
  if (!payments.ok) {
    found.problem ??= failureText(payments.error)
    return false
  }
  await settlePage(sweep, payments.value)
  return true
}

/**
 * Asks about unpaid orders that no list answered for, by the checkouts that were opened for them, at growing intervals.
 * Ends with the first question that is not answered: the provider is not well.
 */
export async function askAboutEach(sweep: Sweep): Promise<void> {
  for (const order of await findDue(sweep)) {
    const isAnswered = await askAbout(sweep, order.id)
    await putOff(sweep, order.id, isAnswered && order.isCertain)
    if (!isAnswered) return
  }
}

/**
 * For a provider whose list does not say whose a payment is: asks at once about the orders that wait for such an amount,
 * however lately they were asked about, so that their money is not taken for nobody's.
 */
export async function askAboutFitting(sweep: Sweep, payments: ProviderPayment[]): Promise<ProviderPayment[]> {
  if (payments.length === 0) return payments
  const amounts = payments.map(({ preTaxMinor }) => preTaxMinor).filter((amount) => amount !== null)
  const orders = await rows<{ id: number }>(sql`
    select o.id from orders o where ${awaitsOnlyHere(sweep)} and exists (select from attempts a
      where a.order_id = o.id and a.product_is_ours and a.expected_minor = any(${amounts}))
    order by o.id desc limit ${mostAsked}`)
  for (const { id } of orders) if (!(await askAbout(sweep, id))) break
  return (await sortPayments(sweep.gateway, payments)).unexplained
}
