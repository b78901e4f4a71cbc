import 'server-only'
import { sql, type Tx } from '@/lib/db'
import type { Account } from '@/lib/ledger/model'
import type { OrderStatus } from '@/lib/orders/model'

/** Which state is looked at: an order's, and that of the payment which may belong to it. */
export type SnapshotSubject = { orderId: number | null; provider: string; mode: string; providerOrderId: string }

/** An order as far as money, goods and mails go, at one moment; amounts in minor units of their currency. */
export type OrderSnapshot = {
  order: {
    status: OrderStatus
    fulfilment: string
    receiptNumber: number | null
    confirmedBy: string | null
    currency: string
    refundDueMinor: number
    paidLate: boolean
    paidTwice: boolean
    reviewReason: string | null
  } | null
  stock: { sku: string; units: number }[]
  payments: { providerOrderId: string; verdict: string; currency: string; grossMinor: number; refundedMinor: number }[]
  refunds: { id: number; state: string; currency: string; amountMinor: number }[]
  ledger: { account: Account; currency: string; amountMinor: number }[]
  mails: { kind: string; count: number }[]
  story: { id: number; text: string }[]
}

const readOrder = (tx: Tx, orderId: number | null) =>
  tx.rows<NonNullable<OrderSnapshot['order']>>(sql`
    select status, fulfilment, receipt_number as "receiptNumber", confirmed_by as "confirmedBy", currency,
      refund_due_minor as "refundDueMinor", paid_late as "paidLate", paid_twice as "paidTwice",
      review_reason as "reviewReason"
    from orders where id = ${orderId}::int`)

const readGoods = (tx: Tx, orderId: number | null) =>
  tx.rows<OrderSnapshot['stock'][number]>(sql`
    select sku, stock as units from variants
    where stock is not null and id in (select variant_id from order_lines where order_id = ${orderId}::int) order by sku`)

/** The order's payments, and the one that is looked at wherever it belongs. */
const paymentsOf = ({ orderId, provider, mode, providerOrderId }: SnapshotSubject) => sql`
  select id, provider_order_id, provider, mode from payments p where p.order_id = ${orderId}::int
    or (p.provider = ${provider}::provider and p.mode = ${mode}::payment_mode
      and p.provider_order_id = ${providerOrderId})`

const readPayments = (tx: Tx, subject: SnapshotSubject) =>
  tx.rows<OrderSnapshot['payments'][number]>(sql`
    select provider_order_id as "providerOrderId", verdict, currency, gross_minor as "grossMinor",
      refunded_minor as "refundedMinor"
    from payments where id in (select id from (${paymentsOf(subject)}) known) order by id`)

const readRefunds = (tx: Tx, subject: SnapshotSubject) =>
  tx.rows<OrderSnapshot['refunds'][number]>(sql`
    select id, state, currency, amount_minor as "amountMinor" from refunds
    where payment_id in (select id from (${paymentsOf(subject)}) known) order by id`)

const readLedger = (tx: Tx, { orderId, provider, mode, providerOrderId }: SnapshotSubject) =>
  tx.rows<OrderSnapshot['ledger'][number]>(sql`
    select e.account, t.currency, sum(e.amount_minor)::int as "amountMinor"
    from ledger_transactions t join ledger_entries e on e.transaction_id = t.id
    where t.order_number = (select number from orders where id = ${orderId}::int)
      or (t.order_number is null and t.provider = ${provider}::provider and t.mode = ${mode}::payment_mode
        and t.reference = ${providerOrderId})
    group by e.account, t.currency order by t.currency, e.account`)

const readMails = (tx: Tx, orderId: number | null) =>
  tx.rows<OrderSnapshot['mails'][number]>(
    sql`select kind, count(*)::int as count from mails where order_id = ${orderId}::int group by kind order by kind`,
  )

const readStory = (tx: Tx, orderId: number | null) =>
  tx.rows<OrderSnapshot['story'][number]>(
    sql`select id, text from timeline where order_id = ${orderId}::int order by id`,
  )

/** Reads all that a settlement may change about one order, as the transaction sees it. Changes nothing. */
export async function snapshotOrder(tx: Tx, subject: SnapshotSubject): Promise<OrderSnapshot> {
  const { orderId } = subject
  const [order] = await readOrder(tx, orderId)
  return {
    order: order ?? null,
    stock: await readGoods(tx, orderId),
    payments: await readPayments(tx, subject),
    refunds: await readRefunds(tx, subject),
    ledger: await readLedger(tx, subject),
    mails: await readMails(tx, orderId),
    story: await readStory(tx, orderId),
  }
}
