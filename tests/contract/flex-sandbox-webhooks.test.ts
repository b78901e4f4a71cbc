import { Webhook } from 'standardwebhooks'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type FlexSandbox, openFlexSandbox } from './flex-sandbox-world'
import { type Listener, type Received, startListener } from './sandbox-listener'

let flex: FlexSandbox
let shop: Listener
let secret: string

const EVENTS = ['checkout.session.completed', 'refund.updated', 'payment_intent.succeeded']

beforeAll(async () => {
  flex = await openFlexSandbox()
})
afterAll(() => flex.stop())
beforeEach(async () => {
  await flex.reset()
  await flex.switches({ webhook_timing: 'before_redirect' })
  shop = await startListener()
})
afterEach(() => shop.stop())

async function subscribe(events: string[] = ['checkout.session.completed']) {
  const webhook = await flex.register(shop.url, events)
  secret = webhook.signing_secret
  return webhook
}

async function payOne(fields: object = {}) {
  const { checkout_session_id: id } = await flex.newSession(fields)
  await flex.pay(id)
  return id
}

const parsed = ({ body }: Received) => JSON.parse(body) as Record<string, unknown>

/** An independent implementation of the scheme; it knows Svix's own prefix only. */
function verify({ headers, body }: Received, family = 'webhook') {
  const named = Object.fromEntries(
    ['id', 'timestamp', 'signature'].map((name) => [`webhook-${name}`, String(headers[`${family}-${name}`])]),
  )
  return new Webhook(secret.replace(/^fwhsec_/, '')).verify(body, named)
}

