import 'server-only'
import { randomUUID } from 'node:crypto'
import type { Clock } from '@/lib/clock'
import { inTransaction, sql, type Tx } from '@/lib/db'
import { writeTimeline } from '@/lib/orders/timeline'
import { fromMajor } from '@/lib/shared/money'
import { err, ok, type Result } from '@/lib/shared/result'
import { applyProviderRefund } from './apply-refund'

export type EnterRefund = {
  paymentId: number
  /** As a merchant reads it in the provider's dashboard: “12.50”. */
  amountText: string
  clock: Clock
}

export type EnterRefundError = { code: 'not_asked' | 'bad_amount'; leftMinor: number; currency: string }

type Asked = {
  id: number
  orderId: number | null
  providerOrderId: string
  currency: string
  leftMinor: number
  /** What went back of it, as far as it is known here. */
  knownMinor: number
  toldAt: Date | null
}

/** The order's lock comes before the payment's, as everywhere. */
async function lockAsked(tx: Tx, paymentId: number): Promise<Asked | null> {
  await tx.rows(sql`
    select id from orders where id = (select order_id from payments where id = ${paymentId}) for update`)
  const [asked] = await tx.rows<Asked>(sql`
    select id, order_id as "orderId", provider_order_id as "providerOrderId", currency,
      gross_minor - refunded_minor as "leftMinor", refunded_minor as "knownMinor",
      part_refund_told_at as "toldAt" from payments where id = ${paymentId} for update`)
  return asked ?? null
}

/** The event that asked told of a part that was entered before it came. */
async function noteNothingMore(tx: Tx, { orderId, providerOrderId }: Asked, at: Date): Promise<void> {
  if (orderId === null) return
  const text = `A merchant looked in the provider’s dashboard: no further part of payment ${providerOrderId} went back.`
  await writeTimeline(tx, { orderId, at, actor: 'merchant', kind: 'looked_at', text })
}

/**
 * What a person read in a provider's dashboard: how much more of a payment went back, where the provider tells only that a
 * part did. It is less than what is left, else the provider would say that all of it went back; 0 says that what is known
 * already is all. Safe to repeat: it is asked for once. @returns the minor units that were recorded.
 */
export async function enterRefund({
  paymentId,
  amountText,
  clock,
}: EnterRefund): Promise<Result<number, EnterRefundError>> {
  return inTransaction(async (tx) => {
    const asked = await lockAsked(tx, paymentId)
    if (!asked?.toldAt) return err({ code: 'not_asked', leftMinor: 0, currency: asked?.currency ?? 'USD' })
    const { leftMinor, knownMinor, currency } = asked
    const amountMinor = fromMajor(amountText.replace(',', '.'), currency)
    const leastMinor = knownMinor > 0 ? 0 : 1
    if (amountMinor === null || amountMinor < leastMinor || amountMinor >= leftMinor) {
      return err({ code: 'bad_amount', leftMinor, currency })
    }
    await tx.rows(sql`update payments set part_refund_told_at = null where id = ${paymentId}`)
    if (amountMinor === 0) {
      await noteNothingMore(tx, asked, clock.now())
      return ok(0)
    }
    const told = {
      providerRefundId: `entered:${randomUUID()}`,
      amountMinor,
      state: 'completed' as const,
      reason: 'Made in the provider’s dashboard; its amount was entered by hand.',
    }
    await applyProviderRefund(tx, { payment: asked, told, seenBy: 'merchant', at: clock.now() })
    return ok(amountMinor)
  })
}
