import { describe, expect, it } from 'vitest'
import { type ChainLink, GENESIS, hashLink } from '@/lib/ledger/chain'

const link = (facts: Partial<ChainLink> = {}): ChainLink => ({
  id: 7,
  postingKey: 'charge:pocketsflow:test:po_1',
  at: new Date('2026-11-20T12:00:00.000Z'),
  kind: 'charge',
  mode: 'test',
  currency: 'USD',
  orderNumber: 1_043,
  provider: 'pocketsflow',
  reference: 'po_1',
  entries: [
    { id: 13, account: 'provider', amountMinor: 1_200 },
    { id: 14, account: 'sales', amountMinor: -1_200 },
  ],
  ...facts,
})

describe('a seal', () => {
  it('is the same for the same content', () => {
    expect(hashLink(GENESIS, link())).toEqual(hashLink(GENESIS, link()))
    expect(hashLink(GENESIS, link()).toString('hex')).toMatchInlineSnapshot(
      `"f2ee27d0788e8f91af134f982965e38825ef480e5258b072072f878700e3c7d2"`,
    )
  })

  it.each<Partial<ChainLink>>([
    { id: 8 },
    { postingKey: 'charge:pocketsflow:test:po_2' },
    { at: new Date('2026-11-20T12:00:00.001Z') },
    { kind: 'held' },
    { mode: 'live' },
    { currency: 'EUR' },
    { orderNumber: null },
    { provider: 'flex' },
    { reference: 'po_2' },
    { entries: [] },
    { entries: [{ id: 13, account: 'provider', amountMinor: 1_201 }] },
    { entries: link().entries.toReversed() },
  ])('differs when anything differs: %o', (facts) => {
    expect(hashLink(GENESIS, link(facts))).not.toEqual(hashLink(GENESIS, link()))
  })

  it('differs when what came before differs', () => {
    expect(hashLink(Buffer.alloc(32, 1), link())).not.toEqual(hashLink(GENESIS, link()))
  })
})
