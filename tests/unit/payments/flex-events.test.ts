import { describe, expect, it } from 'vitest'
import { understandEvent } from '@/lib/payments/flex/events'

const understand = (body: unknown) =>
  understandEvent({ rawBody: Buffer.from(JSON.stringify(body)), headers: new Headers() })

const session = {
  checkout_session_id: 'fcs_1',
  status: 'complete',
  amount_total: 2_400,
  amount_received: 2_400,
  client_reference_id: '1043',
  metadata: { external_order_id: '1043', nonce: 'n1', attempt: '1' },
  customer: { email: 'ada@shop.test' },
}
const type = 'checkout.session.completed'

describe('a completed session', () => {
  it.each([
    ['flat, wrapped in its name', { event_id: 'e', event_type: type, object: { checkout_session: session } }],
    ['flat, bare', { event_type: type, object: session }],
    ['in “event”, bare', { event: { event_type: type, object: session, event_dt: 1 } }],
    ['in “event”, wrapped', { event: { event_type: type, object: { checkout_session: session } } }],
    ['in the other spelling', { event_type: 'checkout_session.completed', object: { checkout_session: session } }],
  ])('is told %s', (_, body) => {
    const event = understand(body)
    if (event.kind !== 'payment_completed') throw new Error(event.kind)
    const { amountsIn, ...claims } = event.claims
    expect(claims).toMatchObject({
      providerOrderId: 'fcs_1',
      sessionId: 'fcs_1',
      orderNumber: '1043',
      nonce: 'n1',
      currency: 'USD',
      shape: null,
    })
    expect([amountsIn('minor')?.grossMinor, amountsIn('major')]).toEqual([2_400, null])
  })

  it.each([
    ['its id for the object', { checkout_session: 'fcs_1' }],
    ['its id beside', { checkout_session_id: 'fcs_1' }],
    ['an id that shows only in the address', { checkout_session: { success_url: 'http://a.test/?session_id=fcs_1' } }],
  ])('is told by %s, and claims no amount', (_, object) => {
    const event = understand({ event_type: type, object })
    expect(event).toMatchObject({ kind: 'payment_completed', claims: { providerOrderId: 'fcs_1', nonce: null } })
    expect(event.kind === 'payment_completed' && event.claims.amountsIn('minor')).toBeNull()
  })

  it.each([{}, { checkout_session: '../x' }, { checkout_session: {} }, null, [], 'fcs_1'])(
    'without a session is contradictory: %j',
    (object) => {
      expect(understand({ event_type: type, object })).toMatchObject({ kind: 'contradictory' })
    },
  )
})

describe('what is not a payment', () => {
  it.each([
    'payment_intent.succeeded',
    'charge.succeeded',
    'checkout.session.expired',
    'product.updated',
    'invoice.paid',
    'x',
  ])('%s is ignored', (event_type) => {
    const object = { payment_intent: { payment_intent_id: 'fpi_1', amount: 2_400, checkout_session_id: 'fcs_1' } }
    expect(understand({ event_type, object })).toEqual({ kind: 'ignored', eventName: event_type })
  })

  it('a declined card names the order where it can', () => {
    const object = { checkout_session: session }
    expect(understand({ event_type: 'checkout.session.async_payment_failed', object })).toMatchObject({
      kind: 'payment_failed',
      orderNumber: '1043',
    })
    expect(understand({ event_type: 'charge.failed', object: { charge: {} } })).toMatchObject({
      orderNumber: null,
      sessionId: null,
    })
  })

  it.each([
    ['as an id', { charge: { checkout_session: 'fcs_7' } }],
    ['by an id of its own name', { charge: { checkout_session_id: 'fcs_7' } }],
    ['bare', { checkout_session: 'fcs_7', status: 'failed' }],
    ['as an object', { charge: { checkout_session: { ...session, checkout_session_id: 'fcs_7' } } }],
    ['beside the charge', { charge: { amount: 2_400 }, checkout_session_id: 'fcs_7' }],
  ])('a failed charge names its checkout %s', (_, object) => {
    expect(understand({ event_id: 'fevt_1', event_type: 'charge.failed', object })).toMatchObject({
      kind: 'payment_failed',
      sessionId: 'fcs_7',
      key: 'fevt_1',
    })
  })

  it.each([{}, { event: 'x' }, { event_type: 7 }, { type }])('what names no event is ignored: %j', (body) => {
    expect(understand(body)).toEqual({ kind: 'ignored', eventName: null })
  })
})

describe('refunds and disputes', () => {
  const refund = { refund_id: 'fre_1', payment_intent_id: 'fpi_1', amount: 500, status: 'succeeded' }

  it.each([
    ['by our metadata', { ...refund, metadata: { checkout_session: 'fcs_1' } }, 'fcs_1'],
    ['by its payment intent', refund, 'fpi_1'],
    ['by the session it names', { ...refund, checkout_session_id: 'fcs_2' }, 'fcs_2'],
  ])('a refund says whose it is %s', (_, told, providerOrderId) => {
    for (const object of [{ refund: told }, told])
      expect(understand({ event_type: 'refund.updated', object })).toMatchObject({
        kind: 'payment_refunded',
        providerOrderId,
      })
  })

  it('a dispute says whose it is', () => {
    const dispute = { dispute_id: 'fdp_1', payment_intent_id: 'fpi_1' }
    for (const event_type of ['charge.dispute.created', 'charge.dispute.closed']) {
      const told = { kind: 'payment_disputed', eventName: event_type, providerOrderId: 'fpi_1' }
      expect(understand({ event_type, object: { dispute } })).toEqual(told)
    }
  })

  it('one that names nobody is contradictory', () => {
    for (const event_type of ['refund.updated', 'charge.dispute.created'])
      expect(understand({ event_type, object: { note: 'x' } })).toMatchObject({ kind: 'contradictory' })
  })
})
