import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startListener } from './sandbox-listener'
import { failure, openSdkWorld, type SdkWorld } from './sdk-world'

let world: SdkWorld

beforeAll(async () => {
  world = await openSdkWorld()
})
beforeEach(() => world.reset())
afterAll(() => world.stop())

function hexMac(secret: string, body: string): string {
  return createHmac('sha256', secret).update(body).digest('hex')
}

describe('webhooks', () => {
  it('are registered, changed, tested and deleted; the secret is shown once', async () => {
    const made = await world.sdk.webhooks.create({
      url: world.listener.url,
      events: ['order.completed'],
      description: 'shop',
    })
    expect(made.secret).toMatch(/^whsec_/)
    expect(await world.sdk.webhooks.get(made._id)).not.toHaveProperty('secret')
    expect(await world.sdk.webhooks.update(made._id, { active: false })).toMatchObject({ active: false })
    expect(await world.sdk.webhooks.list()).toHaveLength(1)
    expect((await world.sdk.webhooks.test(made._id)).message).toContain('answered 200')
    expect(await world.sdk.webhooks.delete(made._id)).toHaveProperty('message')
    const unknown = world.sdk.request('POST', '/webhooks', {
      body: { url: world.listener.url, events: ['order.created'] },
    })
    expect(await failure(unknown)).toMatchObject({ code: 'UNKNOWN_EVENT' })
  })

  it('arrive once, signed over their raw bytes', async () => {
    const { secret, _id } = await world.sdk.webhooks.create({ url: world.listener.url, events: ['order.completed'] })
    const { orderId, product } = await world.paidOrder()
    await world.listener.arrived(1)
    const [delivery] = world.listener.received
    expect(delivery?.headers['x-pocketsflow-event']).toBe('order.completed')
    expect(delivery?.headers['x-pocketsflow-timestamp']).toMatch(/^\d{13}$/)
    expect(delivery?.headers['x-pocketsflow-signature']).toBe(hexMac(secret, delivery?.body ?? ''))
    expect(JSON.parse(delivery?.body ?? '')).toEqual({
      webhookId: _id,
      event: 'order.completed',
      product: { id: product._id, variantId: null },
      order: { id: orderId },
      currency: 'usd',
      customer: { email: 'a@shop.test', firstName: '', lastName: '' },
      tax: { amount: 0, rate: 0, ToCountry: 'US', ToZip: null, ToState: null, percentage: 0, vatNumber: null },
      amount: 64.99,
      amountBeforeTax: 64.99,
      metadata: { external_order_id: '1043', nonce: 'n' },
    })
  })

  it('come in form B in minor units, with the tax of the country', async () => {
    await world.sdk.webhooks.create({ url: world.listener.url, events: ['order.completed'] })
    await world.change({ payload_form: 'B', tax: 'added', tax_percent: 10 })
    const { orderId } = await world.paidOrder(15)
    await world.listener.arrived(1)
    expect(JSON.parse(world.listener.received[0]?.body ?? '')).toMatchObject({
      order: { id: orderId, amount: 1650, currency: 'usd' },
      customer: { email: 'a@shop.test' },
    })
    expect(await world.sdk.orders.get(orderId)).toMatchObject({ grossAmount: 16.5, taxAmount: 1.5 })
  })

  it('can be lost, doubled, forged and sent again', async () => {
    const { secret } = await world.sdk.webhooks.create({
      url: world.listener.url,
      events: ['order.completed', 'order.refunded'],
    })
    await world.change({ webhook_drop: 1 })
    const { orderId } = await world.paidOrder()
    expect((await world.control('GET', '/switches')).body.values.webhook_drop).toBe('none')
    expect(world.listener.received).toHaveLength(0)

    await world.change({ webhook_copies: 3, webhook_forge: 'wrong_secret', webhook_timing: 'before_redirect' })
    await world.paidOrder()
    const macs = world.listener.received.map(
      ({ headers, body }) => headers['x-pocketsflow-signature'] === hexMac(secret, body),
    )
    expect(macs).toEqual([false, true, true, true])

    const again = await world.control('POST', `/orders/${orderId}/deliver`, { times: 2, overrides: { amount: 1 } })
    expect(again.body.deliveries).toMatchObject([{ status: 200 }, { status: 200 }])
    expect(JSON.parse(world.listener.received.at(-1)?.body ?? '')).toMatchObject({ amount: 1, order: { id: orderId } })
    await world.control('POST', `/orders/${orderId}/deliver`, { forged: 'unsigned' })
    expect(world.listener.received.at(-1)?.headers).not.toHaveProperty('x-pocketsflow-signature')
  })

  it('go out after the redirect, and out of order', async () => {
    await world.sdk.webhooks.create({ url: world.listener.url, events: ['order.completed'] })
    await world.change({ webhook_timing: 'after_redirect', webhook_reorder: 'on' })
    const first = await world.paidOrder()
    const second = await world.paidOrder()
    await world.listener.arrived(2)
    const ids = world.listener.received.map(({ body }) => JSON.parse(body).order.id)
    expect(ids).toEqual([second.orderId, first.orderId])
  })

  it('are cut off and not repeated when the endpoint is slow', async () => {
    const slow = await startListener({ status: 200, delayMs: 1000 })
    await world.sdk.webhooks.create({ url: slow.url, events: ['order.completed'] })
    await world.change({ webhook_timeout_ms: 100, webhook_timing: 'before_redirect' })
    await world.paidOrder()
    const { entries } = (await world.control('GET', '/log')).body
    expect(entries.filter((one: { path: string }) => one.path === slow.url)).toMatchObject([
      { status: null, note: expect.stringContaining('cut off') },
    ])
    slow.stop()
  })

  it('tell of refunds with and without the refund object', async () => {
    await world.sdk.webhooks.create({ url: world.listener.url, events: ['order.refunded'] })
    const { orderId } = await world.paidOrder()
    await world.sdk.refunds.create({ orderId, amount: 4.99 })
    await world.listener.arrived(1)
    expect(JSON.parse(world.listener.received[0]?.body ?? '')).toMatchObject({
      refund: { amount: 4.99, status: 'succeeded' },
    })
    await world.change({ refund_form: 'order_shape' })
    await world.control('POST', `/orders/${orderId}/refund`, {})
    await world.listener.arrived(2)
    expect(JSON.parse(world.listener.received[1]?.body ?? '')).not.toHaveProperty('refund')
  })
})
