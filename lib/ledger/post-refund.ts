import 'server-only'
import { sql, type Tx } from '@/lib/db'
import { postLedger } from './post'
import { refundPosting } from './postings'
import { readPaymentOnBooks } from './read-standing'

type RefundRow = { paymentId: number; providerRefundId: string | null; amountMinor: number }

/**
 * Posts a completed refund, with its share of the tax when the money was earned. Call it in the transaction that makes
 * the row `completed`; several of one payment may follow one another. Safe to repeat: a refund is posted once.
 * @throws when the refund is not there or not completed.
 */
export async function postRefund(tx: Tx, { refundId, at }: { refundId: number; at: Date }): Promise<void> {
  const [row] = await tx.rows<RefundRow>(sql`
    select payment_id as "paymentId", provider_refund_id as "providerRefundId", amount_minor as "amountMinor"
    from refunds where id = ${refundId} and state = 'completed'`)
  if (!row) throw new Error(`refund ${refundId} is not there, or is not completed`)
  const payment = await readPaymentOnBooks(tx, row.paymentId)
  await postLedger(tx, refundPosting(payment, payment, { refundId, ...row }, at))
}
