import 'server-only'
import type { GatewayError } from '@/lib/payments/contract/gateway-error'
import type { ProviderPayment } from '@/lib/payments/contract/payments'
import { ok, type Result } from '@/lib/shared/result'
import { noteRefundFlag } from './note-refund-flag'
import { type Synced, type SyncInput, syncRefunds } from './sync-refunds'

/**
 * What became of payments that are known here, refund-wise: the provider's list is applied, and a flag on one of them that
 * the list does not explain counts as a refund of all. Two questions in one call. Safe to repeat.
 */
export async function followRefunds(
  input: SyncInput,
  payments: readonly Pick<ProviderPayment, 'providerOrderId' | 'isRefunded' | 'refundExtent' | 'refundedMinor'>[],
): Promise<Result<Synced, GatewayError>> {
  const synced = await syncRefunds(input)
  if (!synced.ok) return synced
  const { refunds } = synced.value
  let { changed } = synced.value
  for (const payment of payments) if (await noteRefundFlag({ ...input, payment, listed: refunds })) changed += 1
  return ok({ changed, refunds })
}
