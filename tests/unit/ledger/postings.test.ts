import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { BookedPayment, Claim, LedgerLine, Posting, Standing } from '@/lib/ledger/model'
import {
  balancesOf,
  chargePosting,
  entriesBetween,
  feePosting,
  keptPosting,
  matchedPosting,
  refundPosting,
  taxPosting,
} from '@/lib/ledger/postings'

const at = new Date('2026-11-20T12:00:00.000Z')
const payment: BookedPayment = {
  provider: 'pocketsflow',
  mode: 'test',
  providerOrderId: 'po_1',
  currency: 'USD',
  orderNumber: 1_043,
}
const standing = (facts: Partial<Standing> = {}): Standing => ({
  claim: 'earned',
  grossMinor: 1_650,
  taxMinor: 150,
  feeMinor: 80,
  refundedMinor: 0,
  ...facts,
})

const book = (entries: LedgerLine[]) => Object.fromEntries(entries.map((entry) => [entry.account, entry.amountMinor]))
const sumOf = ({ entries }: Posting) => entries.reduce((sum, entry) => sum + entry.amountMinor, 0)

describe('a charge', () => {
  it.each([
    ['charge', 'earned', { provider: 1_570, fees: 80, sales: -1_500, tax: -150 }],
    ['held', 'owed', { provider: 1_570, fees: 80, owed_to_buyers: -1_650 }],
    ['duplicate', 'owed', { provider: 1_570, fees: 80, owed_to_buyers: -1_650 }],
    ['mismatch', 'owed', { provider: 1_570, fees: 80, owed_to_buyers: -1_650 }],
    ['unmatched', 'unexplained', { provider: 1_570, fees: 80, unexplained: -1_650 }],
  ] as const)('of kind %s is %s money and balances', (kind, claim, expected) => {
    const posting = chargePosting(payment, kind, standing({ claim }), at)
    expect(book(posting.entries)).toEqual(expected)
    expect(sumOf(posting)).toBe(0)
    expect(posting).toMatchObject({
      postingKey: 'charge:pocketsflow:test:po_1',
      kind,
      reference: 'po_1',
      orderNumber: 1_043,
    })
  })

  it('with figures that nobody told yet books the whole as sales', () => {
    const posting = chargePosting(payment, 'charge', standing({ taxMinor: null, feeMinor: null }), at)
    expect(book(posting.entries)).toEqual({ provider: 1_650, sales: -1_650 })
  })
})

describe('figures that come later', () => {
  it('move the tax out of the sales', () => {
    expect(book(taxPosting(payment, standing(), at).entries)).toEqual({ sales: 150, tax: -150 })
  })

  it('move the tax of what went back already out of the refunds', () => {
    const posting = taxPosting(payment, standing({ refundedMinor: 825 }), at)
    expect(book(posting.entries)).toEqual({ sales: 150, tax: -75, refunds: -75 })
  })

  it('move no tax while the money is owed to its buyer', () => {
    expect(taxPosting(payment, standing({ claim: 'owed' }), at).entries).toEqual([])
  })

  it('take the fee out of what the provider holds, whose ever the money is', () => {
    for (const claim of ['earned', 'owed', 'unexplained'] as const) {
      expect(book(feePosting(payment, standing({ claim }), at).entries)).toEqual({ provider: -80, fees: 80 })
    }
  })
})

describe('money whose claim changes', () => {
  it('leaves the unexplained when its order is found', () => {
    const posting = matchedPosting(payment, standing(), at)
    expect(book(posting.entries)).toEqual({ unexplained: 1_650, sales: -1_500, tax: -150 })
    expect(posting.postingKey).toBe('matched:pocketsflow:test:po_1')
  })

  it('is no longer owed when a merchant keeps it, but for what went back already', () => {
    const posting = keptPosting(payment, standing({ claim: 'owed', refundedMinor: 550 }), at)
    expect(book(posting.entries)).toEqual({ owed_to_buyers: 1_100, sales: -1_500, tax: -100, refunds: 500 })
  })
})

