import 'server-only'
import { sql, type Tx } from '@/lib/db'
import type { Posting } from './model'

/**
 * Writes a posting and its entries in one statement of the caller's transaction; one that moves nothing is not written.
 * Safe to repeat: a key that is there already changes nothing. PostgreSQL refuses at the commit what does not balance.
 */
export async function postLedger(tx: Tx, posting: Posting): Promise<void> {
  if (posting.entries.length === 0) return
  // The transaction gets its number before the row gets its id: the sealer relies on it (seal-ledger.ts).
  await tx.rows(sql`
    with posted as (
      insert into ledger_transactions (posting_key, at, kind, mode, currency, order_number, provider, reference)
      select ${posting.postingKey}, ${posting.at}::timestamptz, ${posting.kind}, ${posting.mode}::payment_mode,
        ${posting.currency}, ${posting.orderNumber}::int, ${posting.provider}::provider, ${posting.reference}
      from pg_current_xact_id()
      on conflict (posting_key) do nothing returning id)
    insert into ledger_entries (transaction_id, account, amount_minor)
    select posted.id, entry.account, entry.amount_minor
    from posted, unnest(${posting.entries.map((entry) => entry.account)}::text[],
      ${posting.entries.map((entry) => entry.amountMinor)}::int[]) as entry(account, amount_minor)`)
}
