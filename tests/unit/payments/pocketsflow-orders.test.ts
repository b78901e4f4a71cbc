import { describe, expect, it } from 'vitest'
import { paymentFrom } from '@/lib/payments/pocketsflow/orders'

const order = {
  _id: '66bb02',
  productId: '66aa01',
  buyerEmail: 'a@shop.test',
  grossAmount: 71.49,
  amountBeforeTax: 64.99,
  taxAmount: 6.5,
  netAmount: 62.12,
  stripeFee: 2.37,
  paypalFee: 0.5,
  currency: 'usd',
  isRefunded: false,
  isDisputed: false,
  testMode: true,
  metadata: { external_order_id: '1043', nonce: 'n0nce' },
  createdAt: '2026-11-20T10:00:00.000Z',
}
const { metadata: _metadata, ...withoutMetadata } = order
const { amountBeforeTax: _beforeTax, ...withoutBeforeTax } = order
const payment = (over: object) => paymentFrom({ ...order, ...over }, 'test')

describe('an order of the API as a payment', () => {
  const expected = {
    providerOrderId: '66bb02',
    sessionId: null,
    providerProductId: '66aa01',
    mode: 'test',
    currency: 'USD',
    grossMinor: 7149,
    preTaxMinor: 6499,
    taxMinor: 650,
    feeMinor: 287,
    netMinor: 6212,
    buyerEmail: 'a@shop.test',
    orderNumber: '1043',
    nonce: 'n0nce',
    isRefunded: false,
    isDisputed: false,
    createdAt: new Date('2026-11-20T10:00:00.000Z'),
  }

  it('bare', () => expect(paymentFrom(order, 'test')).toEqual(expected))
  it('wrapped in sale', () => expect(paymentFrom({ sale: order }, 'test')).toEqual(expected))
  it('with id instead of _id', () => {
    const { _id, ...rest } = order
    expect(paymentFrom({ ...rest, id: _id }, 'test')).toEqual(expected)
  })

  it('without metadata names no order of ours', () => {
    expect(paymentFrom(withoutMetadata, 'test')).toMatchObject({ orderNumber: null, nonce: null, grossMinor: 7149 })
  })

  it('computes the amount before tax when it is not told', () => {
    expect(paymentFrom(withoutBeforeTax, 'test')?.preTaxMinor).toBe(6499)
    expect(paymentFrom({ ...withoutBeforeTax, taxAmount: null }, 'test')?.preTaxMinor).toBeNull()
  })

  it('adds the tax where the figures show that grossAmount leaves it out', () => {
    expect(payment({ grossAmount: 64.99 })).toMatchObject({ grossMinor: 7149, preTaxMinor: 6499, taxMinor: 650 })
  })

  it('leaves figures that do not add up as they are told', () => {
    expect(payment({ grossAmount: 70 })).toMatchObject({ grossMinor: 7000, preTaxMinor: 6499, taxMinor: 650 })
  })

  it('says the mode of the order, and the key’s when the order does not tell', () => {
    expect(payment({ testMode: false })?.mode).toBe('live')
    expect(payment({ testMode: undefined })?.mode).toBe('test')
  })

  it('keeps a payment whose lesser fields are strange', () => {
    const strange = {
      stripeFee: {},
      paypalFee: null,
      netAmount: '?',
      createdAt: 'soon',
      customer: 7,
      metadata: [],
      buyerEmail: 5,
    }
    expect(payment(strange)).toMatchObject({ grossMinor: 7149, feeMinor: null, netMinor: null, createdAt: null })
  })

  it.each([
    [64.99, 'USD', 6499],
    [16.490000000000002, 'USD', 1649],
    ['64.99', 'USD', 6499],
    [1650, 'JPY', 1650],
    [1.234, 'KWD', 1234],
  ])('%j %s is %d in minor units', (grossAmount, currency, grossMinor) => {
    expect(payment({ grossAmount, currency, amountBeforeTax: null })?.grossMinor).toBe(grossMinor)
  })

  it.each([-1, 0.001, 1e21, 30_000_000, 'NaN', null, undefined])('%j is no amount', (grossAmount) => {
    expect(payment({ grossAmount })).toBeNull()
  })

  it.each([null, [], 'x', {}, { sale: null }])('%j is no order', (raw) => {
    expect(paymentFrom(raw, 'test')).toBeNull()
  })

  it.each(['../me', '', 7, null])('%j is no id', (_id) => expect(payment({ _id, id: undefined })).toBeNull())
  it.each(['US', 'us$', '', null])('%j is no currency', (currency) => expect(payment({ currency })).toBeNull())
})
