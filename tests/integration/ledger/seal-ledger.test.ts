import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { inTransaction, sql, type Tx } from '@/lib/db'
import { postLedger } from '@/lib/ledger/post'
import { chargePosting } from '@/lib/ledger/postings'
import { sealLedger } from '@/lib/ledger/seal-ledger'
import { verifyLedger } from '@/lib/ledger/verify-ledger'
import { askForMoney, clearBooks, readBooks, settleProof } from '@/tests/support/books'
import { testNow } from '@/tests/support/factories'

const clock = { now: () => testNow }
const seal = (waitMs = 200) => sealLedger({ clock, waitMs })

let postings = 0

/** A posting of its own; the chain does not ask what explains it. */
function post(tx: Tx) {
  postings += 1
  const payment = {
    provider: 'pocketsflow',
    mode: 'test',
    providerOrderId: `sealed_${postings}`,
    currency: 'USD',
    orderNumber: 1,
  } as const
  const standing = { claim: 'earned', grossMinor: postings, taxMinor: null, feeMinor: null, refundedMinor: 0 } as const
  return postLedger(tx, chargePosting(payment, 'charge', standing, testNow))
}

/** A transaction that has run `before` and waits to be let go. */
async function hold(before: (tx: Tx) => Promise<unknown>, after: (tx: Tx) => Promise<unknown> = async () => {}) {
  const reached = Promise.withResolvers<void>()
  const release = Promise.withResolvers<void>()
  const ended = inTransaction(async (tx) => {
    await before(tx)
    // What was only sent has run by now as well.
    await tx.rows(sql`select 1`)
    reached.resolve()
    await release.promise
    await after(tx)
  })
  await Promise.race([reached.promise, ended])
  const letGo = () => {
    release.resolve()
    return ended
  }
  return { letGo }
}

const takeNumber = (tx: Tx) => tx.rows(sql`select pg_current_xact_id()`)
const sealedIds = async () => (await readBooks()).filter(({ sealedAt }) => sealedAt !== null).map(({ id }) => id)
const chainProblems = async () =>
  (await verifyLedger()).disagreements.filter(({ problem }) => !problem.includes('is explained by no payment'))

afterEach(clearBooks)

describe('the sealer', () => {
  it('chains what was posted and verification recomputes it', async () => {
    const { proofOf } = await askForMoney()
    await settleProof(proofOf())
    await settleProof(proofOf())
    expect(await verifyLedger()).toMatchObject({
      tail: { count: 2, oldestAt: testNow },
      chain: { sealed: 0, head: null },
    })
    expect(await seal()).toEqual({ sealed: 2, unsealed: 0 })
    const report = await verifyLedger()
    expect(report).toMatchObject({
      tail: { count: 0, oldestAt: null },
      chain: { transactions: 2, sealed: 2 },
      disagreements: [],
    })
    expect(report.chain.head).toMatch(/^[0-9a-f]{64}$/)
    expect(await seal()).toEqual({ sealed: 0, unsealed: 0 })
  })

  it('waits for an older row that may still commit, and seals both in order then', async () => {
    const older = await hold(post)
    await inTransaction(post)
    expect(await seal()).toEqual({ sealed: 0, unsealed: 1 })
    await older.letGo()
    expect(await seal()).toEqual({ sealed: 2, unsealed: 0 })
    expect(await chainProblems()).toEqual([])
  })

  it('waits for it also when the newer row is of a transaction that began earlier', async () => {
    const begunFirst = await hold(takeNumber, post)
    const older = await hold(post)
    await begunFirst.letGo()
    expect(await seal()).toEqual({ sealed: 0, unsealed: 1 })
    await older.letGo()
    expect(await seal()).toEqual({ sealed: 2, unsealed: 0 })
    expect(await chainProblems()).toEqual([])
  })

  it('does not wait for ever for a row that was never committed', async () => {
    const failed = inTransaction(async (tx) => {
      await post(tx)
      throw new Error('rolled back')
    })
    await expect(failed).rejects.toThrow('rolled back')
    await inTransaction(post)
    expect(await seal()).toEqual({ sealed: 1, unsealed: 0 })
  })

  it('is not waited for: a posting commits while a seal is under way', async () => {
    await inTransaction(post)
    const sealing = await hold((tx) => tx.rows(sql`select pg_advisory_xact_lock(hashtextextended('ledger_seal', 0))`))
    await inTransaction(post)
    expect(await seal(0)).toMatchObject({ sealed: 0 })
    await sealing.letGo()
    expect(await seal()).toEqual({ sealed: 2, unsealed: 0 })
  })

  it('keeps one unbroken chain while 200 transactions post and three processes seal', async () => {
    let posting = true
    const sealers = Array.from({ length: 3 }, async () => {
      while (posting) {
        await seal(50)
        await pause(5)
      }
    })
    const work = Array.from({ length: 200 }, (_, index) =>
      inTransaction(async (tx) => {
        if (index % 3 === 0) await takeNumber(tx)
        await pause(index % 7)
        await post(tx)
        await pause((index * 5) % 11)
        if (index % 20 === 19) throw new Error('rolled back')
      }),
    )
    const ended = await Promise.allSettled(work)
    posting = false
    await Promise.all(sealers)
    await seal(2_000)
    expect(ended.filter(({ status }) => status === 'fulfilled')).toHaveLength(190)
    expect(await sealedIds()).toHaveLength(190)
    expect(await chainProblems()).toEqual([])
  })
})
