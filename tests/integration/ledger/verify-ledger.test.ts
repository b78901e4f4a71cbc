import { afterEach, describe, expect, it } from 'vitest'
import { inTransaction, prisma, rows, sql, type Tx } from '@/lib/db'
import { sealLedger } from '@/lib/ledger/seal-ledger'
import { verifyLedger } from '@/lib/ledger/verify-ledger'
import { askForMoney, clearBooks, completeRefund, readBooks, settleProof, tamper } from '@/tests/support/books'
import { makeOrder, testNow } from '@/tests/support/factories'
import { makePayment } from '@/tests/support/payment-factories'

const clock = { now: () => testNow }

/** Some orders paid and sealed; their transactions, oldest first. */
async function sealedBooks(count: number) {
  for (let index = 0; index < count; index += 1) {
    const { proofOf } = await askForMoney()
    await settleProof(proofOf())
  }
  await sealLedger({ clock })
  const books = await readBooks()
  const nth = (index: number) => {
    const found = books[index]
    if (!found) throw new Error(`the books have no transaction ${index}`)
    return found
  }
  return { books, nth }
}

const problems = async () =>
  (await verifyLedger()).disagreements.map(({ subject, problem }) => `${subject} ${problem}`).join('\n')

afterEach(clearBooks)

describe('the database itself', () => {
  const refused = (statement: ReturnType<typeof sql>) => expect(rows(statement)).rejects.toThrow('append-only')

  it('refuses to change or delete what is posted', async () => {
    await sealedBooks(1)
    await refused(sql`update ledger_entries set amount_minor = amount_minor + 1`)
    await refused(sql`delete from ledger_entries`)
    await refused(sql`update ledger_transactions set order_number = 1`)
    await refused(sql`update ledger_transactions set sealed_at = now()`)
    await refused(sql`delete from ledger_transactions`)
  })

  it('refuses what does not balance', async () => {
    const unbalanced = (tx: Tx) =>
      tx.rows(sql`
      with posted as (insert into ledger_transactions (posting_key, at, kind, mode, currency, provider, reference)
        values ('charge:x', now(), 'charge', 'test', 'USD', 'pocketsflow', 'x') returning id)
      insert into ledger_entries (transaction_id, account, amount_minor) select id, 'provider', 5 from posted`)
    await expect(inTransaction(unbalanced)).rejects.toThrow('does not balance')
  })
})

