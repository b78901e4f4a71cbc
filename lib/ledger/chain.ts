import 'server-only'
import { createHash } from 'node:crypto'
import { type Prisma, sql } from '@/lib/db'
import type { LedgerMode } from './model'

export type ChainEntry = { id: number; account: string; amountMinor: number }

/** A transaction with everything that its hash covers. */
export type ChainLink = {
  id: number
  postingKey: string
  at: Date
  kind: string
  mode: LedgerMode
  currency: string
  orderNumber: number | null
  provider: string
  reference: string
  entries: ChainEntry[]
}

/** What the first transaction follows. */
export const GENESIS = Buffer.alloc(32)

/** Columns of a ChainLink, for `from ledger_transactions t`. */
export const linkColumns: Prisma.Sql = sql`
  t.id, t.posting_key as "postingKey", t.at, t.kind, t.mode, t.currency, t.order_number as "orderNumber", t.provider,
  t.reference, (select coalesce(json_agg(json_build_object('id', e.id, 'account', e.account, 'amountMinor', e.amount_minor)
    order by e.id), '[]') from ledger_entries e where e.transaction_id = t.id) as entries`

/** One text for one content: fields in a fixed order, the time in UTC, entries by id. Pure. */
function canonicalText(link: ChainLink): string {
  const { id, postingKey, at, kind, mode, currency, orderNumber, provider, reference } = link
  const entries = link.entries.map((entry) => [entry.id, entry.account, entry.amountMinor])
  return JSON.stringify([
    id,
    postingKey,
    at.toISOString(),
    kind,
    mode,
    currency,
    orderNumber,
    provider,
    reference,
    entries,
  ])
}

/** SHA-256 of the hash before it and the transaction's canonical JSON. Pure. */
export function hashLink(previousHash: Buffer, link: ChainLink): Buffer {
  return createHash('sha256').update(previousHash).update(canonicalText(link)).digest()
}
