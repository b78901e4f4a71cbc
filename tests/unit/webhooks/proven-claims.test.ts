import { describe, expect, it } from 'vitest'
import type { CompletedClaims } from '@/lib/payments/contract/events'
import type { ProviderPayment } from '@/lib/payments/contract/payments'
import { unitToldBy } from '@/lib/webhooks/confirmed-units'
import { provenBy } from '@/lib/webhooks/proven-claims'
import { claimsOf, formA } from '../payments/deliveries'

const event = { provider: 'pocketsflow', mode: 'test' } as const
const metadata = { external_order_id: '1043', nonce: 'n0nce' }
const whole = { ...formA, metadata }

const payment = (facts: Partial<ProviderPayment>) =>
  ({ currency: 'USD', grossMinor: 1_650, ...facts }) as ProviderPayment

describe('a signed event proves a payment by itself', () => {
  it('when everything that must agree is in it, read in the unit that is known', () => {
    expect(provenBy(claimsOf(whole), 'major', event)).toMatchObject({
      provider: 'pocketsflow',
      mode: 'test',
      orderNumber: '1043',
      nonce: 'n0nce',
      currency: 'USD',
      grossMinor: 1_650,
      preTaxMinor: 1_500,
      taxMinor: 150,
      isRefunded: false,
    })
  })

  it('W63: at exactly the documented 64.99, which is 6498.99… in floating point', () => {
    const claims = claimsOf({ ...whole, amount: 64.99, amountBeforeTax: 64.99, tax: { amount: 0 } })
    expect(provenBy(claims, 'major', event)).toMatchObject({ grossMinor: 6_499, preTaxMinor: 6_499 })
  })

  it('W66: in a currency with three decimals', () => {
    const claims = claimsOf({ ...whole, currency: 'kwd', amount: 1.125, amountBeforeTax: 1.125, tax: { amount: 0 } })
    expect(provenBy(claims, 'major', event)).toMatchObject({ grossMinor: 1_125, currency: 'KWD' })
  })
})

describe('a signed event proves nothing by itself', () => {
  const without = (...names: string[]) =>
    Object.fromEntries(Object.entries(whole).filter(([name]) => !names.includes(name)))

  it.each<[string, CompletedClaims]>([
    ['without its order number', claimsOf({ ...whole, metadata: { nonce: 'n0nce' } })],
    ['without its nonce', claimsOf({ ...whole, metadata: { external_order_id: '1043' } })],
    ['without a product', claimsOf(without('product'))],
    ['without a currency', claimsOf(without('currency'))],
    ['without its tax', claimsOf({ ...without('tax') })],
    ['without an amount', claimsOf(without('amount'))],
    ['with an amount that is no number', claimsOf({ ...whole, amount: 'NaN' })],
    ['with a negative amount', claimsOf({ ...whole, amount: -1 })],
    ['with an endless amount', claimsOf(JSON.stringify(whole).replace('16.5', '1e400'))],
    ['with an amount that a double cannot hold', claimsOf(JSON.stringify(whole).replace('16.5', '9007199254740993'))],
    ['with more decimals than its currency has', claimsOf({ ...whole, amount: 16.505 })],
  ])('%s', (_name, claims) => {
    expect(provenBy(claims, 'major', event)).toBeNull()
  })

  it('in minor units when it speaks in decimals', () => {
    expect(provenBy(claimsOf(whole), 'minor', event)).toBeNull()
  })
})

const figures = (amount: number, tax: number) => ({
  ...whole,
  amount,
  amountBeforeTax: amount - tax,
  tax: { amount: tax },
})

describe('the unit of a shape is learned from the API', () => {
  it('when exactly one reading is what the API says', () => {
    expect(unitToldBy(claimsOf(whole), payment({ grossMinor: 1_650 }))).toBe('major')
    expect(unitToldBy(claimsOf(figures(1_650, 150)), payment({ grossMinor: 1_650 }))).toBe('minor')
    expect(unitToldBy(claimsOf(figures(1_650, 150)), payment({ grossMinor: 165_000 }))).toBe('major')
  })

  it('never from an event that the API contradicts', () => {
    expect(unitToldBy(claimsOf(whole), payment({ grossMinor: 1_651 }))).toBeNull()
  })

  it('never in a currency without decimals, where both readings are the same', () => {
    const yen = { ...figures(1_650, 150), currency: 'jpy' }
    expect(unitToldBy(claimsOf(yen), payment({ currency: 'JPY', grossMinor: 1_650 }))).toBeNull()
  })

  it('never from nothing paid', () => {
    expect(unitToldBy(claimsOf(figures(0, 0)), payment({ grossMinor: 0 }))).toBeNull()
  })
})
