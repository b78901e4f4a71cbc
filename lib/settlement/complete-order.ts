import 'server-only'
import { type StockMove, takeStock } from '@/lib/catalog/stock'
import { sql, type Tx } from '@/lib/db'
import { enqueueMail } from '@/lib/mail/outbox'
import { endPages, tidyProducts } from '@/lib/orders/close-pages'
import { freeOtherHolds } from '@/lib/orders/free-other-holds'
import { isClosedUnpaid } from '@/lib/orders/model'
import type { OrderState } from '@/lib/orders/order-state'
import { type TimelineActor, writeTimeline } from '@/lib/orders/timeline'
import { canMove } from '@/lib/orders/transitions'

/** How the shop learned that an order is paid. */
export type ConfirmedBy = 'webhook' | 'return_check' | 'sweep' | 'merchant'

/** What makes an order paid. */
export type Completion = {
  at: Date
  confirmedBy: ConfirmedBy
  actor: TimelineActor
  merchantId?: number
  /** The attempt that was paid; null when a merchant says so by hand. */
  attemptId: number | null
  /** What came in, tax included: the refund due when the goods are gone. Null: then nothing is written at all. */
  grossMinor: number | null
  text: string
}

/** `takeReceipt` makes the order paid and must be the last statement before the commit. */
export type CompletionOutcome = { outcome: 'paid'; takeReceipt: () => Promise<void> } | { outcome: 'sold_out' }

const toMove = (line: OrderState['lines'][number]): StockMove[] =>
  line.variantId === null ? [] : [{ lineId: line.id, variantId: line.variantId, quantity: line.quantity }]

/** All of it or nothing; what was locked on the way is let go of again. */
async function tryStock(tx: Tx, moves: StockMove[]): Promise<boolean> {
  await tx.rows(sql`savepoint stock`)
  const missing = await takeStock(tx, moves)
  if (missing.length === 0) return true
  await tx.rows(sql`rollback to savepoint stock`)
  return false
}

/**
 * An order whose hold was freed must find its stock again. What a newer, unpaid order of the same cart took over gives
 * way: money decides which of the two gets the goods.
 */
async function secureStock(tx: Tx, order: OrderState, at: Date): Promise<boolean> {
  if (order.stockState !== 'released') return true
  const moves = order.lines.flatMap(toMove)
  if (await tryStock(tx, moves)) return true
  if (order.cartId === null) return false
  await tx.rows(sql`savepoint holds`)
  const variantIds = moves.map((move) => move.variantId)
  const text = `Order ${order.number} of the same cart was paid: it takes the stock.`
  await freeOtherHolds(tx, { cartId: order.cartId, keepOrderId: order.id, variantIds, at, text })
  if (await tryStock(tx, moves)) return true
  await tx.rows(sql`rollback to savepoint holds`)
  return false
}

/** Takes out of the cart exactly what was paid, so that what was added meanwhile stays. */
async function emptyCart(tx: Tx, order: OrderState, at: Date): Promise<void> {
  if (order.cartId === null) return
  tx.send(sql`
    with paid as (select variant_id, sum(quantity)::int as quantity from order_lines where order_id = ${order.id} group by variant_id),
      gone as (delete from cart_lines c using paid where c.cart_id = ${order.cartId} and c.variant_id = paid.variant_id and c.quantity <= paid.quantity),
      fewer as (update cart_lines c set quantity = c.quantity - paid.quantity from paid
        where c.cart_id = ${order.cartId} and c.variant_id = paid.variant_id and c.quantity > paid.quantity)
    update carts set updated_at = ${at} where id = ${order.cartId}`)
}

/** Digital lines are delivered by being paid. */
async function fulfilDigitalLines(tx: Tx, order: OrderState, at: Date): Promise<string> {
  const digital = order.lines.filter((line) => line.kind === 'digital').length
  if (digital === 0) return 'unfulfilled'
  tx.send(
    sql`update order_lines set fulfilled_at = ${at} where order_id = ${order.id} and kind = 'digital' and fulfilled_at is null`,
  )
  return digital === order.lines.length ? 'fulfilled' : 'partly_fulfilled'
}

/** No session of an order that has its money is live any more, and its own products come off sale. */
export async function closeAttempts(
  tx: Tx,
  orderId: number,
  { attemptId, at }: Pick<Completion, 'attemptId' | 'at'>,
): Promise<void> {
  tx.send(sql`
    with closed as (${endPages(orderId, attemptId)}) ${tidyProducts(orderId, at)}`)
}

/** The receipt number is taken by the last statement before commit: no gaps, and the counter is locked only for a moment. */
async function markPaid(
  tx: Tx,
  order: OrderState,
  completion: Completion,
  fulfilment: string,
  late: boolean,
): Promise<void> {
  tx.send(sql`
    with receipt as (update receipt_counters set last = last + 1 where mode = ${order.mode}::payment_mode returning last)
    update orders set status = 'paid', paid_at = ${completion.at}, confirmed_by = ${completion.confirmedBy},
      receipt_number = (select last from receipt), stock_state = 'sold', open_key = null,
      fulfilment = ${fulfilment}::fulfilment, paid_late = ${late}, review_reason = null
    where id = ${order.id}`)
}

async function sendToReview(tx: Tx, order: OrderState, completion: Completion, late: boolean): Promise<void> {
  const reason = 'Paid, but the goods were sold out by then: the money is to be refunded.'
  await closeAttempts(tx, order.id, completion)
  await tx.rows(sql`
    update orders set status = 'needs_review', open_key = null, paid_late = ${late}, review_reason = ${reason},
      refund_due_minor = refund_due_minor + ${completion.grossMinor}
    where id = ${order.id}`)
  await writeTimeline(tx, {
    orderId: order.id,
    at: completion.at,
    actor: completion.actor,
    kind: 'needs_review',
    ...(canMove(order.status, 'needs_review') && { fromStatus: order.status, toStatus: 'needs_review' as const }),
    text: reason,
  })
  await enqueueMail(tx, { orderId: order.id, kind: 'order_review', toAddress: order.email, at: completion.at })
}

/**
 * The only place where an order becomes `paid`. The order and its cart are locked by the caller, who has checked that its
 * status can move there. Takes stock again when the hold was freed; sold out in the meantime means `needs_review` with the refund
 * due. The caller runs `takeReceipt` last.
 */
export async function completeOrder(tx: Tx, order: OrderState, completion: Completion): Promise<CompletionOutcome> {
  if (!canMove(order.status, 'paid')) throw new Error(`order ${order.number} cannot move from ${order.status} to paid`)
  const late = isClosedUnpaid(order.status)
  if (!(await secureStock(tx, order, completion.at))) {
    if (completion.grossMinor !== null) await sendToReview(tx, order, completion, late)
    return { outcome: 'sold_out' }
  }
  await closeAttempts(tx, order.id, completion)
  const fulfilment = await fulfilDigitalLines(tx, order, completion.at)
  await emptyCart(tx, order, completion.at)
  await writeTimeline(tx, {
    orderId: order.id,
    at: completion.at,
    actor: completion.actor,
    merchantId: completion.merchantId ?? null,
    kind: 'paid',
    fromStatus: order.status,
    toStatus: 'paid',
    text: completion.text,
    data: { confirmedBy: completion.confirmedBy, late },
  })
  await enqueueMail(tx, { orderId: order.id, kind: 'order_paid', toAddress: order.email, at: completion.at })
  return { outcome: 'paid', takeReceipt: () => markPaid(tx, order, completion, fulfilment, late) }
}
