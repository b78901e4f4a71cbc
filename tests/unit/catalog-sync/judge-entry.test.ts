import { describe, expect, it } from 'vitest'
import { judgeMapped, judgeUnmapped } from '@/lib/catalog-sync/judge-entry'
import { type SkipReason, skipReasons } from '@/lib/catalog-sync/model'
import type { CatalogueEntry } from '@/lib/payments/contract/catalogue'

const mug: CatalogueEntry = {
  providerProductId: 'p1',
  name: 'Mug',
  description: '',
  sale: 'one_time',
  state: 'on_sale',
  kind: null,
  stock: null,
  priceMinor: 1_200,
  currency: 'USD',
  mode: 'test',
  reference: null,
  createdAt: null,
}
const shop = { mode: 'test', currency: 'USD', isOrderProduct: ({ name }: CatalogueEntry) => name === 'Order' } as const

const skipped: Record<SkipReason, Partial<CatalogueEntry>[]> = {
  order_product: [{ name: 'Order' }],
  wrong_mode: [{ mode: 'live' }],
  archived: [{ state: 'archived' }],
  hidden: [{ state: 'hidden' }],
  subscription: [{ sale: 'subscription' }],
  buyer_sets_price: [{ sale: 'buyer_sets_price' }],
  other_kind: [{ sale: 'other' }],
  unreadable_price: [{ priceMinor: null }, { currency: null }, { priceMinor: -1 }],
  free: [{ priceMinor: 0 }],
  too_dear: [{ priceMinor: 20_000_001 }],
  other_currency: [{ currency: 'EUR' }, { currency: 'EUR', priceMinor: null }],
  nameless: [{ name: '  ' }],
}

describe('what no variant stands for', () => {
  it('is new when it is bought once, here and now, at a price of the shop’s currency', () => {
    expect(judgeUnmapped(mug, shop)).toEqual({ verdict: 'new', reason: null })
    expect(judgeUnmapped({ ...mug, priceMinor: 20_000_000 }, shop).verdict).toBe('new')
  })

  it.each(skipReasons.flatMap((reason) => skipped[reason].map((facts) => [reason, facts] as const)))(
    'is skipped as %s: %j',
    (reason, facts) => {
      expect(judgeUnmapped({ ...mug, ...facts }, shop)).toEqual({ verdict: 'skipped', reason })
    },
  )
})

describe('what a variant is mapped to', () => {
  const here = { priceMinor: 1_200, currency: 'USD', knownName: 'Mug' }

  it.each([
    ['same', {}],
    ['renamed', { name: 'Cup' }],
    ['price', { priceMinor: 1_300 }],
    ['price', { priceMinor: 1_300, name: 'Cup' }],
    ['drifted', { priceMinor: null }],
    ['drifted', { priceMinor: 0 }],
    ['drifted', { currency: 'EUR' }],
    ['drifted', { mode: 'live' as const }],
    ['drifted', { state: 'hidden' as const }],
    ['drifted', { state: 'archived' as const }],
    ['drifted', { sale: 'subscription' as const }],
    ['drifted', { sale: 'buyer_sets_price' as const }],
  ])('is %s with %j', (verdict, facts) => {
    expect(judgeMapped(here, { ...mug, ...facts }, 'test').verdict).toBe(verdict)
  })

  it('is gone when there is no such entry', () => {
    expect(judgeMapped(here, null, 'test').verdict).toBe('gone')
  })

  it('has no new name before one was known', () => {
    expect(judgeMapped({ ...here, knownName: null }, { ...mug, name: 'Cup' }, 'test').verdict).toBe('same')
  })
})
