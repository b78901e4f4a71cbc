import 'server-only'
import type { Clock } from '@/lib/clock'
import { inTransaction, rows, sql } from '@/lib/db'
import { lockOrder } from '@/lib/orders/order-state'
import { writeTimeline } from '@/lib/orders/timeline'
import type { ProviderPayment } from '@/lib/payments/contract/payments'
import type { PaymentGateway } from '@/lib/payments/gateway'

type Changed = { id: number; orderId: number | null; providerOrderId: string; isDisputed: boolean }

async function noteOne({ id, orderId, providerOrderId, isDisputed }: Changed, at: Date): Promise<void> {
  await inTransaction(async (tx) => {
    if (orderId !== null) await lockOrder(tx, orderId)
    const [changed] = await tx.rows(sql`
      update payments set is_disputed = ${isDisputed} where id = ${id} and is_disputed <> ${isDisputed} returning id`)
    if (!changed || orderId === null) return
    await tx.rows(sql`
      update orders set disputed = exists (select from payments where order_id = ${orderId} and is_disputed)
      where id = ${orderId}`)
    const text = isDisputed
      ? `The buyer disputes payment ${providerOrderId} at the provider.`
      : `The dispute about payment ${providerOrderId} has ended.`
    await writeTimeline(tx, { orderId, at, actor: 'provider', kind: 'disputed', text, data: { isDisputed } })
  })
}

/**
 * Disputes show as a flag of the provider's payments, and only some tell of them: notes on payments of ours where it changed.
 * Safe to repeat.
 */
export async function noteDisputes(gateway: PaymentGateway, payments: ProviderPayment[], clock: Clock): Promise<void> {
  const ids = payments.map((payment) => payment.providerOrderId)
  const flags = payments.map((payment) => payment.isDisputed)
  const changed = await rows<Changed>(sql`
    select p.id, p.order_id as "orderId", p.provider_order_id as "providerOrderId", told.flag as "isDisputed"
    from payments p join unnest(${ids}::text[], ${flags}::boolean[]) as told(id, flag) on told.id = p.provider_order_id
    where p.provider = ${gateway.id}::provider and p.mode = ${gateway.mode}::payment_mode and p.is_disputed <> told.flag`)
  for (const one of changed) await noteOne(one, clock.now())
}
