import { expect, it } from 'vitest'
import { deliveryPath, readDeliveryFilter } from '@/lib/webhooks/model'

const nothing = { state: null, search: '', from: '', to: '', olderThan: null, newerThan: null }

it('reads the log’s state from its address and writes it back', () => {
  const range = { from: '2026-11-20T10:00', to: '2026-11-21T10:00' }
  const filter = readDeliveryFilter({ state: 'failed', q: ' po_1 ', older: '7', ...range })
  expect(filter).toEqual({ state: 'failed', search: 'po_1', ...range, olderThan: 7, newerThan: null })
  expect(deliveryPath(filter)).toBe(
    '/admin/webhooks?state=failed&q=po_1&from=2026-11-20T10%3A00&to=2026-11-21T10%3A00&older=7',
  )
  expect(deliveryPath(nothing)).toBe('/admin/webhooks')
})

it.each([
  { state: 'nonsense' },
  { q: '\0' },
  { q: 'x'.repeat(201) },
  { from: 'yesterday', to: '2026-02-30T10:00' },
  { older: '-1', newer: '99999999999' },
  { state: ['failed', 'settled'] },
])('counts what makes no sense as not given: %o', (params) => {
  expect(readDeliveryFilter(params)).toEqual(nothing)
})
