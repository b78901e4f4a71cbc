import 'server-only'
import { rows, sql } from '@/lib/db'
import { log } from '@/lib/log'
import { readAsked } from '@/lib/orders/asked-order'
import type { Mode, ProviderId } from '@/lib/payments/contract/provider-id'
import type { PaymentGateway } from '@/lib/payments/gateway'
import { settleFound } from './settle-found'
import type { SweepCaller } from './sweep-caller'
import { awaitsMoney, isDue, mostAsked, putOff } from './sweep-unpaid'

export type SwitchedSweep = {
  mode: Mode
  startedAt: Date
  caller: SweepCaller
  gateway: (id: ProviderId) => PaymentGateway | null
}

/** Orders whose shopper changed the provider: no single provider's answer says that they were not paid. */
const findSwitched = ({ mode, startedAt }: SwitchedSweep) =>
  rows<{ id: number }>(sql`
    select o.id from orders o
    where ${awaitsMoney(mode)} and ${isDue({ startedAt })} and (select count(distinct a.provider) from attempts a
      where a.order_id = o.id and a.url is not null) > 1
    order by o.next_check_at nulls first, o.id limit ${mostAsked}`)

/** True when every provider that opened a page for it answered, and what came was settled. */
async function askAll({ caller, gateway, startedAt }: SwitchedSweep, orderId: number): Promise<boolean> {
  let isClear = true
  for (const asked of await readAsked(orderId)) {
    const found = gateway(asked.provider)
    const answer = found?.mode === asked.mode ? await caller.ask(() => found.findPaymentsOf(asked)) : null
    if (!found || !answer?.ok) {
      isClear = false
      continue
    }
    const isSettled = await settleFound({ gateway: found, payments: answer.value, confirmedBy: 'sweep', at: startedAt })
    isClear &&= isSettled
  }
  return isClear
}

/**
 * Asks every provider concerned about the unpaid orders that more than one of them opened a page for, at growing intervals.
 * Such an order counts as not paid only when all have said so. Safe to repeat.
 */
export async function askAboutSwitched(sweep: SwitchedSweep): Promise<void> {
  for (const { id } of await findSwitched(sweep)) {
    const isAnswered = await askAll(sweep, id)
    if (!isAnswered) log().warn({ orderId: id }, 'not all providers of an order answered')
    await putOff(sweep, id, isAnswered)
  }
}
