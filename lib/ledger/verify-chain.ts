import 'server-only'
import { sql, type Tx } from '@/lib/db'
import { type ChainLink, GENESIS, hashLink, linkColumns } from './chain'
import type { Disagreement } from './model'

const PAGE = 1_000

type Row = ChainLink & { hash: Buffer | null; previousHash: Buffer | null; isExplained: boolean }
type Sealed = Row & { hash: Buffer; previousHash: Buffer }
export type ChainFindings = {
  transactions: number
  entries: number
  sealed: number
  /** The newest hash, in hex: who keeps it elsewhere can tell a chain that was made anew. Null while nothing is sealed. */
  head: string | null
  disagreements: Disagreement[]
}

type Walk = ChainFindings & {
  last: { name: string; hash: Buffer } | null
  /** Rows without a seal since the last sealed one; harmless only at the end. */
  open: string[]
}

const nameOf = ({ id, postingKey, orderNumber }: ChainLink) =>
  `Transaction ${id} (${postingKey}${orderNumber === null ? '' : `, order ${orderNumber}`})`

/** A posting is explained by the payment or the completed refund that its key names. */
const isExplained = sql`
  case when t.posting_key ~ '^refund:[a-z]+:[a-z]+:[0-9]{1,9}$' then exists (select from refunds r
      where r.id = split_part(t.posting_key, ':', 4)::int and r.provider = t.provider and r.mode = t.mode
        and r.currency = t.currency and r.state = 'completed')
    when t.posting_key ~ '^(charge|matched|kept|tax|fee):' then
      t.posting_key = split_part(t.posting_key, ':', 1) || ':' || t.provider::text || ':' || t.mode::text || ':' || t.reference
      and exists (select from payments p where p.provider = t.provider and p.mode = t.mode
        and p.provider_order_id = t.reference and p.currency = t.currency)
    else false end`

const readPage = (tx: Tx, afterId: number) =>
  tx.rows<Row>(sql`
    select ${linkColumns}, t.hash, t.previous_hash as "previousHash", ${isExplained} as "isExplained"
    from ledger_transactions t where t.id > ${afterId} order by t.id limit ${PAGE}`)

/** Why a row does not follow the one before it. */
async function brokenBefore(tx: Tx, row: Sealed, walk: Walk): Promise<Disagreement> {
  const [ancestor] = await tx.rows<{ id: number }>(
    sql`select id from ledger_transactions where hash = ${row.previousHash} and id < ${row.id}`,
  )
  const before = walk.last?.name ?? 'the beginning'
  if (ancestor || row.previousHash.equals(GENESIS)) {
    const place = ancestor ? `transaction ${ancestor.id}` : 'the beginning'
    return { subject: before, problem: `was inserted: transaction ${row.id} was sealed right after ${place}.` }
  }
  const problem = `does not follow ${before}: a transaction between them was removed, or that one was sealed anew.`
  return { subject: nameOf(row), problem }
}

async function checkSeal(tx: Tx, row: Sealed, walk: Walk): Promise<Disagreement[]> {
  const found = walk.open.map((subject) => ({
    subject,
    problem: `stands without a seal before sealed transaction ${row.id}: it was inserted.`,
  }))
  if (!hashLink(row.previousHash, row).equals(row.hash)) {
    found.push({
      subject: nameOf(row),
      problem: 'was changed after it was sealed: its hash is not that of its content.',
    })
  }
  if (!row.previousHash.equals(walk.last?.hash ?? GENESIS)) found.push(await brokenBefore(tx, row, walk))
  walk.open = []
  walk.last = { name: nameOf(row), hash: row.hash }
  walk.sealed += 1
  walk.head = row.hash.toString('hex')
  return found
}

function checkContent(row: Row): Disagreement[] {
  const found: Disagreement[] = []
  const sumMinor = row.entries.reduce((sum, entry) => sum + entry.amountMinor, 0)
  if (row.entries.length === 0) found.push({ subject: nameOf(row), problem: 'has no entries.' })
  if (sumMinor !== 0) {
    const problem = `does not balance: its entries add up to ${sumMinor} ${row.currency} in minor units.`
    found.push({ subject: nameOf(row), problem })
  }
  if (!row.isExplained) {
    found.push({ subject: nameOf(row), problem: 'is explained by no payment and no completed refund of the shop.' })
  }
  return found
}

async function checkRow(tx: Tx, row: Row, walk: Walk): Promise<void> {
  const { hash, previousHash } = row
  walk.transactions += 1
  walk.entries += row.entries.length
  walk.disagreements.push(...checkContent(row))
  if (hash && previousHash) walk.disagreements.push(...(await checkSeal(tx, { ...row, hash, previousHash }, walk)))
  else walk.open.push(nameOf(row))
}

/** Walks the whole ledger in order and names each row that was changed, removed, inserted, or that nothing explains. */
export async function verifyChain(tx: Tx): Promise<ChainFindings> {
  const walk: Walk = { transactions: 0, entries: 0, sealed: 0, head: null, disagreements: [], last: null, open: [] }
  let page = await readPage(tx, 0)
  while (page.length > 0) {
    for (const row of page) await checkRow(tx, row, walk)
    page = await readPage(tx, page.at(-1)?.id ?? 0)
  }
  const { transactions, entries, sealed, head, disagreements } = walk
  return { transactions, entries, sealed, head, disagreements }
}
