import 'server-only'
import type { Clock } from '@/lib/clock'
import { inTransaction, rows, sql } from '@/lib/db'
import { log } from '@/lib/log'
import type { GatewayError } from '@/lib/payments/contract/gateway-error'
import type { ProviderRefund } from '@/lib/payments/contract/refunds'
import type { PaymentGateway } from '@/lib/payments/gateway'
import { err, ok, type Result } from '@/lib/shared/result'
import { applyProviderRefund } from './apply-refund'
import { giveUpMissing } from './give-up-missing'
import type { RefundedPayment, RefundSeenBy } from './told-refund'

export type SyncInput = { gateway: PaymentGateway; clock: Clock; seenBy: RefundSeenBy }

/** `changed`: refunds whose state the list taught us. `refunds`: the list itself, for whoever has more questions. */
export type Synced = { changed: number; refunds: readonly ProviderRefund[] }

type Known = RefundedPayment & { providerOrderId: string; currency: string }

const keyOf = (refund: { providerRefundId: string | null; state: string }) =>
  `${refund.providerRefundId} ${refund.state}`

/** Refunds of the list that belong to payments of ours and are not known in that very state. */
async function findNews({ gateway }: SyncInput, refunds: readonly ProviderRefund[]) {
  const orderIds = [...new Set(refunds.map((refund) => refund.providerOrderId))]
  const payments = await rows<Known>(sql`
    select id, order_id as "orderId", provider_order_id as "providerOrderId", currency from payments
    where provider = ${gateway.id}::provider and mode = ${gateway.mode}::payment_mode
      and provider_order_id = any(${orderIds})`)
  const rowsOfOurs = await rows<{ providerRefundId: string | null; state: string }>(sql`
    select provider_refund_id as "providerRefundId", state from refunds where payment_id = any(${payments.map(({ id }) => id)})`)
  const known = new Set(rowsOfOurs.map(keyOf))
  const byOrder = new Map(payments.map((payment) => [payment.providerOrderId, payment]))
  return refunds.flatMap((refund) => {
    const payment = byOrder.get(refund.providerOrderId)
    return payment && !known.has(keyOf(refund)) ? [{ refund, payment }] : []
  })
}

async function applyOne(input: SyncInput, refund: ProviderRefund, payment: Known): Promise<boolean> {
  const amountMinor = refund.amountIn(payment.currency)
  if (amountMinor === null || amountMinor <= 0) {
    log().warn({ providerRefundId: refund.providerRefundId }, 'a refund shows no amount of its payment’s currency')
    return false
  }
  const { providerRefundId, state, reason } = refund
  const told = { providerRefundId, amountMinor, state, reason }
  try {
    const outcome = await inTransaction((tx) =>
      applyProviderRefund(tx, { payment, told, seenBy: input.seenBy, at: input.clock.now() }),
    )
    return outcome !== 'unchanged'
  } catch (error) {
    // One that cannot be applied now must not hide the others; the next look finds it again.
    log().warn({ err: error, providerRefundId }, 'a listed refund is left for later')
    return false
  }
}

/** Applies refunds as the API lists them, oldest first, to payments of ours of any age. @returns how many were news. */
export async function applyListed(input: SyncInput, refunds: readonly ProviderRefund[]): Promise<number> {
  let changed = 0
  for (const { refund, payment } of (await findNews(input, refunds)).toReversed()) {
    if (await applyOne(input, refund, payment)) changed += 1
  }
  return changed
}

/**
 * One call: reads the provider's newest refunds, applies what is news, and decides about our own that were sent and never
 * answered. Safe to repeat and to run at the same time.
 */
export async function syncRefunds(input: SyncInput): Promise<Result<Synced, GatewayError>> {
  const capability = input.gateway.refunds
  if (!capability) return ok({ changed: 0, refunds: [] })
  const askedAt = input.clock.now()
  const listed = await capability.listNewest()
  if (!listed.ok) return err(listed.error)
  const { refunds, isWhole } = listed.value
  const changed = await applyListed(input, refunds)
  if (isWhole) await giveUpMissing(input, askedAt, refunds)
  return ok({ changed, refunds })
}
