import 'server-only'
import { rows, sql } from '@/lib/db'
import type { ProviderPayment } from '@/lib/payments/contract/payments'
import type { PaymentGateway } from '@/lib/payments/gateway'

/** Events do not say when a payment was made and the list does: fills it in where it is not known. Safe to repeat. */
export async function notePaymentTimes(gateway: PaymentGateway, payments: ProviderPayment[]): Promise<void> {
  const timed = payments.filter((payment) => payment.createdAt !== null)
  const ids = timed.map((payment) => payment.providerOrderId)
  const times = timed.map((payment) => payment.createdAt)
  await rows(sql`
    update payments p set provider_created_at = told.at
    from unnest(${ids}::text[], ${times}::timestamptz[]) as told(id, at)
    where p.provider = ${gateway.id}::provider and p.mode = ${gateway.mode}::payment_mode
      and p.provider_order_id = told.id and p.provider_created_at is null`)
}
