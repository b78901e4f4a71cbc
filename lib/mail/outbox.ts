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
  const { orderId, kind, sequence = 1, toAddress, at } = mail
  tx.send(sql`
    insert into mails (order_id, kind, sequence, to_address, next_try_at, created_at)
    values (${orderId}, ${kind}, ${sequence}, ${toAddress}, ${at}, ${at})
    on conflict (order_id, kind, sequence) do nothing`)
  await registerMailToken(tx, { orderId, kind, sequence, at })
}
