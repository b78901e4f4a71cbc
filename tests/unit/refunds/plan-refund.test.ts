import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import type { RefundableLine, RefundableOrder, RefundablePayment } from '@/lib/refunds/model'
import { coveringPayments, lineGrosses, planRefund, refundableMinor, refundExtent } from '@/lib/refunds/plan-refund'
import { largestRemainder } from '@/lib/shared/largest-remainder'

const payment = (facts: Partial<RefundablePayment> = {}): RefundablePayment => ({
  id: 1,
  verdict: 'settles',
  isEarned: true,
  lineId: null,
  grossMinor: 1_000,
  refundedMinor: 0,
  underWayMinor: 0,
  ...facts,
})
const line = (facts: Partial<RefundableLine> = {}): RefundableLine => ({
  id: 1,
  quantity: 1,
  totalMinor: 1_000,
  refundedUnits: 0,
  refundedMinor: 0,
  ...facts,
})
const order = (facts: Partial<RefundableOrder> = {}): RefundableOrder => ({
  isPaid: true,
  isPartlyPaid: false,
  payments: [payment()],
  lines: [line()],
  ...facts,
})
const sum = (amounts: readonly number[]) => amounts.reduce((total, amount) => total + amount, 0)

describe('the largest remainder', () => {
  it.each([
    [100, [1, 1, 1], [34, 33, 33]],
    [2_752, [2_002, 500], [2_202, 550]],
    [1, [1, 1, 1], [1, 0, 0]],
    [10, [0, 5, 5], [0, 5, 5]],
    [5, [0, 0], [3, 2]],
    [7, [1, 2, 4], [1, 2, 4]],
    [101, [50, 30, 20], [51, 30, 20]],
    [0, [3, 4], [0, 0]],
    [2_147_483_647, [2_147_483_647, 2_147_483_646], [1_073_741_824, 1_073_741_823]],
    [9, [], []],
  ])('splits %i by %j into %j', (total, weights, parts) => {
    expect(largestRemainder(total, weights)).toEqual(parts)
  })

  test('adds up, and is never a unit away from the exact share', () => {
    const amounts = fc.integer({ min: 0, max: 2_147_483_647 })
    fc.assert(
      fc.property(amounts, fc.array(amounts, { minLength: 1, maxLength: 12 }), (total, weights) => {
        const parts = largestRemainder(total, weights)
        expect(sum(parts)).toBe(total)
        const all = sum(weights)
        for (const [index, part] of all > 0 ? parts.entries() : []) {
          expect(Math.abs(part - (total * (weights[index] ?? 0)) / all)).toBeLessThan(1.001)
        }
      }),
    )
  })
})

const lines = fc
  .array(fc.record({ quantity: fc.integer({ min: 1, max: 7 }), unit: fc.integer({ min: 0, max: 99_999 }) }), {
    minLength: 1,
    maxLength: 6,
  })
  .map((rows) =>
    rows.map(({ quantity, unit }, index) => line({ id: index + 1, quantity, totalMinor: quantity * unit })),
  )

describe('shares of lines', () => {
  test('add up to the gross paid, and unit after unit to each line’s share', () => {
    fc.assert(
      fc.property(lines, fc.integer({ min: 1, max: 9_999_999 }), (rows, grossMinor) => {
        const paid = order({ payments: [payment({ grossMinor })], lines: rows })
        expect(sum([...lineGrosses(paid).values()])).toBe(grossMinor)
      }),
    )
  })

  test('refunded unit by unit in any order, with some that fail, come to the gross exactly', () => {
    const steps = fc.array(fc.record({ index: fc.nat({ max: 5 }), fails: fc.boolean() }), { maxLength: 30 })
    fc.assert(
      fc.property(lines, fc.integer({ min: 1, max: 9_999_999 }), steps, (rows, grossMinor, wishes) => {
        const state = { payment: payment({ grossMinor }), lines: rows }
        const refundUnits = (lineId: number, quantity: number, fails: boolean) => {
          const now = order({ payments: [state.payment], lines: state.lines })
          const plan = planRefund(now, { kind: 'lines', lines: [{ lineId, quantity }] })
          if (!plan.ok || fails) return
          const [one] = plan.value
          const amountMinor = one?.amountMinor ?? 0
          state.payment = { ...state.payment, refundedMinor: state.payment.refundedMinor + amountMinor }
          state.lines = state.lines.map((row) =>
            row.id === lineId
              ? { ...row, refundedUnits: row.refundedUnits + quantity, refundedMinor: row.refundedMinor + amountMinor }
              : row,
          )
        }
        for (const { index, fails } of wishes) refundUnits((index % rows.length) + 1, 1, fails)
        for (const row of state.lines) refundUnits(row.id, row.quantity - row.refundedUnits, false)
        expect(state.payment.refundedMinor).toBe(grossMinor)
      }),
    )
  })
})

