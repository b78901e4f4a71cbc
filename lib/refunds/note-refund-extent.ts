import 'server-only'
import type { Clock } from '@/lib/clock'
import { sql, type Tx } from '@/lib/db'
import { writeTimeline } from '@/lib/orders/timeline'
import type { ProviderPayment } from '@/lib/payments/contract/payments'
import type { PaymentGateway } from '@/lib/payments/gateway'
import { providerName } from '@/lib/payments/providers'
import { applyProviderRefund } from './apply-refund'
import { flagRefundId } from './find-refund-row'
import { lockRefundedPayment } from './refund-case'
import type { RefundedPayment, RefundSeenBy } from './told-refund'

type Extent = {
  gateway: Pick<PaymentGateway, 'id' | 'mode'>
  payment: Pick<ProviderPayment, 'providerOrderId' | 'refundExtent' | 'refundedMinor'>
  seenBy: RefundSeenBy
  clock: Clock
}

type Known = RefundedPayment & { grossMinor: number; refundedMinor: number; toldAt: Date | null }

/** Locked: two who hear of it at the same time must not both add what is missing. */
async function findKnown(tx: Tx, { gateway, payment }: Extent): Promise<Known | null> {
  const { providerOrderId } = payment
  const locked = await lockRefundedPayment(tx, { provider: gateway.id, mode: gateway.mode, providerOrderId })
  if (!locked) return null
  const [row] = await tx.rows<Known>(sql`
    select id, order_id as "orderId", gross_minor as "grossMinor", refunded_minor as "refundedMinor",
      part_refund_told_at as "toldAt"
    from payments where id = ${locked.id} and refunded_minor < gross_minor`)
  return row ?? null
}

/**
 * What a provider without a list of refunds says of a payment: all of it went back, or a part. A part whose amount is told
 * is recorded to that amount; one whose amount nobody tells waits for a person, and is never guessed. Safe to repeat.
 * @returns whether that was news.
 */
export async function noteRefundExtent(tx: Tx, extent: Extent): Promise<boolean> {
  const known = await findKnown(tx, extent)
  if (!known) return false
  const { providerOrderId, refundExtent, refundedMinor = null } = extent.payment
  if (refundExtent === 'whole') {
    return apply(tx, extent, { known, totalMinor: known.grossMinor, id: flagRefundId(providerOrderId) })
  }
  if (refundedMinor === null) return known.refundedMinor === 0 && askForAmount(tx, extent, known)
  return apply(tx, extent, { known, totalMinor: refundedMinor, id: `part:${providerOrderId}:${refundedMinor}` })
}

type Told = { known: Known; totalMinor: number; id: string }

async function apply(tx: Tx, { seenBy, clock }: Extent, { known, totalMinor, id }: Told): Promise<boolean> {
  const amountMinor = totalMinor - known.refundedMinor
  if (amountMinor <= 0) return false
  const told = { providerRefundId: id, amountMinor, state: 'completed' as const, reason: null }
  const outcome = await applyProviderRefund(tx, { payment: known, told, seenBy, at: clock.now() })
  await tx.rows(sql`update payments set part_refund_told_at = null where id = ${known.id}`)
  return outcome !== 'unchanged'
}

/** Puts the payment on the rescue list until a person has entered what went back. Safe to repeat. */
async function askForAmount(tx: Tx, { gateway, payment, seenBy, clock }: Extent, known: Known): Promise<boolean> {
  const at = clock.now()
  const [noted] = await tx.rows(sql`
    update payments set part_refund_told_at = ${at} where id = ${known.id} and part_refund_told_at is null returning id`)
  if (!noted) return false
  if (known.orderId === null) return true
  const text = `A part of payment ${payment.providerOrderId} went back, and ${providerName(gateway.id)} does not tell how much. Enter the amount on the Rescue page.`
  await writeTimeline(tx, {
    orderId: known.orderId,
    at,
    actor: 'provider',
    kind: 'refund_pending',
    text,
    data: { seenBy },
  })
  return true
}

/** Another part went back after the first one's amount was entered, which only an event tells. Safe to repeat. */
export async function noteFurtherPart(tx: Tx, extent: Extent): Promise<boolean> {
  const known = await findKnown(tx, extent)
  return known !== null && known.refundedMinor > 0 && askForAmount(tx, extent, known)
}