describe('verification names', () => {
  it('a changed entry behind a seal, and the payment it no longer agrees with', async () => {
    const { nth } = await sealedBooks(3)
    await tamper(
      sql`update ledger_entries set amount_minor = amount_minor + case account when 'provider' then 5 else -5 end
        where transaction_id = ${nth(1).id} and account in ('provider', 'sales')`,
    )
    const found = await problems()
    expect(found).toContain(
      `Transaction ${nth(1).id} (${nth(1).postingKey}, order ${nth(1).orderNumber}) was changed after it was sealed`,
    )
    expect(found).toContain(
      `Payment ${nth(1).reference} of order ${nth(1).orderNumber} stands in the ledger otherwise than it is`,
    )
    expect(found).not.toContain(`Transaction ${nth(0).id} `)
    expect(found).not.toContain(`Transaction ${nth(2).id} `)
  })

  it.each([
    ['time', sql`at = at + interval '1 second'`],
    ['order', sql`order_number = order_number + 1`],
    ['kind', sql`kind = 'held'`],
    ['hash', sql`hash = decode(repeat('00', 32), 'hex')`],
  ])('a sealed transaction whose %s was changed', async (_, change) => {
    const { nth } = await sealedBooks(2)
    await tamper(sql`update ledger_transactions set ${change} where id = ${nth(0).id}`)
    expect(await problems()).toContain(`Transaction ${nth(0).id} (${nth(0).postingKey}`)
  })

  it('the place from which a transaction was removed, and the payment that has no charge', async () => {
    const { nth } = await sealedBooks(3)
    await tamper(
      sql`delete from ledger_entries where transaction_id = ${nth(1).id}`,
      sql`delete from ledger_transactions where id = ${nth(1).id}`,
    )
    const found = await problems()
    expect(found).toMatch(
      new RegExp(`^Transaction ${nth(2).id} .* does not follow Transaction ${nth(0).id} .*removed`, 'm'),
    )
    expect(found).toContain(`Payment ${nth(1).reference} of order ${nth(1).orderNumber} has no charge in the ledger.`)
  })

  it('a newest transaction that was removed, by its payment', async () => {
    const { nth } = await sealedBooks(2)
    await tamper(
      sql`delete from ledger_entries where transaction_id = ${nth(1).id}`,
      sql`delete from ledger_transactions where id = ${nth(1).id}`,
    )
    expect(await problems()).toBe(
      `Payment ${nth(1).reference} of order ${nth(1).orderNumber} has no charge in the ledger.`,
    )
  })

  it('a transaction that was slipped in behind the seal, without one and with one', async () => {
    const { nth } = await sealedBooks(1)
    await inTransaction((tx) => tx.rows(sql`select nextval('ledger_transactions_id_seq')`))
    const { proofOf } = await askForMoney()
    await settleProof(proofOf())
    await sealLedger({ clock })
    const gap = nth(0).id + 1
    await tamper(
      sql`insert into ledger_transactions (id, posting_key, at, kind, mode, currency, provider, reference)
        values (${gap}, 'charge:pocketsflow:test:slipped', ${testNow}, 'charge', 'test', 'USD', 'pocketsflow', 'slipped')`,
      sql`insert into ledger_entries (transaction_id, account, amount_minor) values (${gap}, 'provider', 5), (${gap}, 'sales', -5)`,
    )
    await sealLedger({ clock })
    const open = await problems()
    expect(open).toContain(`Transaction ${gap} (charge:pocketsflow:test:slipped) stands without a seal`)
    expect(open).toContain(`Transaction ${gap} (charge:pocketsflow:test:slipped) is explained by no payment`)
    await tamper(
      sql`update ledger_transactions set sealed_at = ${testNow}, previous_hash = ${nth(0).hash}, hash = ${Buffer.alloc(32, 7)} where id = ${gap}`,
    )
    expect(await problems()).toContain(`Transaction ${gap} (charge:pocketsflow:test:slipped) was inserted`)
  })

  it('a posting that nothing explains', async () => {
    await inTransaction((tx) =>
      tx.rows(sql`
      with posted as (insert into ledger_transactions (posting_key, at, kind, mode, currency, provider, reference)
        values ('charge:pocketsflow:test:made_up', ${testNow}, 'charge', 'test', 'USD', 'pocketsflow', 'made_up') returning id)
      insert into ledger_entries (transaction_id, account, amount_minor)
      select id, account, amount from posted, (values ('provider', 5), ('sales', -5)) as e(account, amount)`),
    )
    expect(await problems()).toContain(
      '(charge:pocketsflow:test:made_up) is explained by no payment and no completed refund',
    )
  })

  it('a payment without a charge, an order without money, a refund without a posting', async () => {
    const { nth } = await sealedBooks(1)
    const paid = await makeOrder({ status: 'paid', receiptNumber: 900_000 })
    const unposted = await makePayment(paid.orderId, { grossMinor: 1_000 })
    const refundId = await completeRefund(nth(0).reference, 100)
    await tamper(
      sql`delete from ledger_entries e using ledger_transactions t where t.id = e.transaction_id and t.kind = 'refund'`,
      sql`delete from ledger_transactions where kind = 'refund'`,
    )
    const refund = await prisma().refund.findUniqueOrThrow({ where: { id: refundId } })
    const found = await problems()
    expect(found).toContain(`Payment ${unposted.providerOrderId} of order ${paid.number} has no charge in the ledger.`)
    expect(found).toContain(`Order ${paid.number} is paid, but only 1000 of its 2400`)
    expect(found).toContain(`Refund ${refund.providerRefundId} completed, but the ledger has no posting of its 100`)
  })

  it('a payment whose figures were changed without a posting', async () => {
    const { nth } = await sealedBooks(1)
    await rows(sql`update payments set gross_minor = gross_minor - 40, refunded_minor = 7`)
    const found = await problems()
    expect(found).toContain(
      `Payment ${nth(0).reference} of order ${nth(0).orderNumber} stands in the ledger otherwise than it is (USD, minor units): provider 2540 instead of 2500`,
    )
    expect(found).toContain('says that 7 was refunded, its completed refunds add up to 0.')
  })
})

describe('the report', () => {
  it('counts what it checked and adds the accounts up to nothing', async () => {
    const { nth } = await sealedBooks(2)
    await completeRefund(nth(0).reference, 264)
    const report = await verifyLedger()
    expect(report).toMatchObject({
      chain: { transactions: 3, sealed: 2 },
      payments: 2,
      refunds: 1,
      tail: { count: 1 },
      disagreements: [],
    })
    expect(report.balances.reduce((sum, { amountMinor }) => sum + amountMinor, 0)).toBe(0)
    expect(report.balances).toContainEqual({ mode: 'test', currency: 'USD', account: 'refunds', amountMinor: 240 })
  })
})
