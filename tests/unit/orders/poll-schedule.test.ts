import { describe, expect, test } from 'vitest'
import { delayBeforeBeatMs, isSettled, waitPhase } from '@/components/order/poll-schedule'
import { orderStatuses } from '@/lib/orders/model'

const middle = () => 0.5

describe('the poller', () => {
  test('T12: asks after 1, 2, 3, 5, 8, 13, 20 and 30 seconds, and then every 30', () => {
    const delays = Array.from({ length: 10 }, (_, beat) => delayBeforeBeatMs(beat, middle) / 1_000)
    expect(delays).toEqual([1, 2, 3, 5, 8, 13, 20, 30, 30, 30])
  })

  test('spreads each beat by at most 15 percent', () => {
    expect(delayBeforeBeatMs(0, () => 0)).toBe(850)
    expect(delayBeforeBeatMs(0, () => 1)).toBe(1_150)
  })

  test('T12: says after a minute that one can leave, and stops after a quarter of an hour', () => {
    expect([0, 59_999, 60_000, 899_999, 900_000].map(waitPhase)).toEqual(['fresh', 'fresh', 'long', 'long', 'stopped'])
  })

  test('stops at paid, refunds and review, and keeps asking in every other state', () => {
    expect(orderStatuses.filter(isSettled)).toEqual(['paid', 'partially_refunded', 'refunded', 'needs_review'])
  })
})
