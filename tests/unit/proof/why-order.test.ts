import { describe, expect, test } from 'vitest'
import type { EventView, OrderDetail, PaymentView, TimelineView } from '@/lib/back-office/model'
import { type OrderStatus, orderStatuses } from '@/lib/orders/model'
import { whyOrder } from '@/lib/proof/why-order'
import type { RefundView } from '@/lib/refunds/model'

const at = new Date('2026-11-20T12:00:00.000Z')

const entry = (facts: Partial<TimelineView> = {}): TimelineView => ({
  id: 1,
  at,
  actor: 'system',
  merchantName: null,
  kind: 'noted',
  fromStatus: null,
  toStatus: null,
  text: 'Something happened.',
  ...facts,
})

const payment = (facts: Partial<PaymentView> = {}): PaymentView => ({
  id: 1,
  providerName: 'Pocketsflow',
  mode: 'test',
  providerOrderId: 'ord_1',
  verdict: 'settles',
  difference: null,
  currency: 'USD',
  figures: [{ name: 'gross', figure: { amountMinor: 2_640, from: 'api' } }],
  refundedMinor: 0,
  buyerEmail: null,
  confirmedBy: 'webhook',
  recordedAt: at,
  details: [],
  ...facts,
})

const event = (facts: Partial<EventView> = {}): EventView => ({
  id: 7,
  providerName: 'Pocketsflow',
  receivedAt: at,
  eventName: 'order.completed',
  providerOrderId: 'ord_1',
  state: 'settled',
  reason: null,
  tries: 1,
  tookMs: 4,
  headers: [],
  body: '',
  bodyBytes: 0,
  isCut: false,
  ...facts,
})

const refund = (facts: Partial<RefundView> = {}): RefundView => ({
  id: 1,
  state: 'completed',
  amountMinor: 500,
  currency: 'USD',
  reason: 'Came broken.',
  failure: null,
  fromShop: true,
  restock: false,
  merchantName: 'Mara',
  providerRefundId: 're_1',
  providerOrderId: 'ord_1',
  createdAt: at,
  settledAt: at,
  items: [],
  ...facts,
})

const order = (facts: Partial<OrderDetail> = {}): OrderDetail => ({
  id: 1,
  number: 10_001,
  mode: 'test',
  status: 'awaiting_payment',
  fulfilment: 'unfulfilled',
  currency: 'USD',
  subtotalMinor: 2_400,
  discountMinor: 0,
  discountCode: null,
  totalMinor: 2_400,
  name: 'Ada',
  email: 'ada@example.com',
  address: null,
  placedAt: at,
  paidAt: null,
  expiresAt: new Date('2026-11-21T12:00:00.000Z'),
  holdExpiresAt: at,
  stockState: 'held',
  checkedAt: null,
  nextCheckAt: null,
  confirmedBy: null,
  receiptNumber: null,
  reviewReason: null,
  paidLate: false,
  paidTwice: false,
  disputed: false,
  refundDueMinor: 0,
  lines: [],
  attempts: [],
  payments: [],
  events: [],
  timeline: [],
  mails: [],
  ...facts,
})

const tell = (facts: Partial<OrderDetail> = {}, refunds: RefundView[] = [], unaskable: string[] = []) =>
  whyOrder({ order: order(facts), refunds, timeZone: 'UTC', unaskable })
const told = (facts: Partial<OrderDetail> = {}, refunds: RefundView[] = []) => {
  const { because, next } = tell(facts, refunds)
  return [...because, ...next].join('\n')
}

const nexts: Record<OrderStatus, RegExp> = {
  awaiting_payment: /expires on Nov 21, 2026, 12:00 PM UTC, once the provider has said/,
  partly_paid: /paid as soon as its other items are/,
  paid: /marking it as fulfilled ends/,
  partially_refunded: /marking it as fulfilled ends/,
  refunded: /a refund is final/,
  needs_review: /A merchant decides/,
  failed: /may try again/,
  expired: /flag it as paid late/,
  cancelled: /flag it as paid late/,
}