describe('a delivery', () => {
  it('is signed as Standard Webhooks asks, and tells the session in cents', async () => {
    const webhook = await subscribe()
    expect(webhook.signing_secret).toMatch(/^fwhsec_/)
    const id = await payOne({ client_reference_id: 'SHOP-1' })
    const [received] = shop.received
    if (!received) throw new Error('nothing came')
    expect(verify(received)).toMatchObject({
      event_id: received.headers['webhook-id'],
      event_type: 'checkout.session.completed',
      test_mode: true,
      object: {
        checkout_session: { checkout_session_id: id, status: 'complete', amount_total: 2000, amount_received: 2000 },
      },
    })
  })

  it.each(['svix', 'flex', 'webhook_and_svix'])('comes under the header family %s', async (family) => {
    await flex.switches({ header_family: family })
    await subscribe()
    await payOne()
    const [received] = shop.received
    if (!received) throw new Error('nothing came')
    if (family === 'flex') expect(received.headers['flex-event-id']).toBe(parsed(received).event_id)
    else expect(verify(received, 'svix')).toBeTruthy()
    expect('webhook-id' in received.headers).toBe(family === 'webhook_and_svix')
  })

  it.each(['good_first', 'good_last'])('may carry several signatures: %s', async (signatures) => {
    await flex.switches({ signatures })
    await subscribe()
    await payOne()
    const [received] = shop.received
    expect(String(received?.headers['webhook-signature']).split(' ').length).toBeGreaterThan(1)
    expect(received && verify(received)).toBeTruthy()
  })

  it('may be too old, or forged', async () => {
    await subscribe()
    await flex.switches({ signature_age_s: 600, webhook_forge: 'wrong_secret' })
    await payOne()
    expect(shop.received).toHaveLength(2)
    for (const received of shop.received) expect(() => verify(received)).toThrow()
  })

  it.each([
    ['A_id', (id: string) => ({ object: { checkout_session: id } })],
    ['A_only_id', (id: string) => ({ object: { checkout_session_id: id } })],
    ['A_wrapped', (id: string) => ({ event: { object: { checkout_session: { checkout_session_id: id } } } })],
    ['B', (id: string) => ({ event: { event_dt: expect.any(Number), object: { checkout_session_id: id } } })],
  ])('may come in the envelope %s', async (envelope, expected) => {
    await flex.switches({ envelope, event_spelling: 'underscored' })
    await subscribe()
    const id = await payOne()
    const [received] = shop.received
    expect(received && parsed(received)).toMatchObject(expected(id))
    expect(received?.body).toContain('"checkout_session.completed"')
  })

  it('comes twice for the two cards of a split cart, but completes once', async () => {
    await flex.switches({ split_carts: 'on' })
    await subscribe(EVENTS)
    await payOne()
    const types = shop.received.map((one) => parsed(one).event_type).sort()
    expect(types).toEqual(['checkout.session.completed', 'payment_intent.succeeded', 'payment_intent.succeeded'])
  })

  it('may be lost, doubled, or overtaken', async () => {
    await subscribe()
    await flex.switches({ webhook_drop: 1 })
    await payOne()
    expect(shop.received).toHaveLength(0)
    await flex.switches({ webhook_copies: 3 })
    await payOne()
    expect(new Set(shop.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
    expect(shop.received).toHaveLength(3)
    await flex.switches({ webhook_copies: 1, webhook_reorder: 'on' })
    const [late, early] = [await payOne(), await payOne()]
    const sessionIds = shop.received.slice(3).map(({ body }) => /fcs_\w+/.exec(body)?.[0])
    expect(sessionIds).toEqual([early, late])
  })
})

describe('a refused delivery', () => {
  it('is sent again with the same id until it is taken', async () => {
    shop.stop()
    shop = await startListener({ status: 500 })
    await flex.switches({ webhook_retries: 'quick' })
    await subscribe()
    await payOne()
    await shop.arrived(3)
    expect(new Set(shop.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
  })

  it('waits, and can be sent at once', async () => {
    shop.stop()
    shop = await startListener({ status: 503 })
    await subscribe()
    await payOne()
    expect(await flex.look('/deliveries')).toMatchObject({ pending: [{ tries: 1 }] })
    await flex.control('/deliveries/retry')
    expect(shop.received).toHaveLength(2)
  })

  it('is sent again when the API is asked', async () => {
    const { webhook_id } = await subscribe()
    await payOne()
    const eventId = String(shop.received[0]?.headers['webhook-id'])
    await flex.send('POST', `/v1/events/${eventId}/retry`, { event: { webhook_id } })
    await shop.arrived(2)
    expect(shop.received[1]?.headers['webhook-id']).toBe(eventId)
  })
})

describe('what follows a payment', () => {
  it('a refund is told when it ends', async () => {
    await flex.switches({ refund_ends_after_ms: 10 })
    await subscribe(['refund.updated'])
    const id = await payOne()
    const { refunds } = await flex.refund(id, { amount: 500, refund_metadata: { ours: '4' } })
    await shop.arrived(1)
    expect(shop.received.map(parsed)).toMatchObject([
      {
        object: {
          refund: { refund_id: refunds[0]?.refund_id, status: 'succeeded', amount: 500, metadata: { ours: '4' } },
        },
      },
    ])
  })

  it('a dispute is told, and shown by the session', async () => {
    await subscribe(['charge.dispute.created'])
    const id = await payOne()
    await flex.control(`/sessions/${id}/dispute`)
    await shop.arrived(1)
    expect(await flex.read(id)).toMatchObject({ amount_disputed: 2000, disputes: [{ amount: 2000 }] })
  })

  it('a subscription renews, fails and ends', async () => {
    await subscribe(['invoice.paid', 'invoice.payment_failed', 'customer.subscription.deleted'])
    const product = await flex.newProduct()
    const recurring = { interval: 'month', interval_count: 1 }
    const line = { price_data: { product, unit_amount: 900, recurring }, quantity: 1 }
    const { checkout_session_id: id } = await flex.create({ mode: 'subscription', line_items: [line] })
    await flex.pay(id)
    const subscription = String((await flex.read(id)).subscription)
    await flex.control(`/subscriptions/${subscription}/renew`)
    await flex.control(`/subscriptions/${subscription}/renew`, { fails: true })
    await flex.send('POST', `/v1/subscriptions/${subscription}/cancel`)
    await shop.arrived(4)
    const told = shop.received.map((one) => parsed(one).event_type)
    expect(told).toEqual(['invoice.paid', 'invoice.paid', 'invoice.payment_failed', 'customer.subscription.deleted'])
  })
})