describe('a refund', () => {
  const refund = { refundId: 9, providerRefundId: 're_1', amountMinor: 825 }

  it('of earned money gives back its share of the tax', () => {
    const posting = refundPosting(payment, standing(), refund, at)
    expect(book(posting.entries)).toEqual({ provider: -825, refunds: 750, tax: 75 })
    expect(posting).toMatchObject({ postingKey: 'refund:pocketsflow:test:9', reference: 're_1', kind: 'refund' })
  })

  it.each([
    ['owed', { provider: -825, owed_to_buyers: 825 }],
    ['unexplained', { provider: -825, unexplained: 825 }],
  ] as const)('of %s money settles the claim', (claim, expected) => {
    expect(book(refundPosting(payment, standing({ claim }), refund, at).entries)).toEqual(expected)
  })

  it('is referred to by its payment while the provider has not named it', () => {
    expect(refundPosting(payment, standing(), { ...refund, providerRefundId: null }, at).reference).toBe('po_1')
  })

  it('of the last cent has given back exactly the tax, however it was cut', () => {
    const cuts = [1, 333, 333, 982, 1]
    const before = (index: number) => cuts.slice(0, index).reduce((sum, cut) => sum + cut, 0)
    const taxBack = cuts.map((amountMinor, index) => {
      const posting = refundPosting(payment, standing({ refundedMinor: before(index) }), { ...refund, amountMinor }, at)
      return book(posting.entries).tax ?? 0
    })
    expect(taxBack.reduce((sum, minor) => sum + minor, 0)).toBe(150)
  })
})

const amount = (max: number) => fc.integer({ min: 0, max })
const anyStanding: fc.Arbitrary<Standing> = fc
  .record({
    grossMinor: fc.integer({ min: 1, max: 2_000_000_000 }),
    claim: fc.constantFrom<Claim>('earned', 'owed', 'unexplained'),
  })
  .chain(({ grossMinor, claim }) =>
    fc.record({
      claim: fc.constant(claim),
      grossMinor: fc.constant(grossMinor),
      taxMinor: fc.option(amount(grossMinor), { nil: null }),
      feeMinor: fc.option(amount(grossMinor), { nil: null }),
      refundedMinor: amount(grossMinor),
    }),
  )

describe('for whatever happens to a payment', () => {
  it('every change of standing balances', () => {
    fc.assert(
      fc.property(fc.option(anyStanding, { nil: null }), anyStanding, (before, after) => {
        expect(entriesBetween(before, after).reduce((sum, entry) => sum + entry.amountMinor, 0)).toBe(0)
      }),
    )
  })

  it('a sequence of postings ends where the payment stands, and every one of them balances', () => {
    fc.assert(
      fc.property(fc.array(anyStanding, { minLength: 1, maxLength: 12 }), (standings) => {
        const books: Record<string, number> = {}
        let before: Standing | null = null
        for (const after of standings) {
          for (const { account, amountMinor } of entriesBetween(before, after)) {
            books[account] = (books[account] ?? 0) + amountMinor
          }
          before = after
        }
        const last = balancesOf(standings.at(-1) ?? standing())
        for (const account of new Set([...Object.keys(books), ...Object.keys(last)])) {
          expect(books[account] ?? 0).toBe(Number(last[account as keyof typeof last] ?? 0) + 0)
        }
      }),
    )
  })

  it('no posting has an entry of nothing, or two of one account', () => {
    fc.assert(
      fc.property(anyStanding, anyStanding, (before, after) => {
        const entries = entriesBetween(before, after)
        expect(entries.every(({ amountMinor }) => amountMinor !== 0)).toBe(true)
        expect(new Set(entries.map(({ account }) => account)).size).toBe(entries.length)
      }),
    )
  })
})
