import { describe, expect, it } from 'vitest'
import { understandEvent } from '@/lib/payments/pocketsflow/events'
import { evidenceOfEvent } from '@/lib/subscriptions/read-evidence'

const understood = (body: object, name?: string) =>
  understandEvent({
    rawBody: Buffer.from(JSON.stringify(body)),
    headers: new Headers(name ? { 'x-pocketsflow-event': name } : {}),
  })

const invoice = (facts: object = {}) => ({
  event: 'invoice.paid',
  webhookId: 'wh_1',
  subscription: { id: '66off', customerId: '66cus' },
  subscriptionCustomer: { id: '66sub', status: 'active' },
  subscriptionCustomerId: '66sub',
  portalUrl: 'https://app.pocketsflow.com/portal/66off/66sub',
  metadata: { external_order_id: '1001', nonce: 'abc' },
  amount: 1500,
  currency: 'usd',
  ...facts,
})

describe('an event of a subscription', () => {
  it.each([
    ['customer.subscription.created', 'started'],
    ['customer.subscription.updated', 'updated'],
    ['customer.subscription.deleted', 'cancelled'],
    ['customer.subscription.pause', 'paused'],
    ['customer.subscription.paused', 'paused'],
    ['customer.subscription.resumed', 'resumed'],
    ['customer.subscription.trial_will_end', 'trial_ending'],
    ['invoice.paid', 'paid'],
    ['invoice.payment_succeeded', 'paid'],
    ['invoice.payment_failed', 'payment_failed'],
    ['invoice.upcoming', 'announced'],
    ['invoice.created', 'announced'],
  ])('%s means %s', (event, change) => {
    expect(understood(invoice({ event }))).toMatchObject({
      kind: 'subscription',
      change,
      claims: { providerSubscriptionId: '66sub', orderNumber: '1001', nonce: 'abc' },
    })
  })

  it('of the older form names its subscription too', () => {
    const body = { subscriptionCustomer: { id: '66sub', buyerEmail: 'a@shop.test' }, subscription: { id: '66off' } }
    expect(understood(body, 'invoice.paid')).toMatchObject({ claims: { providerSubscriptionId: '66sub', nonce: null } })
  })

  it('that names two subscriptions is contradictory', () => {
    expect(understood(invoice({ subscriptionCustomerId: '66other' })).kind).toBe('contradictory')
  })

  it.each([
    ['https://app.pocketsflow.com/portal/1/2', true],
    ['http://app.pocketsflow.com/portal/1/2', false],
    ['javascript:alert(1)', false],
    ['https://user@app.pocketsflow.com/', false],
  ])('leads to a portal only by a safe address: %s', (portalUrl, isKept) => {
    const event = understood(invoice({ portalUrl }))
    expect(event).toMatchObject({ claims: { portalUrl: isKept ? portalUrl : null } })
  })
})

describe('the amount of an invoice', () => {
  const read = (amount: unknown, priceMinor: number, facts: object = {}) => {
    const event = understood(invoice({ amount, ...facts }))
    if (event.kind !== 'subscription') throw new Error(event.kind)
    return evidenceOfEvent(event.claims, { priceMinor, currency: 'USD' }, new Date(0))
  }

  it.each([
    ['cents that are what was asked', 1500, 1500, { grossMinor: 1500, preTaxMinor: 1500 }],
    ['dollars that are what was asked', 15, 1500, { grossMinor: 1500, preTaxMinor: 1500 }],
    ['neither: kept as cents, and not taken for what was asked', 1600, 1500, { grossMinor: 1600, preTaxMinor: null }],
    ['none at all: what was asked', undefined, 1500, { grossMinor: 1500, preTaxMinor: 1500 }],
  ])('%s', (_name, amount, asked, expected) => {
    expect(read(amount, asked)).toMatchObject(expected)
  })

  it('with tax told beside it is compared before tax', () => {
    const taxed = read(1800, 1500, { amountBeforeTax: 1500, tax: { amount: 300 } })
    expect(taxed).toMatchObject({ grossMinor: 1800, preTaxMinor: 1500, taxMinor: 300 })
  })
})