describe('why an order is as it is', () => {
  test.each(orderStatuses)('%s says by which move, when and by whom, and what comes next', (status) => {
    const move = entry({ actor: 'provider', toStatus: status, text: `It became ${status}` })
    const why = tell({ status, timeline: [entry(), move] })
    expect(why.because[0]).toBe(`Since Nov 20, 2026, 12:00 PM UTC, by the provider: It became ${status}.`)
    expect(why.next.join(' ')).toMatch(nexts[status])
  })

  const plain: Partial<OrderDetail> = { status: 'paid', payments: [payment()] }
  test.each<[string, Partial<OrderDetail>, RegExp]>([
    ['the event', { ...plain, events: [event()] }, /of \$26\.40 pays for this order.*by a webhook, told by event 7/],
    ['a sweep', { payments: [payment({ confirmedBy: 'sweep' })] }, /by a check in the background\./],
    ['a return', { payments: [payment({ confirmedBy: 'return_check' })] }, /when the shopper came back/],
    ['a merchant’s word', { status: 'paid', confirmedBy: 'merchant' }, /by a merchant’s word/],
    ['who it was', { timeline: [entry({ merchantName: 'Mara', toStatus: 'awaiting_payment' })] }, /by Mara:/],
    ['a second payment', { payments: [payment({ verdict: 'duplicate' })] }, /one too many and is owed back/],
    ['a difference', { payments: [payment({ verdict: 'mismatch', difference: 'a cent less' })] }, /: a cent less/],
    ['late money', { ...plain, paidLate: true }, /It was paid late/],
    ['money twice', { ...plain, paidTwice: true }, /More money came/],
    ['a dispute', { ...plain, disputed: true }, /disputes a payment[\s\S]*mark of the dispute goes/],
    ['a refund due', { ...plain, refundDueMinor: 1_200 }, /\$12\.00 are owed[\s\S]*clears that mark/],
    ['a review', { status: 'needs_review', reviewReason: 'sold out' }, /To be looked at: sold out\./],
    ['a refund due in review', { status: 'needs_review', refundDueMinor: 1 }, /Refunding what is owed/],
    ['goods sent', { ...plain, fulfilment: 'fulfilled' }, /Nothing is left to be done/],
    ['goods partly sent', { ...plain, fulfilment: 'partly_fulfilled' }, /What ships is still to be sent/],
    ['money turned away', { timeline: [entry({ kind: 'refused', text: 'No' })] }, /Turned away last: No\./],
    ['a check', { timeline: [entry({ kind: 'checked', text: 'Nothing' })] }, /Asked on .* background: Nothing\./],
    ['an answer', { checkedAt: at }, /was asked on Nov 20.* knew of no payment/],
    ['no question', {}, /has not been asked about it yet/],
    ['the next question', { nextCheckAt: at }, /asks the provider again by itself on Nov 20/],
    ['an event at work', { events: [event({ state: 'confirming' })] }, /Event 7 is still being worked on/],
  ])('%s changes the text', (_name, facts, expected) => {
    expect(told(facts)).toMatch(expected)
    expect(told({ status: 'refunded' })).not.toMatch(expected)
  })

  test.each<[Partial<RefundView>, RegExp]>([
    [{ state: 'completed' }, /A refund of \$5\.00 by Mara went back/],
    [{ state: 'completed', fromShop: false }, /by somebody at the provider went back/],
    [{ state: 'pending' }, /on its way[\s\S]*When the refund under way ends/],
    [{ state: 'failed', failure: 'no balance' }, /failed\. no balance\./],
    [{ state: 'unknown' }, /its answer was lost\.[\s\S]*it is not sent again/],
  ])('the refund %o is told', (facts, expected) => {
    expect(told(plain, [refund(facts)])).toMatch(expected)
    expect(told(plain)).not.toMatch(expected)
  })
})

test('an order whose provider has no key here any more says that it waits for a person', () => {
  const { next } = tell({ status: 'awaiting_payment' }, [], ['Fungies', 'Flex'])
  expect(next.join(' ')).toMatch(
    /cannot be asked: Fungies and Flex opened .* no test key here.*does not expire by itself/,
  )
  expect(next.join(' ')).not.toMatch(/expires on/)
  expect(tell({ status: 'expired' }, [], ['Fungies']).next.join(' ')).not.toContain('cannot be asked')
})
