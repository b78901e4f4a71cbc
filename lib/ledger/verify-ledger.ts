import 'server-only'
import { inTransaction, sql, type Tx } from '@/lib/db'
import type { Disagreement, LedgerMode } from './model'
import { type LedgerTail, readLedgerTail } from './read-tail'
import { type ChainFindings, verifyChain } from './verify-chain'
import { verifyOrders } from './verify-orders'
import { verifyPayments } from './verify-payments'

const TIMEOUT_MS = 600_000

export type TrialBalance = { mode: LedgerMode; currency: string; account: string; amountMinor: number }

export type LedgerReport = {
  chain: Omit<ChainFindings, 'disagreements'>
  payments: number
  refunds: number
  paidOrders: number
  balances: TrialBalance[]
  tail: LedgerTail
  disagreements: Disagreement[]
}

const readBalances = (tx: Tx) =>
  tx.rows<TrialBalance>(sql`
    select t.mode, t.currency, e.account, sum(e.amount_minor)::float8 as "amountMinor"
    from ledger_entries e join ledger_transactions t on t.id = e.transaction_id group by 1, 2, 3 order by 1, 2, 3`)

/**
 * Proves the books, on one snapshot of the database: every transaction balances, the chain is unbroken and each hash is
 * the one its content makes, each payment and completed refund stands in the ledger exactly as it is and nothing else
 * does, and paid orders have their money. Names whatever disagrees; changes nothing.
 */
export async function verifyLedger(): Promise<LedgerReport> {
  return inTransaction(
    async (tx) => {
      await tx.rows(sql`set transaction isolation level repeatable read, read only`)
      await tx.rows(sql`set local statement_timeout = 600000`)
      const { disagreements: broken, ...chain } = await verifyChain(tx)
      const payments = await verifyPayments(tx)
      const orders = await verifyOrders(tx)
      return {
        chain,
        payments: payments.checked,
        refunds: orders.refunds,
        paidOrders: orders.paidOrders,
        balances: await readBalances(tx),
        tail: await readLedgerTail(tx),
        disagreements: [...broken, ...payments.disagreements, ...orders.disagreements],
      }
    },
    { timeoutMs: TIMEOUT_MS },
  )
}
