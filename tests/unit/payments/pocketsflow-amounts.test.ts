import { describe, expect, it } from 'vitest'
import { claimsOf, formA, formB, without } from './deliveries'

const bare = without(formA, 'tax', 'amountBeforeTax')
const withAmount = (amount: unknown, currency: unknown = 'usd') => claimsOf({ ...bare, amount, currency })
/** JSON that JavaScript cannot write: the number stands as it is given. */
const withAmountText = (json: string) => claimsOf(JSON.stringify({ ...bare, amount: 0.25 }).replace('0.25', json))

describe('figures are read in the unit that is asked for, and no other', () => {
  it.each([
    ['form A in major units', formA, 'major', { grossMinor: 1650, preTaxMinor: 1500, taxMinor: 150 }],
    ['form A in minor units: decimals are none', formA, 'minor', null],
    [
      'form A with whole minor units',
      { ...formA, amount: 1650, amountBeforeTax: 1500, tax: { amount: 150 } },
      'minor',
      { grossMinor: 1650, preTaxMinor: 1500, taxMinor: 150 },
    ],
    ['form B in minor units', formB, 'minor', { grossMinor: 1650, preTaxMinor: null, taxMinor: null }],
    ['form B in major units', formB, 'major', { grossMinor: 165_000, preTaxMinor: null, taxMinor: null }],
    [
      'amount and tax tell the amount before tax',
      without(formA, 'amountBeforeTax'),
      'major',
      { grossMinor: 1650, preTaxMinor: 1500, taxMinor: 150 },
    ],
    [
      'a tax above the amount tells nothing',
      { ...without(formA, 'amountBeforeTax'), tax: { amount: 17 } },
      'major',
      { grossMinor: 1650, preTaxMinor: null, taxMinor: 1700 },
    ],
    ['an unreadable tax makes all of it unreadable', { ...formA, tax: { amount: 'some' } }, 'major', null],
  ] as const)('%s', (_, body, unit, amounts) => {
    expect(claimsOf(body, 'order.completed').amountsIn(unit)).toEqual(amounts)
  })

  it.each([
    [64.99, 'usd', 6499],
    [0.07, 'usd', 7],
    [1.1, 'USD', 110],
    [1234567.89, 'usd', 123_456_789],
    [0, 'usd', 0],
    [1650, 'jpy', 1650],
    [1.234, 'kwd', 1234],
    ['64.99', 'usd', 6499],
    ['1.234', 'kwd', 1234],
  ])('%j %s in major units is %d', (amount, currency, grossMinor) => {
    expect(withAmount(amount, currency).amountsIn('major')?.grossMinor).toBe(grossMinor)
  })

  it.each([
    [16.501, 'usd'],
    [1.5, 'jpy'],
    [1.2345, 'kwd'],
    [-1, 'usd'],
    ['6499', 'usd'],
    ['64.9', 'usd'],
    ['64.990', 'usd'],
    ['64,99', 'usd'],
    ['+64.99', 'usd'],
    [' 64.99', 'usd'],
    ['6.4e1', 'usd'],
    ['1650', 'jpy'],
    ['NaN', 'usd'],
    ['', 'usd'],
    [true, 'usd'],
    [[16.5], 'usd'],
    [{ amount: 16.5 }, 'usd'],
    [16.5, 'us$'],
    [16.5, null],
    [16.5, 840],
  ])('%j %j is no amount in major units', (amount, currency) => {
    expect(withAmount(amount, currency).amountsIn('major')).toBeNull()
  })

  it.each([64.99, '6499', '64.99', -1, null, true])('%j is no amount in minor units', (amount) => {
    expect(withAmount(amount).amountsIn('minor')).toBeNull()
  })

  it.each(['1e400', '-1e400', '9007199254740993', '1e21', '2147483648'])('%s is no amount in any unit', (json) => {
    const claims = withAmountText(json)
    expect([claims.amountsIn('minor'), claims.amountsIn('major')]).toEqual([null, null])
  })

  it('two figures for one thing are none, and their shape is not one to learn from', () => {
    const claims = claimsOf({ ...formA, order: { id: '66bb02', amount: 1650 } })
    expect([claims.shape, claims.amountsIn('major'), claims.amountsIn('minor')]).toEqual([null, null, null])
  })

  it('the same figure in two places is one', () => {
    const claims = claimsOf({ ...bare, order: { id: '66bb02', amount: 16.5 } })
    expect(claims.shape).toBe('amount+order.amount')
    expect(claims.amountsIn('major')?.grossMinor).toBe(1650)
  })
})

describe('the shape of an event keeps apart what may differ in unit', () => {
  it.each([
    ['text and number', { ...bare, amount: '16.50' }, 'amount:text'],
    ['with tax and without', bare, 'amount'],
    ['no tax said', { ...bare, tax: null }, 'amount'],
    ['a tax that is not understood is always asked about', { ...bare, tax: 1.5 }, null],
    ['a variant is always asked about', { ...formA, product: { id: '66aa01', variantId: 'v1' } }, null],
    ['no amount at all', without(bare, 'amount'), null],
  ])('%s', (_, body, shape) => {
    expect(claimsOf(body).shape).toBe(shape)
  })
})
