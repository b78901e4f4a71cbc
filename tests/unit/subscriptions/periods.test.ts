import { describe, expect, it } from 'vitest'
import {
  canonicalStart,
  countedStart,
  periodKey,
  periodStartAt,
  periodStartOf,
  startsBetween,
} from '@/lib/subscriptions/periods'

const day = (text: string) => new Date(`${text}T10:00:00.000Z`)
const days = (starts: Date[]) => starts.map((start) => start.toISOString().slice(0, 10))

describe('intervals are counted from their anchor', () => {
  it.each([
    ['month', '2026-01-31', ['2026-01-31', '2026-02-28', '2026-03-31', '2026-04-30', '2026-05-31']],
    ['month', '2028-01-31', ['2028-01-31', '2028-02-29', '2028-03-31']],
    ['month', '2026-11-15', ['2026-11-15', '2026-12-15', '2027-01-15']],
    ['week', '2026-12-28', ['2026-12-28', '2027-01-04', '2027-01-11']],
    ['year', '2028-02-29', ['2028-02-29', '2029-02-28', '2030-02-28', '2031-02-28', '2032-02-29']],
  ] as const)('by the %s from %s', (interval, anchor, expected) => {
    const starts = expected.map((_, index) => periodStartOf(day(anchor), interval, index))
    expect(days(starts)).toEqual(expected)
    expect(starts.every((start) => start.getUTCHours() === 10)).toBe(true)
  })
})

it('a moment lies in exactly one interval, its start included and its end not', () => {
  const anchor = day('2026-01-31')
  expect(days([periodStartAt(anchor, 'month', day('2026-02-28'))])).toEqual(['2026-02-28'])
  const before = new Date(day('2026-02-28').getTime() - 1)
  expect(days([periodStartAt(anchor, 'month', before)])).toEqual(['2026-01-31'])
  expect(days([periodStartAt(anchor, 'month', day('2031-12-30'))])).toEqual(['2031-11-30'])
})

it('every day of twelve years lies in the interval that begins before it and ends after it', () => {
  for (const interval of ['week', 'month', 'year'] as const) {
    const anchor = day('2026-01-31')
    for (let index = 0; index < 4_400; index += 1) {
      const at = new Date(anchor.getTime() + index * 86_400_000)
      const start = periodStartAt(anchor, interval, at)
      expect(start <= at).toBe(true)
      expect(countedStart(anchor, interval, start)).toEqual(start)
    }
  }
})

it('a start that is told a little differently is the same interval, one that moved stands as told', () => {
  const anchor = day('2026-01-31')
  expect(canonicalStart(anchor, 'month', new Date('2026-02-28T10:00:03.412Z'))).toEqual(day('2026-02-28'))
  expect(canonicalStart(anchor, 'month', new Date('2026-02-28T04:00:00.000Z'))).toEqual(day('2026-02-28'))
  expect(canonicalStart(anchor, 'month', day('2026-03-14'))).toEqual(day('2026-03-14'))
})

it('between two starts lie the others, without the two', () => {
  const anchor = day('2026-01-31')
  expect(days(startsBetween(anchor, 'month', day('2026-01-31'), day('2026-05-31')))).toEqual([
    '2026-02-28',
    '2026-03-31',
    '2026-04-30',
  ])
  expect(startsBetween(anchor, 'month', day('2026-02-28'), day('2026-03-31'))).toEqual([])
})

it('one interval has one key, however its start was told', () => {
  const anchor = day('2026-01-31')
  const told = ['2026-02-28T10:00:03.412Z', '2026-02-28T10:00:00.000Z'].map((text) => new Date(text))
  const keys = told.map((start) => periodKey('66aa01', canonicalStart(anchor, 'month', start)))
  expect(new Set(keys)).toEqual(new Set(['subscription:66aa01:2026-02-28']))
})
