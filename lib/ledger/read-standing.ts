import 'server-only'
import { type Prisma, sql, type Tx } from '@/lib/db'
import type { BookedPayment, Standing } from './model'

/** A payment as the books have it so far. */
export type PaymentOnBooks = BookedPayment & Standing & { paymentId: number }

/**
 * Whose the money of payment `p` at order `o` is, by rows alone: that of a paid order is earned; money that differs is
 * earned only when the books say that a merchant kept it.
 */
export const claimSql: Prisma.Sql = sql`
  case when p.verdict = 'unmatched' then 'unexplained'
    when p.verdict in ('settles', 'late') and o.paid_at is not null then 'earned'
    when p.verdict = 'mismatch' and exists (select from ledger_transactions t
      where t.posting_key = 'kept:' || p.provider || ':' || p.mode || ':' || p.provider_order_id) then 'earned'
    else 'owed' end`

/**
 * Reads a payment and locks it, so that postings for it follow one another. Refunds count from their own posting on.
 * @throws when there is no such payment.
 */
export async function readPaymentOnBooks(tx: Tx, paymentId: number): Promise<PaymentOnBooks> {
  await tx.rows(sql`select id from payments where id = ${paymentId} for update`)
  const [row] = await tx.rows<PaymentOnBooks>(sql`
    select p.id as "paymentId", p.provider, p.mode, p.provider_order_id as "providerOrderId", p.currency,
      o.number as "orderNumber", p.gross_minor as "grossMinor", p.tax_minor as "taxMinor", p.fee_minor as "feeMinor",
      (select coalesce(sum(r.amount_minor), 0)::int from refunds r where r.payment_id = p.id
        and exists (select from ledger_transactions t
          where t.posting_key = 'refund:' || p.provider || ':' || p.mode || ':' || r.id)) as "refundedMinor",
      ${claimSql} as claim
    from payments p left join orders o on o.id = p.order_id where p.id = ${paymentId}`)
  if (!row) throw new Error(`payment ${paymentId} is not there`)
  return row
}
