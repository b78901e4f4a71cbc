import 'server-only'
import { type Prisma, sql, type Tx } from '@/lib/db'
import type { Mode, ProviderId } from '@/lib/payments/contract/provider-id'
import type { OrderStatus, PaymentVerdict } from './model'

/** How far an attempt to pay has come. */
export type AttemptState = 'creating' | 'open' | 'failed' | 'superseded' | 'paid'

/** A page that was opened, or is being opened, for an order. */
export type AttemptRecord = {
  id: number
  number: number
  provider: ProviderId
  mode: Mode
  /** The line it pays, when the order is paid item by item. */
  lineId: number | null
  state: AttemptState
  nonce: string
  expectedMinor: number
  currency: string
  discountCode: string | null
  providerProductId: string | null
  productIsOurs: boolean
  /** The provider's checkout, once it was opened. */
  sessionId: string | null
  url: string | null
}

/** Money that came for an order; minor units, tax included. */
export type PaymentRecord = {
  id: number
  attemptId: number | null
  provider: ProviderId
  mode: Mode
  providerOrderId: string
  verdict: PaymentVerdict
  grossMinor: number
  refundedMinor: number
}

/** A line with what it took from the shelf. */
export type LineRecord = {
  id: number
  variantId: number | null
  kind: 'physical' | 'digital'
  quantity: number
  stockTaken: number
}

/** One order with all that decides its next move, read under its lock. */
export type OrderState = {
  id: number
  number: number
  mode: Mode
  status: OrderStatus
  currency: string
  /** Before a discount. */
  subtotalMinor: number
  totalMinor: number
  email: string
  cartId: number | null
  stockState: 'held' | 'released' | 'sold'
  paidAt: Date | null
  receiptNumber: number | null
  refundDueMinor: number
  attempts: AttemptRecord[]
  payments: PaymentRecord[]
  lines: LineRecord[]
}

/** An order's id, or SQL that finds it. */
export type OrderIdSql = number | Prisma.Sql

/** Locks an order; null when there is none. Everything that moves an order does this first. */
export async function lockOrder(tx: Tx, orderId: OrderIdSql): Promise<number | null> {
  const [row] = await tx.rows<{ id: number }>(sql`select id from orders where id = ${orderId} for update`)
  return row?.id ?? null
}

/**
 * Locks an order's cart and then the order, as a checkout does, so that a payment and a shopper who presses Pay again
 * never wait for each other in a circle. For whoever may make the order paid; null when there is none.
 */
export async function lockOrderWithCart(tx: Tx, orderId: OrderIdSql): Promise<number | null> {
  tx.send(sql`
    select c.id from carts c join orders o on o.cart_id = c.id where o.id = ${orderId} for update of c`)
  return lockOrder(tx, orderId)
}

/**
 * Reads a locked order. A statement of its own after the lock: in one statement the rows beside the locked one would be
 * those from before the wait.
 */
export async function readOrderState(tx: Tx, orderId: number): Promise<OrderState> {
  const order = await findOrderState(tx, orderId)
  if (!order) throw new Error(`order ${orderId} was locked but is not there`)
  return order
}

/** The same for an order that may not exist. */
export async function findOrderState(tx: Tx, orderId: OrderIdSql): Promise<OrderState | null> {
  const [row] = await tx.rows<OrderState>(sql`
    select o.id, o.number, o.mode, o.status, o.currency, o.subtotal_minor as "subtotalMinor", o.total_minor as "totalMinor", o.email, o.cart_id as "cartId",
      o.stock_state as "stockState", o.paid_at as "paidAt", o.receipt_number as "receiptNumber",
      o.refund_due_minor as "refundDueMinor",
      (select coalesce(json_agg(json_build_object('id', a.id, 'number', a.number, 'provider', a.provider, 'mode', a.mode, 'lineId', a.line_id,
        'state', a.state, 'nonce', a.nonce, 'expectedMinor', a.expected_minor, 'currency', a.currency,
        'discountCode', a.discount_code, 'providerProductId', a.provider_product_id, 'productIsOurs', a.product_is_ours,
        'sessionId', a.provider_session_id, 'url', a.url) order by a.number), '[]') from attempts a where a.order_id = o.id) as attempts,
      (select coalesce(json_agg(json_build_object('id', p.id, 'attemptId', p.attempt_id, 'provider', p.provider, 'mode', p.mode,
        'providerOrderId', p.provider_order_id, 'verdict', p.verdict, 'grossMinor', p.gross_minor,
        'refundedMinor', p.refunded_minor) order by p.id), '[]') from payments p where p.order_id = o.id) as payments,
      (select coalesce(json_agg(json_build_object('id', l.id, 'variantId', l.variant_id, 'kind', l.kind,
        'quantity', l.quantity, 'stockTaken', l.stock_taken) order by l.position), '[]')
        from order_lines l where l.order_id = o.id) as lines
    from orders o where o.id = ${orderId}`)
  return row ?? null
}
