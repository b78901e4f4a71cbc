import 'server-only'
import { sql, type Tx } from '@/lib/db'
import { registerMailToken } from '@/lib/orders/tokens'
import type { MailKind } from './model'

/**
 * Puts a mail into the outbox, in the transaction that causes it; the worker sends it. At most one per order, kind and
 * sequence, so safe to repeat: a second call changes nothing. Of `order_refunded` the sequence is the refund's id, one
 * mail for each. Its text is made from the order when it is sent.
 */
export async function enqueueMail(
  tx: Tx,
  mail: { orderId: number; kind: MailKind; sequence?: number; toAddress: string; at: Date },
): Promise<void> {
  const [row] = await tx.rows<{ id: number }>(sql`
    insert into mails (order_id, kind, sequence, to_address, next_try_at, created_at)
    values (${mail.orderId}, ${mail.kind}, ${mail.sequence ?? 1}, ${mail.toAddress}, ${mail.at}, ${mail.at})
    on conflict (order_id, kind, sequence) do nothing
    returning id`)
  if (row) await registerMailToken(tx, { orderId: mail.orderId, mailId: row.id, at: mail.at })
}