describe('a plan', () => {
  test('never asks for more than is left of any payment', () => {
    const amount = fc.integer({ min: 0, max: 5_000 })
    const payments = fc.array(fc.tuple(amount, amount, amount), { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(payments, fc.integer({ min: 1, max: 20_000 }), (figures, amountMinor) => {
        const rows = figures.map(([grossMinor, refundedMinor, underWayMinor], index) =>
          payment({ id: index, grossMinor, refundedMinor, underWayMinor }),
        )
        const plan = planRefund(order({ payments: rows }), { kind: 'amount', amountMinor })
        const leftMinor = sum(rows.map(refundableMinor))
        expect(plan.ok).toBe(amountMinor <= leftMinor)
        if (!plan.ok) return
        expect(sum(plan.value.map((one) => one.amountMinor))).toBe(amountMinor)
        for (const one of plan.value)
          expect(one.amountMinor).toBeLessThanOrEqual(refundableMinor(rows[one.paymentId] ?? payment()))
      }),
    )
  })

  it('of all names all units that are left', () => {
    const rows = [
      line({ quantity: 3, refundedUnits: 1, refundedMinor: 100, totalMinor: 300 }),
      line({ id: 2, totalMinor: 700 }),
    ]
    const plan = planRefund(order({ payments: [payment({ refundedMinor: 100 })], lines: rows }), { kind: 'whole' })
    const planned = [
      { lineId: 1, quantity: 2, amountMinor: 200 },
      { lineId: 2, quantity: 1, amountMinor: 700 },
    ]
    expect(plan).toEqual({ ok: true, value: [{ paymentId: 1, amountMinor: 900, lines: planned }] })
  })

  it.each([0, -1, 0.5, Number.NaN])('of %d is refused', (amountMinor) => {
    expect(planRefund(order(), { kind: 'amount', amountMinor })).toMatchObject({ error: { code: 'bad_amount' } })
  })
})

describe('what an order stands on', () => {
  const duplicate = payment({ id: 2, verdict: 'duplicate', isEarned: false })
  const differing = payment({ id: 3, verdict: 'mismatch', isEarned: false })
  it.each([
    ['what it earned, once paid', order({ payments: [payment(), duplicate, differing] }), [1]],
    ['nothing, when a merchant’s word paid it', order({ payments: [differing] }), []],
    [
      'what agrees, before it is paid',
      order({ isPaid: false, payments: [payment({ isEarned: false }), differing] }),
      [1],
    ],
    ['what differs, when nothing agrees', order({ isPaid: false, payments: [differing, duplicate] }), [3]],
  ])('is %s', (_name, one, ids) => {
    expect(coveringPayments(one).map(({ id }) => id)).toEqual(ids)
  })

  it.each([
    [0, 'none'],
    [1, 'part'],
    [999, 'part'],
    [1_000, 'all'],
  ])('of which %i went back is refunded %s', (refundedMinor, extent) => {
    expect(refundExtent(order({ payments: [payment({ refundedMinor }), duplicate] }))).toBe(extent)
  })
})
