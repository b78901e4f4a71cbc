import { describe, expect, test } from 'vitest'
import { tellOrder } from '@/components/order/order-story'
import { type OrderStatus, orderStatuses } from '@/lib/orders/model'

const times = { placed: 'noon', paid: null, payableUntil: 'tomorrow' }
const line = {
  productSlug: 'pocket-notebook',
  productName: 'Pocket notebook',
  optionsText: '',
  kind: 'physical' as const,
  imageSrc: null,
  unitPriceMinor: 2_400,
  quantity: 1,
  totalMinor: 2_400,
}
const order = (status: OrderStatus) => ({
  status,
  fulfilment: 'unfulfilled' as const,
  currency: 'USD',
  totalMinor: 2_400,
  paidLate: false,
  paidTwice: false,
  refundDueMinor: 0,
  sentBackMinor: 0,
  goingBackMinor: 0,
  lines: [line],
})
const told = (story: { headline: string; paragraphs: string[] }) => [story.headline, ...story.paragraphs].join(' ')

describe('the story of an order', () => {
  test('T16: is another in every status', () => {
    const headlines = orderStatuses.map((status) => tellOrder(order(status), times).headline)
    expect(new Set(headlines).size).toBe(orderStatuses.length)
  })

  test('says that it is paid only when it is', () => {
    const claiming = orderStatuses.filter((status) => /Your order is paid/.test(told(tellOrder(order(status), times))))
    expect(claiming).toEqual(['paid'])
  })

  test('asks to press Pay again only when no payment page was ever opened', () => {
    const inviting = orderStatuses.filter((status) => /press Pay again/.test(told(tellOrder(order(status), times))))
    expect(inviting).toEqual(['failed'])
  })

  test.each(['needs_review', 'expired', 'cancelled'] as const)('%s asks not to pay again', (status) => {
    expect(told(tellOrder(order(status), times))).toMatch(/do not pay again/)
  })

  test('T16: a late payment is told as late', () => {
    expect(told(tellOrder({ ...order('paid'), paidLate: true }, times))).toMatch(/after the order had been closed/)
  })

  test('money that is owed is named with its amount', () => {
    const story = tellOrder({ ...order('paid'), paidTwice: true, refundDueMinor: 2_400 }, times)
    expect(told(story)).toMatch(/paid twice.*\$24\.00/)
  })

  test('steps fill from placed to sent', () => {
    const states = (status: OrderStatus, paid: string | null, fulfilment: 'unfulfilled' | 'fulfilled') =>
      tellOrder({ ...order(status), fulfilment }, { ...times, paid }).steps.map((step) => step.state)
    expect(states('awaiting_payment', null, 'unfulfilled')).toEqual(['done', 'current', 'upcoming'])
    expect(states('paid', 'noon', 'unfulfilled')).toEqual(['done', 'done', 'current'])
    expect(states('paid', 'noon', 'fulfilled')).toEqual(['done', 'done', 'done'])
    expect(states('cancelled', null, 'unfulfilled')).toEqual(['done', 'stopped', 'stopped'])
  })

  test('a digital order is ready instead of on its way', () => {
    const digital = {
      ...order('paid'),
      lines: [{ ...line, kind: 'digital' as const }],
      fulfilment: 'fulfilled' as const,
    }
    expect(tellOrder(digital, { ...times, paid: 'noon' }).steps[2]).toMatchObject({ label: 'Ready', state: 'done' })
  })

  test.each([
    ['what went back', { sentBackMinor: 500 }, 'So far $5.00 went back to you.'],
    ['what is being sent', { goingBackMinor: 700 }, 'A refund of $7.00 is being made'],
    ['what is owed', { refundDueMinor: 900 }, 'We owe you $9.00'],
  ])('tells %s, and only then', (_, facts, text) => {
    expect(told(tellOrder({ ...order('paid'), ...facts }, times))).toContain(text)
    expect(told(tellOrder(order('paid'), times))).not.toContain(text.slice(0, 12))
  })
})
