import { describe, expect, it } from 'vitest'
import { type OrderStatus, orderStatuses } from '@/lib/orders/model'
import { canMove, transitions } from '@/lib/orders/transitions'

/** The contract's sentence, "Status of an order", read as pairs. */
const allowed = new Set(
  Object.entries({
    awaiting_payment: 'partly_paid paid refunded needs_review failed expired cancelled',
    failed: 'awaiting_payment paid needs_review',
    expired: 'paid needs_review',
    cancelled: 'paid needs_review',
    partly_paid: 'paid refunded needs_review',
    needs_review: 'paid refunded',
    paid: 'partially_refunded refunded',
    partially_refunded: 'refunded',
  }).flatMap(([from, to]) => to.split(' ').map((one) => `${from} -> ${one}`)),
)

const pairs = orderStatuses.flatMap((from) => orderStatuses.map((to) => [from, to] as const))

describe('an order moves as the contract says and in no other way', () => {
  it.each(pairs)('%s -> %s', (from, to) => {
    expect(canMove(from, to)).toBe(allowed.has(`${from} -> ${to}`))
  })
})

function reachableFrom(start: OrderStatus): Set<OrderStatus> {
  const seen = new Set<OrderStatus>([start])
  for (const status of seen) for (const next of transitions[status]) seen.add(next)
  return seen
}

describe('no order is stuck', () => {
  it('every status can be reached from a new order', () => {
    expect([...reachableFrom('awaiting_payment')].sort()).toEqual([...orderStatuses].sort())
  })

  it.each(orderStatuses)('%s can still end refunded', (status) => {
    expect(reachableFrom(status)).toContain('refunded')
  })

  it('only refunded is final', () => {
    expect(orderStatuses.filter((status) => transitions[status].length === 0)).toEqual(['refunded'])
  })

  it('nothing that was paid ever waits for payment or for a review again', () => {
    for (const status of ['paid', 'partially_refunded', 'refunded'] as const) {
      expect([...reachableFrom(status)]).not.toContain('awaiting_payment')
      expect([...reachableFrom(status)]).not.toContain('needs_review')
    }
  })
})
