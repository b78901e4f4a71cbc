import 'server-only'
import type { Clock } from '@/lib/clock'
import { rows, sql } from '@/lib/db'
import type { GatewayError } from '@/lib/payments/contract/gateway-error'
import type { ProviderPayment } from '@/lib/payments/contract/payments'
import type { PaymentGateway } from '@/lib/payments/gateway'
import { noteRefundFlag } from '@/lib/refunds/note-refund-flag'
import { syncRefunds } from '@/lib/refunds/sync-refunds'
import { ok, type Result } from '@/lib/shared/result'
import type { SweepCaller } from './sweep-caller'

type Noting = { gateway: PaymentGateway; clock: Clock; caller: SweepCaller }

async function keepUnrefunded(gateway: PaymentGateway, payments: ProviderPayment[]): Promise<ProviderPayment[]> {
  const ids = payments.map((payment) => payment.providerOrderId)
  const open = await rows<{ id: string }>(sql`
    select provider_order_id as id from payments where provider = ${gateway.id}::provider
      and mode = ${gateway.mode}::payment_mode and provider_order_id = any(${ids}) and refunded_minor < gross_minor`)
  const openIds = new Set(open.map((row) => row.id))
  return payments.filter((payment) => openIds.has(payment.providerOrderId))
}

/**
 * One call: the provider's newest refunds, for orders of any age; then the payments that the list of orders calls refunded
 * while no refund explains it. Safe to repeat. @returns how many were news.
 */
export async function noteRefunds(
  { gateway, clock, caller }: Noting,
  flagged: ProviderPayment[],
): Promise<Result<number, GatewayError>> {
  const synced = await caller.ask(() => syncRefunds({ gateway, clock, seenBy: 'sweep' }))
  if (!synced.ok) return synced
  let { changed } = synced.value
  for (const payment of await keepUnrefunded(gateway, flagged)) {
    const isNews = await noteRefundFlag({ gateway, payment, listed: synced.value.refunds, seenBy: 'sweep', clock })
    if (isNews) changed += 1
  }
  return ok(changed)
}
