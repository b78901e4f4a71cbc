import { createHmac } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Fungies, openFungies, RETURN_URL } from './fungies-sandbox-world'
import { type Listener, startListener } from './sandbox-listener'

const SECRET = 'a secret the merchant chose'

let fungies: Fungies
let listener: Listener
beforeAll(async () => {
  fungies = await openFungies()
})
afterAll(() => fungies.stop())
beforeEach(async () => {
  listener = await startListener()
  await fungies.control('POST', '/reset', { all: true })
  await fungies.dashboard({ redirectUrl: RETURN_URL, webhook: { url: listener.url, secret: SECRET } })
  await fungies.switches({ webhook_timing: 'before_redirect', webhook_retry_after_ms: 1 })
})
afterEach(() => listener.stop())

type Body = {
  id: string
  type: string
  testMode?: boolean
  idempotencyKey: string
  data: Record<string, Record<string, unknown>> & { items: Record<string, unknown>[] }
}
const bodies = () => listener.received.map(({ body }) => JSON.parse(body) as Body)
const bodyAt = (index: number) => bodies().at(index) as Body

async function pay(over: Record<string, unknown> = {}, type?: string) {
  const made = await fungies.offerInElement(over, type)
  const sale = await fungies.control<{ order: { _id: string; number: string } }>(
    'POST',
    `/elements/${made.element.id}/pay`,
  )
  return { ...made, ...sale }
}

describe('payment_success', () => {
  it('tells the offer, the order and the payment', async () => {
    const { offer, order } = await pay()
    expect(bodyAt(0)).toMatchObject({
      type: 'payment_success',
      testMode: true,
      data: {
        items: [{ quantity: 1, value: 1200, offer: { id: offer.id, internalId: 'SHOP-1001' } }],
        order: { id: order._id, status: 'PAID', value: 1200 },
        payment: { type: 'one_time', status: 'PAID', orderId: order._id, fee: 110, invoiceUrl: expect.any(String) },
        user: { email: 'buyer@sandbox.example' },
      },
    })
    expect(bodyAt(0).id).toBe(bodyAt(0).idempotencyKey)
  })

  it.each([
    ['sha256_', (hex: string) => `sha256_${hex}`],
    ['sha256=', (hex: string) => `sha256=${hex}`],
    ['nothing', (hex: string) => hex],
  ])('is signed over its bytes, the signature beginning with %s', async (signature_prefix, spelt) => {
    await fungies.switches({ signature_prefix })
    await pay()
    const [{ headers, body } = { headers: {}, body: '' }] = listener.received
    const hex = createHmac('sha256', SECRET).update(body).digest('hex')
    expect(headers['x-fngs-signature']).toBe(spelt(hex))
  })

  it('comes unsigned while no secret is set', async () => {
    await fungies.dashboard({ webhook: { secret: '' } })
    await pay()
    expect(listener.received[0]?.headers).not.toHaveProperty('x-fngs-signature')
  })

  it.each([
    ['thin', { type: 'payment_success', data: { items: [{ quantity: '1', internalId: 'SHOP-1001' }] } }],
    ['dotted', { type: 'payment.success' }],
    ['order_paid', { object: 'event', type: 'order.paid', data: { object: 'order', status: 'PAID' } }],
    ['other_keys', { event: 'payment_success', idempotency_key: expect.any(String) }],
  ])('has the form %s', async (event_form, form) => {
    await fungies.switches({ event_form })
    await pay()
    expect(bodyAt(0)).toMatchObject(form)
    if (event_form === 'thin') expect(bodyAt(0).data).not.toHaveProperty('payment')
  })

  it('can leave out the payment and the items, spell quantities as text, and say another mode or amount', async () => {
    await fungies.switches({
      event_payment: 'off',
      string_quantity: 'on',
      test_mode_flag: 'false',
      amount_offset_minor: -1,
      currency_override: 'EUR',
      wrong_in: 'webhook',
    })
    const { order } = await pay()
    expect(bodyAt(0)).toMatchObject({
      testMode: false,
      data: { items: [{ quantity: '1' }], order: { value: 1199, currency: 'EUR' } },
    })
    expect(bodyAt(0).data).not.toHaveProperty('payment')
    const read = await fungies.api('GET', `/orders/${order._id}`)
    expect(read).toMatchObject({ order: { value: 1200, currency: 'USD' } })
  })
})

