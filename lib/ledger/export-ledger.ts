import 'server-only'
import { inTransaction, sql, type Tx } from '@/lib/db'
import { toMajorText } from '@/lib/shared/money'
import { csvRecord } from './csv'

const PAGE = 1_000
const TIMEOUT_MS = 600_000

type Row = {
  id: number
  transactionId: number
  at: Date
  kind: string
  mode: string
  provider: string
  reference: string
  orderNumber: number | null
  account: string
  amountMinor: number
  currency: string
  postingKey: string
  sealedAt: Date | null
  hash: Buffer | null
}

const HEADINGS = [
  'transaction',
  'time_utc',
  'kind',
  'mode',
  'provider',
  'reference',
  'order',
  'account',
  'currency',
  'debit',
  'credit',
  'posting_key',
  'sealed_utc',
  'hash',
]

const readPage = (tx: Tx, after: Pick<Row, 'transactionId' | 'id'>) =>
  tx.rows<Row>(sql`
    select e.id, t.id as "transactionId", t.at, t.kind, t.mode, t.provider, t.reference, t.order_number as "orderNumber",
      e.account, e.amount_minor as "amountMinor", t.currency, t.posting_key as "postingKey", t.sealed_at as "sealedAt", t.hash
    from ledger_transactions t join ledger_entries e on e.transaction_id = t.id
    where (t.id, e.id) > (${after.transactionId}::int, ${after.id}::int) order by t.id, e.id limit ${PAGE}`)

function record(row: Row): string {
  const major = (amountMinor: number) => (amountMinor > 0 ? toMajorText({ amountMinor, currency: row.currency }) : '')
  return csvRecord([
    row.transactionId,
    row.at.toISOString(),
    row.kind,
    row.mode,
    row.provider,
    row.reference,
    row.orderNumber,
    row.account,
    row.currency,
    major(row.amountMinor),
    major(-row.amountMinor),
    row.postingKey,
    row.sealedAt?.toISOString() ?? '',
    row.hash?.toString('hex') ?? '',
  ])
}

/**
 * Writes the whole ledger as CSV, one record for each entry, amounts in the currency's own decimals; `write` gets it in
 * parts. Returns how many entries there were.
 */
export async function exportLedger(write: (part: string) => Promise<void>): Promise<number> {
  return inTransaction(
    async (tx) => {
      await tx.rows(sql`set transaction isolation level repeatable read, read only`)
      await write(csvRecord(HEADINGS))
      let count = 0
      let page = await readPage(tx, { transactionId: 0, id: 0 })
      while (page.length > 0) {
        await write(page.map(record).join(''))
        count += page.length
        page = await readPage(tx, page.at(-1) ?? { transactionId: 0, id: 0 })
      }
      return count
    },
    { timeoutMs: TIMEOUT_MS },
  )
}
