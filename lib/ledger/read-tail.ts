import 'server-only'
import { type Queries, sql } from '@/lib/db'

/** What is posted and not chained yet; a tail that grows old means that no worker seals. */
export type LedgerTail = { count: number; oldestAt: Date | null }

/** The unsealed end of the ledger. */
export async function readLedgerTail(tx: Queries): Promise<LedgerTail> {
  const [tail] = await tx.rows<LedgerTail>(
    sql`select count(*)::int as count, min(at) as "oldestAt" from ledger_transactions where sealed_at is null`,
  )
  return tail ?? { count: 0, oldestAt: null }
}