describe('delivery', () => {
  it('tries five times more with the same key until it is taken', async () => {
    listener.stop()
    listener = await startListener({ status: 500 })
    await fungies.dashboard({ webhook: { url: listener.url } })
    await pay()
    await listener.arrived(6)
    expect(new Set(bodies().map(({ idempotencyKey }) => idempotencyKey)).size).toBe(1)
    expect(new Set(listener.received.map(({ headers }) => headers['x-fngs-signature'])).size).toBe(1)
  })

  it('goes on trying after a restart', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'fungies-letters-'))
    const refusing = await startListener({ status: 503 })
    const before = await openFungies(dataDir)
    await before.dashboard({ webhook: { url: refusing.url, secret: SECRET } })
    await before.switches({ webhook_timing: 'before_redirect', webhook_retry_after_ms: 200 })
    const { element } = await before.offerInElement()
    await before.control('POST', `/elements/${element.id}/pay`)
    await before.stop()
    const attempts = refusing.received.length
    const after = await openFungies(dataDir)
    await refusing.arrived(attempts + 1)
    expect(new Set(refusing.received.map(({ body }) => body)).size).toBe(1)
    await after.stop()
    refusing.stop()
    await rm(dataDir, { recursive: true })
  })

  it('can be lost, doubled, forged and sent after the buyer has gone', async () => {
    await fungies.switches({ webhook_drop: 1 })
    await pay()
    expect(listener.received).toHaveLength(0)
    await fungies.switches({ webhook_copies: 2, webhook_forge: 'wrong_secret' })
    await pay()
    expect(listener.received).toHaveLength(3)
    const [forged, genuine] = listener.received.map(({ headers }) => headers['x-fngs-signature'])
    expect(forged).not.toBe(genuine)
    await fungies.switches({ webhook_copies: 1, webhook_forge: 'none', webhook_timing: 'after_redirect' })
    await pay()
    await listener.arrived(4)
  })

  it('sends the dashboard test with no items', async () => {
    await fungies.control('POST', '/test-event', {})
    expect(bodyAt(0)).toMatchObject({ type: 'payment_success', data: { items: [], order: { number: 'TEST' } } })
  })

  it('sends an order again with a key of its own or a given one', async () => {
    const { order } = await pay()
    await fungies.control('POST', `/orders/${order._id}/deliver`, { times: 2, key: 'same' })
    expect(bodies().map(({ idempotencyKey }) => idempotencyKey === 'same')).toEqual([false, true, true])
  })
})

describe('what did not go well', () => {
  it('says PAID on a failure', async () => {
    const { element } = await fungies.offerInElement()
    await fungies.control('POST', `/elements/${element.id}/decline`)
    expect(bodyAt(0)).toMatchObject({ type: 'payment_failed', data: { order: { status: 'PAID' } } })
  })

  it('tells a refund without items and without an amount; the API tells whether it is whole', async () => {
    const { order } = await pay()
    await fungies.control('POST', `/orders/${order._id}/refund`, { amountMinor: 200 })
    expect(bodyAt(1)).toMatchObject({ type: 'payment_refunded', data: { items: [], payment: { status: 'PAID' } } })
    expect(bodyAt(1).data.payment).not.toHaveProperty('refundAmount')
    const partly = await fungies.api('GET', `/orders/${order._id}`)
    expect(partly).toMatchObject({ order: { status: 'PARTIALLY_REFUNDED', lastPayment: { charges: [] } } })
    await fungies.switches({ refund_event: 'payment_refund', refund_amount: 'on', charges: 'on' })
    await fungies.control('POST', `/orders/${order._id}/refund`)
    expect(bodyAt(2)).toMatchObject({ type: 'payment_refund', data: { payment: { refundAmount: 1200 } } })
    const whole = await fungies.api('GET', `/orders/${order._id}`)
    expect(whole).toMatchObject({ order: { status: 'REFUNDED', lastPayment: { charges: [{ amountRefunded: 1200 }] } } })
  })
})

describe('subscriptions', () => {
  const monthly = { recurringInterval: 'month', recurringIntervalCount: 1 }

  it('begins with subscription_created before the payment, and renews by two events and no order', async () => {
    const { order } = await pay(monthly, 'Subscription')
    expect(bodies().map(({ type }) => type)).toEqual(['subscription_created', 'payment_success'])
    expect(bodyAt(0)).toMatchObject({ data: { subscription: { id: order.number, status: 'incomplete' } } })
    expect(bodyAt(1)).toMatchObject({ data: { payment: { type: 'subscription_initial' } } })
    await fungies.control('POST', `/subscriptions/${order.number}/renew`)
    expect(bodies().slice(2)).toMatchObject([
      { type: 'payment_success', data: { order: { id: order._id }, payment: { type: 'subscription_interval' } } },
      { type: 'subscription_interval', data: { lastPayment: { type: 'subscription_interval' } } },
    ])
    expect((await fungies.api<{ orders: unknown[] }>('GET', '/orders/list')).orders).toHaveLength(1)
    expect((await fungies.api<{ payments: unknown[] }>('GET', '/payments/list')).payments).toHaveLength(2)
  })

  it('falls past due, and is cancelled by either body', async () => {
    const { order } = await pay(monthly, 'Subscription')
    await fungies.control('POST', `/subscriptions/${order.number}/fail`)
    const read = () => fungies.api('GET', `/subscriptions/${order.number}`)
    expect(await read()).toMatchObject({ subscription: { status: 'past_due' } })
    await fungies.api('PATCH', `/subscriptions/${order.number}/cancel`, { cancelOption: 'endInterval' })
    expect(await read()).toMatchObject({ subscription: { cancelAtIntervalEnd: true, status: 'past_due' } })
    await fungies.api('PATCH', `/subscriptions/${order.number}/cancel`, { immediately: true, refund: false })
    expect(await read()).toMatchObject({ subscription: { status: 'canceled' } })
    await expect.poll(() => bodies().at(-1)?.type).toBe('subscription_cancelled')
  })
})
