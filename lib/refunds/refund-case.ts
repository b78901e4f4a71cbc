import 'server-only'
import { sql, type Tx } from '@/lib/db'
import { claimSql } from '@/lib/ledger/read-standing'
import type { OrderStatus } from '@/lib/orders/model'
import { lockOrder } from '@/lib/orders/order-state'
import type { Mode, ProviderId } from '@/lib/payments/contract/provider-id'
import type { RefundableLine, RefundableOrder, RefundablePayment } from './model'
import type { RefundedPayment } from './told-refund'

/** A payment with where it was made. */
export type StatePayment = RefundablePayment & {
  provider: ProviderId
  mode: Mode
  providerOrderId: string
  currency: string
}

/** What of an order a refund may change. */
export type RefundedOrder = {
  id: number
  number: number
  status: OrderStatus
  stockState: 'held' | 'released' | 'sold'
  email: string
}

/** Everything that decides what can be given back. `order` is null for money that no order explains. */
export type RefundCase = Omit<RefundableOrder, 'payments'> & {
  order: RefundedOrder | null
  payments: readonly StatePayment[]
}

/** Which money is meant: that of an order, or a payment that no order explains. */
export type RefundSubject = { orderId: number } | { orderId: null; paymentId: number }

const readPayments = (tx: Tx, subject: RefundSubject) =>
  tx.rows<StatePayment>(sql`
    select p.id, p.verdict, p.provider, p.mode, p.provider_order_id as "providerOrderId", p.currency,
      (${claimSql}) = 'earned' as "isEarned", a.line_id as "lineId", p.gross_minor as "grossMinor",
      p.refunded_minor as "refundedMinor",
      (select coalesce(sum(r.amount_minor), 0)::int from refunds r
        where r.payment_id = p.id and r.state in ('requested', 'pending', 'unknown')) as "underWayMinor"
    from payments p left join orders o on o.id = p.order_id left join attempts a on a.id = p.attempt_id
    where ${subject.orderId === null ? sql`p.id = ${subject.paymentId} and p.order_id is null` : sql`p.order_id = ${subject.orderId}`}
    order by p.id`)

const readLines = (tx: Tx, orderId: number | null) =>
  tx.rows<RefundableLine>(sql`
    select l.id, l.quantity, l.total_minor as "totalMinor", coalesce(sum(g.quantity), 0)::int as "refundedUnits",
      coalesce(sum(g.amount_minor), 0)::int as "refundedMinor"
    from order_lines l left join (select rl.* from refund_lines rl join refunds r on r.id = rl.refund_id
      where r.state <> 'failed') g on g.order_line_id = l.id
    where l.order_id = ${orderId} group by l.id order by l.position`)

/** Reads what can be given back; after `lockSubject`, or for show only. */
export async function readRefundCase(tx: Tx, subject: RefundSubject): Promise<RefundCase> {
  const [order] = await tx.rows<RefundedOrder & { isPaid: boolean }>(sql`
    select id, number, status, stock_state as "stockState", email, paid_at is not null as "isPaid"
    from orders where id = ${subject.orderId}`)
  return {
    order: order ?? null,
    isPaid: order?.isPaid ?? false,
    isPartlyPaid: order?.status === 'partly_paid',
    payments: await readPayments(tx, subject),
    lines: await readLines(tx, subject.orderId),
  }
}

/** Locks the order, or the payment that has none: refunds of the same money follow one another. False = not there. */
export async function lockSubject(tx: Tx, subject: RefundSubject): Promise<boolean> {
  if (subject.orderId !== null) return (await lockOrder(tx, subject.orderId)) !== null
  const [row] = await tx.rows(sql`
    select id from payments where id = ${subject.paymentId} and order_id is null for update`)
  return row !== undefined
}

type ProviderPayment = { provider: ProviderId; mode: Mode; providerOrderId: string }

/**
 * A payment that is written down, locked as its refunds are: what is read of it from now on is what they add to. Null when
 * there is none, or when it was given to an order at the same moment.
 */
export async function lockRefundedPayment(
  tx: Tx,
  { provider, mode, providerOrderId }: ProviderPayment,
): Promise<RefundedPayment | null> {
  const [payment] = await tx.rows<RefundedPayment>(sql`
    select id, order_id as "orderId" from payments where provider = ${provider}::provider
      and mode = ${mode}::payment_mode and provider_order_id = ${providerOrderId}`)
  if (!payment) return null
  const { id, orderId } = payment
  const subject = orderId === null ? { orderId, paymentId: id } : { orderId }
  return (await lockSubject(tx, subject)) ? payment : null
}
