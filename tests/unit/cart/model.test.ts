import { describe, expect, test } from 'vitest'
import { Quantity, VariantId } from '@/lib/cart/forms'
import {
  type CartLine,
  type CartMessage,
  cartErrorText,
  cartMessage,
  cartPath,
  cartTotals,
  markMixedPlans,
} from '@/lib/cart/model'

const line = (facts: Partial<CartLine>): CartLine => ({
  variantId: 1,
  productSlug: 'pocket-lamp',
  productName: 'Pocket lamp',
  optionsText: '',
  sku: 'PS-LMP',
  kind: 'physical',
  imageSrc: null,
  unitPriceMinor: 2_400,
  quantity: 1,
  totalMinor: 2_400,
  stock: null,
  plan: null,
  ...facts,
})

describe('a quantity', () => {
  test.each([
    ['1', 1],
    ['10', 10],
    ['99', 99],
  ])('"%s" is taken', (text, quantity) => {
    expect(Quantity.parse(text)).toBe(quantity)
  })

  test.each([
    '-1',
    '0',
    '0.1',
    '1.0',
    '1e9',
    '1e3',
    '2147483648',
    '100',
    '٣',
    '３',
    ' 5 ',
    '5 ',
    '',
    '+5',
    '05',
    '0x1',
    'NaN',
    '5\n',
  ])('"%s" is refused', (text) => {
    expect(Quantity.safeParse(text).success).toBe(false)
  })

  test.each([5, null, undefined, ['5'], {}])('%o, which is not text, is refused', (value) => {
    expect(Quantity.safeParse(value).success).toBe(false)
  })
})

test.each(['0', '-1', '1.5', '1e3', '', '12345678901', "1' or '1'='1"])('"%s" is no id of a variant', (text) => {
  expect(VariantId.safeParse(text).success).toBe(false)
})

describe('the totals of a cart', () => {
  test('add up what can be bought', () => {
    const lines = [line({}), line({ variantId: 2, quantity: 3, totalMinor: 1_500 })]
    expect(cartTotals(lines)).toEqual({ subtotalMinor: 3_900, itemCount: 4, hasProblem: false })
  })

  test('leave out what is sold out or not for sale any more', () => {
    const lines = [line({}), line({ problem: 'sold_out' }), line({ problem: 'unavailable' })]
    expect(cartTotals(lines)).toEqual({ subtotalMinor: 2_400, itemCount: 3, hasProblem: true })
  })

  test('of an empty cart are nothing', () => {
    expect(cartTotals([])).toEqual({ subtotalMinor: 0, itemCount: 0, hasProblem: false })
  })
})

describe('what the address of the cart says', () => {
  const queryOf = (path: string) => Object.fromEntries(new URL(path, 'http://shop.test').searchParams)

  test.each<CartMessage>([
    { notice: 'added' },
    { notice: 'removed' },
    { problem: { code: 'sold_out' } },
    { problem: { code: 'not_enough', left: 2 } },
  ])('%o is read back as it was written', (message) => {
    expect(cartMessage(queryOf(cartPath(message)))).toEqual(message)
  })

  test.each([{}, { notice: 'hacked' }, { problem: '__proto__' }, { notice: ['added', 'added'] }])(
    '%o says nothing',
    (query) => {
      expect(cartMessage(query)).toBeNull()
    },
  )

  test('a number that is left is never taken from anything but digits', () => {
    expect(cartMessage({ problem: 'not_enough', left: '<b>' })).toEqual({ problem: { code: 'not_enough' } })
  })
})

test('a refusal names how many are left, in the singular too', () => {
  expect(cartErrorText({ code: 'not_enough', left: 1 })).toContain('Only 1 of this item is left')
  expect(cartErrorText({ code: 'not_enough', left: 3 })).toContain('Only 3 of this item are left')
})

describe('a subscription', () => {
  const plan = line({ variantId: 2, plan: { interval: 'month', trialDays: 0, priceMinor: 2_400 } })

  test('is fine alone', () => {
    expect(cartTotals(markMixedPlans([plan])).hasProblem).toBe(false)
  })

  test('beside anything else says that it is ordered by itself', () => {
    const mixed = markMixedPlans([line({}), plan])
    expect(mixed.map((one) => one.problem)).toEqual([undefined, 'not_alone'])
    expect(cartTotals(mixed).hasProblem).toBe(true)
  })

  test('that is sold out says that first', () => {
    const [, gone] = markMixedPlans([line({}), { ...plan, problem: 'sold_out' }])
    expect(gone?.problem).toBe('sold_out')
  })
})
