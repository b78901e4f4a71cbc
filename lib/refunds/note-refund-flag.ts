import 'server-only'
import type { Clock } from '@/lib/clock'
import { inTransaction, sql, type Tx } from '@/lib/db'
import type { ProviderPayment } from '@/lib/payments/contract/payments'
import type { ProviderRefund } from '@/lib/payments/contract/refunds'
import type { PaymentGateway } from '@/lib/payments/gateway'
import { applyProviderRefund } from './apply-refund'
import { flagRefundId } from './find-refund-row'
import { noteRefundExtent } from './note-refund-extent'
import { lockRefundedPayment } from './refund-case'
import type { RefundedPayment, RefundSeenBy } from './told-refund'

export type RefundFlag = {
  gateway: PaymentGateway
  /** As `GET /orders/:id` or the list of orders shows it. */
  payment: Pick<ProviderPayment, 'providerOrderId' | 'isRefunded' | 'refundExtent' | 'refundedMinor'>
  /** The provider's refunds, read after the payment. */
  listed: readonly ProviderRefund[]
  seenBy: RefundSeenBy
  clock: Clock
}

type Flagged = RefundedPayment & { grossMinor: number; refundedMinor: number }

async function findUnexplained(tx: Tx, { gateway, payment }: RefundFlag): Promise<Flagged | null> {
  const { providerOrderId } = payment
  const locked = await lockRefundedPayment(tx, { provider: gateway.id, mode: gateway.mode, providerOrderId })
  if (!locked) return null
  const [row] = await tx.rows<Flagged>(sql`
    select p.id, p.order_id as "orderId", p.gross_minor as "grossMinor", p.refunded_minor as "refundedMinor"
    from payments p where p.id = ${locked.id} and p.refunded_minor < p.gross_minor
      and not exists (select from refunds r where r.payment_id = p.id and r.state in ('pending', 'completed'))
      and not exists (select from refunds r where r.payment_id = p.id and r.state in ('requested', 'unknown')
        and r.amount_minor <> p.gross_minor)`)
  return row ?? null
}

/** Whether one of the provider's listed refunds accounts for the flag of an order; a partial one may set it too. Pure. */
export const explainsFlag = (listed: readonly ProviderRefund[], providerOrderId: string): boolean =>
  listed.some((refund) => refund.providerOrderId === providerOrderId && refund.state !== 'failed')

/**
 * An order that the API calls refunded while no refund in its list explains it: all of it went back, under an id that is
 * not known yet. A partial refund that set the flag explains it, and so does one of ours that is open. Safe to repeat.
 * @returns whether that was news.
 */
export async function noteRefundFlag(flag: RefundFlag): Promise<boolean> {
  return (isFlagOpen(flag) || isExtentTold(flag)) && inTransaction((tx) => noteFlagInTransaction(tx, flag))
}

/** The same as a part of the caller's transaction. */
export async function noteFlagInTransaction(tx: Tx, flag: RefundFlag): Promise<boolean> {
  if (isExtentTold(flag)) return noteRefundExtent(tx, flag)
  const { payment, seenBy, clock } = flag
  const found = isFlagOpen(flag) ? await findUnexplained(tx, flag) : null
  if (!found) return false
  const told = {
    providerRefundId: flagRefundId(payment.providerOrderId),
    amountMinor: found.grossMinor,
    state: 'completed' as const,
    reason: null,
  }
  const outcome = await applyProviderRefund(tx, { payment: found, told, seenBy, at: clock.now() })
  return outcome !== 'unchanged'
}

/** Without a list of refunds the payment's own word is all there is. */
const isExtentTold = ({ gateway, payment }: RefundFlag): boolean =>
  payment.isRefunded && payment.refundExtent !== undefined && gateway.refunds === undefined

function isFlagOpen({ payment, listed }: RefundFlag): boolean {
  // A part whose amount nobody tells is never taken for the whole.
  return payment.isRefunded && payment.refundExtent !== 'part' && !explainsFlag(listed, payment.providerOrderId)
}
