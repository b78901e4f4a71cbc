import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { ProviderEvent } from '@/lib/payments/contract/events'
import type { Mode } from '@/lib/payments/contract/provider-id'
import { createFungiesGateway } from '@/lib/payments/fungies/gateway'

const secret = 'a secret the merchant chose'
const gatewayOf = (mode: Mode = 'test') =>
  createFungiesGateway({
    publicKey: 'pub_x',
    secretKey: 'sec_x',
    apiUrl: 'https://api.fungies.test',
    storeUrl: 'https://shop.fungies.test',
    mode,
    names: { product: 'Shop orders', order: (number) => `Shop order ${number}` },
    facts: {
      read: async () => null,
      keep: async () => undefined,
      readMany: async () => new Map(),
      keepMany: async () => undefined,
    },
    webhookSecrets: ['an older one', secret],
  })

const nonce = 'd0c5a7a4b8e24f5b'
const money = { status: 'PAID', value: 1200, tax: 200, fee: 90, currency: 'USD', currencyDecimals: 2 }
const item = { quantity: 1, offer: { object: 'offer', id: 'o1', internalId: `1043-1-${nonce}` } }
const order = { object: 'order', id: 'u1', number: 'AB12', ...money, createdAt: 1_700_000_000_000 }
const payment = { object: 'payment', id: 'u2', type: 'one_time', orderId: 'u1', ...money }
const user = { email: 'a@shop.test' }
const success = {
  id: 'k1',
  type: 'payment_success',
  testMode: true,
  idempotencyKey: 'k1',
  data: { items: [item], order, payment, user },
}

const understand = (body: unknown, mode: Mode = 'test') =>
  gatewayOf(mode).understand({ rawBody: Buffer.from(JSON.stringify(body)), headers: new Headers() })

const claimsOf = (event: ProviderEvent) => {
  if (event.kind !== 'payment_completed') throw new Error(`the event is ${event.kind}`)
  return event.claims
}

const withData = (data: Record<string, unknown>, over: Record<string, unknown> = {}) => ({
  ...success,
  ...over,
  data: { ...success.data, ...data },
})

describe('the signature', () => {
  const rawBody = Buffer.from(JSON.stringify(success))
  const hex = createHmac('sha256', secret).update(rawBody).digest('hex')
  const verify = (header: string | null) =>
    gatewayOf().verify({ rawBody, headers: new Headers(header === null ? {} : { 'x-fngs-signature': header }) })

  it.each([`sha256_${hex}`, `sha256=${hex}`, hex, `sha256_${hex.toUpperCase()}`])('is genuine as %s', (header) => {
    expect(verify(header)).toBe(true)
  })

  it.each([
    null,
    '',
    'sha256_',
    `sha256-${hex}`,
    `sha256_sha256_${hex}`,
    `sha1_${hex}`,
    hex.slice(2),
    `sha256_${createHmac('sha256', 'sec_x').update(rawBody).digest('hex')}`,
    `sha256_${createHmac('sha256', '').update(rawBody).digest('hex')}`,
  ])('is refused as %s', (header) => {
    expect(verify(header)).toBe(false)
  })
})

describe('payment_success', () => {
  it('ties the payment to its offer, order and nonce, its figures in minor units with the tax in them', () => {
    const { amountsIn, ...claims } = claimsOf(understand(success))
    expect(claims).toEqual({
      providerOrderId: 'u1',
      sessionId: null,
      providerProductId: 'o1',
      orderNumber: '1043',
      nonce,
      currency: 'USD',
      buyerEmail: 'a@shop.test',
      shape: 'order.value+payment.value+payment.tax',
    })
    expect(amountsIn('minor')).toEqual({ grossMinor: 1200, preTaxMinor: 1000, taxMinor: 200 })
    expect(amountsIn('major')).toBeNull()
  })

  it.each([
    ['dotted', { ...success, type: 'payment.success' }],
    ['under other keys', { ...success, type: undefined, event: 'payment_success', idempotency_key: 'k1' }],
    ['order.paid', { object: 'event', id: 'evt_1', type: 'order.paid', data: { ...order, items: [item] } }],
    ['thin', withData({ items: [{ id: 'i', quantity: '1', internalId: `1043-1-${nonce}` }], payment: undefined })],
    ['without a payment', withData({ payment: undefined })],
    ['with a quantity in text', withData({ items: [{ ...item, quantity: '1' }] })],
    ['without testMode', { ...success, testMode: undefined }],
  ])('is understood %s', (_form, body) => {
    expect(claimsOf(understand(body))).toMatchObject({ providerOrderId: 'u1', orderNumber: '1043', nonce })
  })

  it.each([
    ['without items', withData({ items: [] })],
    ['with several items', withData({ items: [item, { offer: { id: 'o2', internalId: '1044-1-ffffffffffffffff' } }] })],
    ['with a reference that is not ours', withData({ items: [{ offer: { id: '…', internalId: '1043' } }] })],
  ])('ties nothing to an order %s', (_form, body) => {
    expect(claimsOf(understand(body))).toMatchObject({
      providerOrderId: 'u1',
      providerProductId: null,
      orderNumber: null,
      nonce: null,
    })
  })

  it.each([
    ['a status that is not PAID', withData({ order: { ...order, status: 'PENDING' } })],
    ['order and payment that differ', withData({ payment: { ...payment, value: 1300 } })],
    ['no payment', withData({ payment: undefined })],
    ['no tax', withData({ order: { ...order, tax: null }, payment: { ...payment, tax: null } })],
  ])('is always asked about at the API with %s', (_form, body) => {
    expect(claimsOf(understand(body)).shape).toBeNull()
  })

  it('of a renewal that names no subscription is its own payment, tied to no order', () => {
    const body = withData({ payment: { ...payment, type: 'subscription_interval' } })
    expect(claimsOf(understand(body))).toMatchObject({
      providerOrderId: 'u2',
      orderNumber: null,
      nonce: null,
      providerProductId: null,
    })
  })

  it.each([
    [true, 'live'],
    [false, 'test'],
  ] as const)('with testMode %s settles nothing with %s keys', (testMode, mode) => {
    expect(understand({ ...success, testMode }, mode)).toMatchObject({ kind: 'contradictory' })
    expect(understand({ ...success, type: 'payment_refunded', testMode }, mode).kind).toBe('contradictory')
  })

  it('that names no order, or two events, is contradictory', () => {
    expect(understand({ ...success, data: {} }).kind).toBe('contradictory')
    expect(understand({ ...success, event: 'payment_failed' }).kind).toBe('contradictory')
    expect(understand({ ...success, event: 'payment.success' }).kind).toBe('payment_completed')
  })

  it.each([
    ['JPY', 0, 1200, 1200],
    ['JPY', 2, 120_000, 1200],
    ['KWD', 2, 120, 1200],
    ['USD', null, 1200, 1200],
    ['JPY', 2, 120_001, null],
    ['USD', 2, -1, null],
    ['USD', 2, 12.5, null],
  ])('reads %s told with %s decimals', (currency, currencyDecimals, value, grossMinor) => {
    const told = { currency, currencyDecimals, value, tax: 0 }
    const body = withData({ order: { ...order, ...told }, payment: { ...payment, ...told } })
    expect(claimsOf(understand(body)).amountsIn('minor')?.grossMinor ?? null).toBe(grossMinor)
  })
})

