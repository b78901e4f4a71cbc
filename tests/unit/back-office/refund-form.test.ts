import { describe, expect, it } from 'vitest'
import { readRefundForm } from '@/app/admin/orders/[number]/refund-form'

function form(fields: Record<string, string>) {
  const data = new FormData()
  for (const [name, value] of Object.entries({ requestKey: 'a-form-of-its-own', currency: 'USD', ...fields }))
    data.set(name, value)
  return data
}

const wishOf = (fields: Record<string, string>) => readRefundForm(form(fields))?.wish ?? null

describe('a refund form', () => {
  it.each([
    [{ kind: 'whole' }, { kind: 'whole' }],
    [
      { kind: 'payment', paymentId: '7' },
      { kind: 'whole', paymentId: 7 },
    ],
    [
      { kind: 'amount', amount: '12.50' },
      { kind: 'amount', amountMinor: 1_250 },
    ],
    [
      { kind: 'amount', amount: '500', currency: 'JPY' },
      { kind: 'amount', amountMinor: 500 },
    ],
    [
      { kind: 'lines', 'line-3': '2', 'line-4': '0', 'line-5': '' },
      { kind: 'lines', lines: [{ lineId: 3, quantity: 2 }] },
    ],
    [{ kind: 'lines' }, { kind: 'lines', lines: [] }],
  ])('%j is read', (fields, wish) => {
    expect(wishOf(fields as unknown as Record<string, string>)).toEqual(wish)
  })

  it.each([
    { kind: 'amount', amount: '12,50' },
    { kind: 'amount', amount: '0.001' },
    { kind: 'amount', amount: '-1' },
    { kind: 'amount' },
    { kind: 'payment', paymentId: 'x' },
    { kind: 'lines', 'line-3': '1.5' },
    { kind: 'lines', 'line-3': '-1' },
    { kind: 'all' },
    { kind: 'whole', requestKey: 'short' },
    { kind: 'whole', requestKey: "a'; drop table refunds" },
    { kind: 'whole', currency: '' },
  ])('%j cannot be read', (fields) => {
    expect(wishOf(fields as unknown as Record<string, string>)).toBeNull()
  })

  it('restocks only when that is ticked', () => {
    expect(readRefundForm(form({ kind: 'whole' }))).toMatchObject({ restock: false })
    expect(readRefundForm(form({ kind: 'whole', restock: 'on' }))).toMatchObject({ restock: true })
  })
})
