import 'server-only'
import type { Clock } from '@/lib/clock'
import { sql, type Tx } from '@/lib/db'
import type { ProviderPayment } from '@/lib/payments/contract/payments'
import type { ProviderRefund } from '@/lib/payments/contract/refunds'
import type { PaymentGateway } from '@/lib/payments/gateway'
import { applyProviderRefund } from '@/lib/refunds/apply-refund'
import { noteFlagInTransaction } from '@/lib/refunds/note-refund-flag'

export type ToldRefunds = {
  gateway: PaymentGateway
  clock: Clock
  payment: ProviderPayment
  /** The provider's refunds, read after the payment. */
  listed: readonly ProviderRefund[]
}

type KnownPayment = { id: number; orderId: number | null; currency: string }

/** The payment's row, as the transaction sees it; null while there is none. */
export async function findPaymentIn(tx: Tx, { gateway, payment }: ToldRefunds): Promise<KnownPayment | null> {
  const [row] = await tx.rows<KnownPayment>(sql`
    select id, order_id as "orderId", currency from payments where provider = ${gateway.id}::provider
      and mode = ${gateway.mode}::payment_mode and provider_order_id = ${payment.providerOrderId}`)
  return row ?? null
}

/** Applies what the provider shows of one payment's refunds in the caller's transaction. @returns how many were news. */
export async function applyRefundsIn(tx: Tx, told: ToldRefunds): Promise<number> {
  const payment = await findPaymentIn(tx, told)
  if (!payment) return 0
  const { clock, listed } = told
  let changed = 0
  for (const refund of listed.toReversed()) {
    const amountMinor = refund.amountIn(payment.currency)
    if (refund.providerOrderId !== told.payment.providerOrderId || amountMinor === null || amountMinor <= 0) continue
    const { providerRefundId, state, reason } = refund
    const one = { providerRefundId, amountMinor, state, reason }
    const outcome = await applyProviderRefund(tx, { payment, told: one, seenBy: 'webhook', at: clock.now() })
    if (outcome !== 'unchanged') changed += 1
  }
  const flagged = await noteFlagInTransaction(tx, { ...told, seenBy: 'webhook' })
  return flagged ? changed + 1 : changed
}
