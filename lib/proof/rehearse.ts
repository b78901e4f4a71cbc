import 'server-only'
import { inTransaction, sql, type Tx } from '@/lib/db'
import { type DescribedChange, describeChange } from './describe-change'
import { type SnapshotSubject, snapshotOrder } from './snapshot-order'

/** What a rehearsal came to, and what it would have changed. */
export type Rehearsed<Outcome> = { outcome: Outcome; orderId: number | null; changes: DescribedChange[] }

class RolledBack<Outcome> extends Error {
  constructor(readonly rehearsed: Rehearsed<Outcome>) {
    super('a rehearsal is always rolled back')
  }
}

/** Locks of a rehearsal are held for no longer than this. */
const rehearseWithinMs = 3_000

/**
 * Lets `act` happen in a transaction that is always rolled back, and tells what would be different: order, stock, ledger
 * and mails. `act` must do nothing but SQL. Nothing remains of it; only ids drawn from sequences of rows are skipped.
 */
export async function rehearse<Outcome>(
  act: (tx: Tx) => Promise<Outcome>,
  subjectOf: (tx: Tx, outcome: Outcome) => Promise<SnapshotSubject>,
): Promise<Rehearsed<Outcome>> {
  const work = async (tx: Tx): Promise<never> => {
    // A settlement under way goes first: what it will have changed cannot be foretold.
    await tx.rows(sql`set local lock_timeout = '1s'`)
    await tx.rows(sql`savepoint rehearsal`)
    const outcome = await act(tx)
    // Only now it is known which order is concerned, so its earlier state is read after going back to it.
    const subject = await subjectOf(tx, outcome)
    const after = await snapshotOrder(tx, subject)
    await tx.rows(sql`rollback to savepoint rehearsal`)
    const before = await snapshotOrder(tx, subject)
    throw new RolledBack({ outcome, orderId: subject.orderId, changes: describeChange(before, after) })
  }
  try {
    return await inTransaction(work, { timeoutMs: rehearseWithinMs })
  } catch (error) {
    if (error instanceof RolledBack) return error.rehearsed
    throw error
  }
}
