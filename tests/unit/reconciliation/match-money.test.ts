import { describe, expect, it } from 'vitest'
import { type MatchRow, matchMoney, type ProviderSide, type ShopSide, totalsOf } from '@/lib/reconciliation/model'

const at = new Date('2026-11-20T12:00:00Z')

const theirs = (facts: Partial<ProviderSide> = {}): ProviderSide => ({
  providerOrderId: 'po_1',
  currency: 'USD',
  grossMinor: 2_400,
  refundedMinor: 0,
  isRefunded: false,
  at,
  ...facts,
})

const ours = (facts: Partial<ShopSide> = {}): ShopSide => ({
  providerOrderId: 'po_1',
  orderNumber: 5_001,
  currency: 'USD',
  grossMinor: 2_400,
  refundedMinor: 0,
  verdict: 'settles',
  difference: null,
  at,
  ...facts,
})

type Case = [string, ProviderSide | null, ShopSide | null, Pick<MatchRow, 'bucket' | 'fix'>, RegExp]

const cases: Case[] = [
  ['both agree', theirs(), ours(), { bucket: 'equal', fix: 'none' }, /agree/],
  ['it came late', theirs(), ours({ verdict: 'late' }), { bucket: 'equal', fix: 'none' }, /agree/],
  [
    'the amounts differ',
    theirs({ grossMinor: 2_399 }),
    ours(),
    { bucket: 'amount_differs', fix: 'decide' },
    /\$23\.99.*\$24\.00/,
  ],
  [
    'the currencies differ',
    theirs({ currency: 'EUR' }),
    ours(),
    { bucket: 'amount_differs', fix: 'decide' },
    /€24\.00.*\$24\.00/,
  ],
  [
    'it never agreed with its order',
    theirs(),
    ours({ verdict: 'mismatch', difference: '$5.00 less.' }),
    { bucket: 'amount_differs', fix: 'decide' },
    /^\$5\.00 less\.$/,
  ],
  [
    'it never agreed and went back',
    theirs({ refundedMinor: 2_400 }),
    ours({ verdict: 'mismatch', refundedMinor: 2_400 }),
    { bucket: 'amount_differs', fix: 'none' },
    /went back/,
  ],
  ['the provider does not list it', null, ours(), { bucket: 'only_here', fix: 'decide' }, /does not know/],
  [
    'neither the provider nor an order knows it',
    null,
    ours({ orderNumber: null }),
    { bucket: 'only_here', fix: 'rescue' },
    /does not know/,
  ],
  [
    'a merchant marked it paid',
    null,
    ours({ providerOrderId: null }),
    { bucket: 'only_here', fix: 'decide' },
    /by hand/,
  ],
  ['the shop has not heard of it', theirs(), null, { bucket: 'only_there', fix: 'check' }, /not heard/],
  [
    'no order explains it, and it went back',
    theirs({ refundedMinor: 2_400 }),
    ours({ orderNumber: null, verdict: 'unmatched', refundedMinor: 2_400 }),
    { bucket: 'only_there', fix: 'none' },
    /All of it went back/,
  ],
  [
    'no order explains it',
    theirs(),
    ours({ orderNumber: null, verdict: 'unmatched' }),
    { bucket: 'only_there', fix: 'rescue' },
    /no order/,
  ],
  ['it was paid again', theirs(), ours({ verdict: 'duplicate' }), { bucket: 'duplicate', fix: 'refund' }, /before/],
  [
    'it was paid again and given back',
    theirs({ refundedMinor: 2_400 }),
    ours({ verdict: 'duplicate', refundedMinor: 2_400 }),
    { bucket: 'duplicate', fix: 'none' },
    /went back/,
  ],
  [
    'the shop missed a refund',
    theirs({ refundedMinor: 500 }),
    ours(),
    { bucket: 'refund_differs', fix: 'check' },
    /\$5\.00.*there.*\$0\.00 here/,
  ],
  [
    'a second payment was given back there alone',
    theirs({ refundedMinor: 2_400 }),
    ours({ verdict: 'duplicate' }),
    { bucket: 'refund_differs', fix: 'check' },
    /\$24\.00/,
  ],
  [
    'the provider does not know of a refund',
    theirs(),
    ours({ refundedMinor: 500 }),
    { bucket: 'refund_differs', fix: 'check' },
    /\$0\.00.*\$5\.00 here/,
  ],
  [
    'only a flag tells of a refund',
    theirs({ refundedMinor: null, isRefunded: true }),
    ours(),
    { bucket: 'refund_differs', fix: 'check' },
    /refunded there/,
  ],
  [
    'a flag tells of a known refund',
    theirs({ refundedMinor: null, isRefunded: true }),
    ours({ refundedMinor: 2_400 }),
    { bucket: 'equal', fix: 'none' },
    /agree/,
  ],
  [
    'nothing is known of refunds there',
    theirs({ refundedMinor: null }),
    ours({ refundedMinor: 500 }),
    { bucket: 'equal', fix: 'none' },
    /agree/,
  ],
]

describe('a payment is laid in one bucket, with its fix', () => {
  it.each(cases)('when %s', (_, there, here, expected, text) => {
    const rows = matchMoney(there ? [there] : [], here ? [here] : [])
    expect(rows).toHaveLength(1)
    expect(rows[0]).toMatchObject(expected)
    expect(rows[0]?.text).toMatch(text)
  })
})

it('counts a payment once that the provider lists twice, and orders by time', () => {
  const later = new Date(at.getTime() + 1_000)
  const rows = matchMoney([theirs(), theirs(), theirs({ providerOrderId: 'po_2', at: later })], [ours()])
  expect(rows.map(({ providerOrderId, bucket }) => [providerOrderId, bucket])).toEqual([
    ['po_2', 'only_there'],
    ['po_1', 'equal'],
  ])
})

it('keeps every order that was marked by hand', () => {
  const byHand = [1, 2].map((orderNumber) => ours({ providerOrderId: null, orderNumber }))
  expect(matchMoney([], byHand).map(({ orderNumber }) => orderNumber)).toEqual([1, 2])
})

it('adds up by currency, each side for itself', () => {
  const there = [theirs(), theirs({ providerOrderId: 'po_2', currency: 'EUR', grossMinor: 100 })]
  expect(totalsOf(matchMoney(there, [ours()]))).toEqual([
    { currency: 'USD', count: 1, thereMinor: 2_400, hereMinor: 2_400 },
    { currency: 'EUR', count: 1, thereMinor: 100, hereMinor: 0 },
  ])
})
