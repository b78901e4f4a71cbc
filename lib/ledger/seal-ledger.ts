import 'server-only'
import { setTimeout as pause } from 'node:timers/promises'
import type { Clock } from '@/lib/clock'
import { inTransaction, rows, sql, type Tx } from '@/lib/db'
import { type ChainLink, GENESIS, hashLink, linkColumns } from './chain'
import { readLedgerTail } from './read-tail'

const BATCH = 500
const POLL_MS = 50

export type SealInput = {
  clock: Clock
  /** How long to wait for transactions that were under way at the start; then the next round does it. */
  waitMs?: number
}

export type Sealing = { sealed: number; unsealed: number }

type Horizon = { lastId: number; writers: string[] }

/** Transactions that have begun to write to the ledger; the lock is taken before the row gets its id, kept to the end. */
const writers = sql`
  select virtualtransaction from pg_locks where locktype = 'relation' and mode = 'RowExclusiveLock' and granted
    and relation = 'ledger_transactions'::regclass
    and database = (select oid from pg_database where datname = current_database())`

/**
 * The newest visible row, and every transaction that may still commit an older one: it drew that id, and so held the
 * lock, before the newest row could be seen here.
 */
async function findHorizon(): Promise<Horizon | null> {
  const [horizon] = await rows<Horizon>(sql`
    select newest.id as "lastId", array(${writers}) as writers
    from (select max(id) as id from ledger_transactions where sealed_at is null) newest where newest.id is not null`)
  return horizon ?? null
}

/** True once all those transactions have ended: then no row below the horizon can appear any more. */
async function untilSettled(horizon: Horizon, waitMs: number): Promise<boolean> {
  if (horizon.writers.length === 0) return true
  const endsAt = performance.now() + waitMs
  for (;;) {
    const open = await rows(sql`${writers} and virtualtransaction = any(${horizon.writers}::text[])`)
    if (open.length === 0) return true
    if (performance.now() >= endsAt) return false
    await pause(POLL_MS)
  }
}

type Head = { id: number; hash: Buffer }

async function readHead(tx: Tx): Promise<Head> {
  const [head] = await tx.rows<Head>(
    sql`select id, hash from ledger_transactions where sealed_at is not null order by id desc limit 1`,
  )
  return head ?? { id: 0, hash: GENESIS }
}

type Seal = { id: number; previousHash: Buffer; hash: Buffer }

function chain(links: ChainLink[], head: Buffer): Seal[] {
  let previousHash = head
  return links.map((link) => {
    const seal = { id: link.id, previousHash, hash: hashLink(previousHash, link) }
    previousHash = seal.hash
    return seal
  })
}

/** Zero when nothing is left, or another process is sealing. */
function sealBatch({ lastId }: Horizon, at: Date): Promise<number> {
  return inTransaction(async (tx) => {
    const [lock] = await tx.rows<{ mine: boolean }>(
      sql`select pg_try_advisory_xact_lock(hashtextextended('ledger_seal', 0)) as mine`,
    )
    if (!lock?.mine) return 0
    const head = await readHead(tx)
    // What turns up behind the head was slipped in: it is left open for verifyLedger to name.
    const links = await tx.rows<ChainLink>(sql`
      select ${linkColumns} from ledger_transactions t
      where t.sealed_at is null and t.id > ${head.id} and t.id <= ${lastId} order by t.id limit ${BATCH}`)
    if (links.length === 0) return 0
    const seals = chain(links, head.hash)
    await tx.rows(sql`
      update ledger_transactions t set sealed_at = ${at}, previous_hash = decode(seal.previous, 'hex'), hash = decode(seal.hash, 'hex')
      from unnest(${seals.map((seal) => seal.id)}::int[], ${seals.map((seal) => seal.previousHash.toString('hex'))}::text[],
        ${seals.map((seal) => seal.hash.toString('hex'))}::text[]) as seal(id, previous, hash)
      where t.id = seal.id`)
    return seals.length
  })
}

/**
 * Chains what was posted since the last round, oldest first, and never a row before an older one that may still commit.
 * Settlement never waits for it: it takes no lock that a posting needs. Safe to repeat and to run in several processes;
 * one of them writes. Tells how much it sealed and how much is still open.
 */
export async function sealLedger({ clock, waitMs = 2_000 }: SealInput): Promise<Sealing> {
  const horizon = await findHorizon()
  if (!horizon) return { sealed: 0, unsealed: 0 }
  let sealed = 0
  if (await untilSettled(horizon, waitMs)) {
    for (let batch = await sealBatch(horizon, clock.now()); batch > 0; batch = await sealBatch(horizon, clock.now())) {
      sealed += batch
    }
  }
  return { sealed, unsealed: (await readLedgerTail({ rows })).count }
}
