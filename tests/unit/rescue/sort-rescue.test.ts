import { expect, test } from 'vitest'
import type { RescueItem } from '@/lib/rescue/model'
import { sortRescue } from '@/lib/rescue/sort-rescue'

const item = (key: string, amountMinor: number | null, currency = 'USD', minute = 0): RescueItem => ({
  key,
  kind: 'unmatched',
  subject: key,
  orderNumber: null,
  since: new Date(Date.UTC(2026, 10, 20, 12, minute)),
  atRisk: amountMinor === null ? null : { amountMinor, currency },
  sentence: '',
  action: { do: 'looked_at' },
  attachable: null,
})

test('most money comes first, in whole units of its currency, and what waited longest among equals', () => {
  const items = [
    item('none', null),
    item('young', 1_200, 'USD', 9),
    item('yen', 500, 'JPY'),
    item('old', 1_200, 'USD', 1),
    item('large', 4_500),
  ]
  expect(sortRescue(items).map(({ key }) => key)).toEqual(['yen', 'large', 'old', 'young', 'none'])
})
