import { describe, expect, it } from 'vitest'
import { describeChange } from '@/lib/proof/describe-change'
import type { OrderSnapshot } from '@/lib/proof/snapshot-order'

const waiting: OrderSnapshot = {
  order: {
    status: 'awaiting_payment',
    fulfilment: 'unfulfilled',
    receiptNumber: null,
    confirmedBy: null,
    currency: 'USD',
    refundDueMinor: 0,
    paidLate: false,
    paidTwice: false,
    reviewReason: null,
  },
  stock: [{ sku: 'TIN', units: 5 }],
  payments: [],
  refunds: [],
  ledger: [],
  mails: [{ kind: 'order_received', count: 1 }],
  story: [{ id: 1, text: 'Placed.' }],
}

const withOrder = (changes: Partial<NonNullable<OrderSnapshot['order']>>): OrderSnapshot => ({
  ...waiting,
  order: waiting.order && { ...waiting.order, ...changes },
})

const payment = { providerOrderId: 'po_1', verdict: 'settles', currency: 'USD', grossMinor: 2_640, refundedMinor: 0 }

describe('what a replay would change', () => {
  it('is nothing when nothing differs', () => {
    expect(describeChange(waiting, structuredClone(waiting))).toEqual([])
  })

  it.each<[string, OrderSnapshot, string, string, string, string]>([
    ['a status', withOrder({ status: 'paid' }), 'Order', 'Status', 'awaiting payment', 'paid'],
    ['a receipt', withOrder({ receiptNumber: 7 }), 'Order', 'Receipt number', 'none', '7'],
    ['its confirmation', withOrder({ confirmedBy: 'return_check' }), 'Order', 'Confirmed by', 'nobody', 'return check'],
    ['a refund due', withOrder({ refundDueMinor: 500 }), 'Order', 'Refund due', '$0.00', '$5.00'],
    ['lateness', withOrder({ paidLate: true }), 'Order', 'Paid late', 'no', 'yes'],
    ['a second payment', withOrder({ paidTwice: true }), 'Order', 'Paid twice', 'no', 'yes'],
    ['a review', withOrder({ reviewReason: 'Less came.' }), 'Order', 'Review', 'none', 'Less came.'],
    ['stock', { ...waiting, stock: [{ sku: 'TIN', units: 4 }] }, 'Stock', 'TIN', '5 left', '4 left'],
    ['a payment', { ...waiting, payments: [payment] }, 'Payment', 'po_1', 'none', '$26.40, settles'],
    [
      'a refund',
      { ...waiting, refunds: [{ id: 3, state: 'completed', currency: 'USD', amountMinor: 500 }] },
      'Refund',
      'A refund',
      'none',
      '$5.00, completed',
    ],
    [
      'the books, credits as amounts',
      { ...waiting, ledger: [{ account: 'sales', currency: 'USD', amountMinor: -2_400 }] },
      'Ledger',
      'Sales',
      'none',
      '$24.00',
    ],
    [
      'a mail',
      { ...waiting, mails: [...waiting.mails, { kind: 'order_paid', count: 1 }] },
      'Mail',
      'order paid',
      'none',
      '1',
    ],
    [
      'the story',
      { ...waiting, story: [...waiting.story, { id: 2, text: 'Paid.' }] },
      'Story',
      'New entry',
      'none',
      'Paid.',
    ],
  ])('%s', (_what, after, part, name, from, to) => {
    expect(describeChange(waiting, after)).toEqual([{ part, name, before: from, after: to }])
  })

  it('names what would be gone', () => {
    expect(describeChange({ ...waiting, payments: [payment] }, waiting)).toEqual([
      { part: 'Payment', name: 'po_1', before: '$26.40, settles', after: 'none' },
    ])
  })
})
