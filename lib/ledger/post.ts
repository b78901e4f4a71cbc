import 'server-only'
import { sql, type Tx } from '@/lib/db'
import type { Posting } from './model'

/**
 * Writes a posting and its entries in one statement of the caller's transaction; one that moves nothing is not written.
 * Safe to repeat: a key that is there already changes nothing. PostgreSQL refuses at the commit what does not balance.
 */
export async function postLedger(tx: Tx, posting: Posting): Promise<void> {
  if (posting.entries.length === 0) return
  tx.send(sql`
    with posted as (
      insert into ledger_transactions (posting_key, at, kind, mode, currency, order_number, provider, reference)
      values (${posting.postingKey}, ${posting.at}, ${posting.kind}, ${posting.mode}::payment_mode,
        ${posting.currency}, ${posting.orderNumber}, ${posting.provider}::provider, ${posting.reference})
      on conflict (posting_key) do nothing returning id)
    insert into ledger_entries (transaction_id, account, amount_minor)
    select posted.id, entry.account, entry.amount_minor
    from posted, unnest(${posting.entries.map((entry) => entry.account)}::text[],
      ${posting.entries.map((entry) => entry.amountMinor)}::int[]) as entry(account, amount_minor)`)
}