describe('events whose status lies', () => {
  it('a failure is one by its type, although it says PAID', () => {
    const told = { kind: 'payment_failed', orderNumber: '1043', key: 'k1' }
    expect(understand({ ...success, type: 'payment_failed' })).toMatchObject(told)
    expect(understand({ ...success, type: 'payment.failed' })).toMatchObject(told)
  })

  it('a failed renewal is no failure of the order that began it', () => {
    const data = { payment: { ...payment, type: 'subscription_interval' } }
    expect(understand(withData(data, { type: 'payment_failed' }))).toMatchObject({ orderNumber: null })
  })

  it.each(['payment_refunded', 'payment_refund', 'payment.refunded'])(
    '%s is a refund, although it says PAID',
    (type) => {
      const body = withData({ items: [] }, { type })
      expect(understand(body)).toEqual({ kind: 'payment_refunded', eventName: type, providerOrderId: 'u1' })
    },
  )

  it.each(['subscription_created', 'subscription_interval', 'something_new', 'constructor'])(
    '%s without a subscription pays nothing',
    (type) => {
      expect(understand({ ...success, type })).toEqual({ kind: 'ignored', eventName: type })
    },
  )
})

describe('events of a subscription', () => {
  const start = 1_700_000_000_000
  const subscription = { id: 'AB12', status: 'active', orderId: 'u1', lastPaymentId: 'u2', currentIntervalStart: start }
  const initial = { ...payment, type: 'subscription_initial', subscriptionId: 'AB12' }
  const renewal = { ...payment, type: 'subscription_interval', subscriptionId: 'AB12' }
  const tell = (type: string, data: Record<string, unknown>) => understand(withData(data, { type }))

  it.each([
    ['payment_success', { subscription, payment: initial }, 'paid', 'u1'],
    ['payment_success', { subscription, payment: renewal }, 'paid', 'u2'],
    ['payment_success', { payment: renewal }, 'paid', 'u2'],
    ['payment_failed', { subscription, payment: renewal }, 'payment_failed', 'u2'],
  ] as const)('%s of %o is %s, by the id %s', (type, data, change, providerPaymentId) => {
    const told = tell(type, data)
    if (told.kind !== 'subscription') throw new Error(`the event is ${told.kind}`)
    expect(told).toMatchObject({ change, claims: { providerSubscriptionId: 'AB12', nonce, providerPaymentId } })
    expect(told.claims.amountsIn('minor')).toEqual({ grossMinor: 1200, preTaxMinor: 1000, taxMinor: 200 })
    expect(told.claims.periodStart).toEqual('subscription' in data ? new Date(start) : null)
  })

  it.each([
    ['subscription_created', 'started'],
    ['subscription_interval', 'updated'],
    ['subscription_updated', 'updated'],
    ['subscription_cancelled', 'cancelled'],
  ])('%s is only a reason to ask: %s', (type, change) => {
    const data = { subscription, order: undefined, payment: undefined, lastPayment: initial }
    expect(tell(type, data)).toMatchObject({ kind: 'subscription', change, claims: { nonce } })
  })

  it('of the other mode settles nothing', () => {
    const body = withData({ subscription, payment: renewal }, { testMode: false })
    expect(understand(body)).toMatchObject({ kind: 'contradictory' })
  })
})
