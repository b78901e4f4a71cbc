import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { CheckoutRequest } from '@/lib/payments/contract/checkout'
import type { PaymentQuery, ProviderPayment } from '@/lib/payments/contract/payments'
import type { RefundRequest } from '@/lib/payments/contract/refunds'
import { walkPayments } from '@/lib/reconciliation/walk-payments'
import { type FlexWorld, openFlexWorld } from './flex-world'
import { gatewayContract, granted, notNoted, orderRequest } from './gateway-contract'

gatewayContract('Flex', openFlexWorld)

let world: FlexWorld
beforeAll(async () => {
  world = await openFlexWorld()
})
afterAll(() => world.stop())
beforeEach(() => world.reset())

const request = (over: Partial<CheckoutRequest> = {}) => orderRequest({ product: { kind: 'lines' }, ...over })

async function buy(over: Partial<CheckoutRequest> = {}, payer: object = {}) {
  const opened = granted(await world.gateway.createCheckout(request(over), notNoted))
  await world.flex.pay(opened.sessionId, payer)
  return opened.sessionId
}

const newest = async () => granted(await world.gateway.refunds.listNewest())

describe('a session of Flex', () => {
  it('has the lines of the order, our references and a discount that makes the total', async () => {
    const [opened] = [
      granted(await world.gateway.createCheckout(request({ expectedMinor: 6000, discountCode: 'TEN' }), notNoted)),
    ]
    const [body] = await world.bodies('POST /v1/checkout/sessions')
    expect(body).toMatchObject({
      checkout_session: {
        mode: 'payment',
        client_reference_id: '1043',
        metadata: { external_order_id: '1043', attempt: '1' },
        success_url: 'http://shop.test/thank-you/t0ken?session_id={CHECKOUT_SESSION_ID}',
        cancel_url: 'http://shop.test/checkout/cancelled?order=t0ken',
        line_items: [{ quantity: 2 }, { quantity: 1 }],
        discounts: [{ coupon_data: { name: 'TEN', amount_off: 499 } }],
      },
    })
    expect(await world.flex.read(opened.sessionId)).toMatchObject({ amount_total: 6000 })
  })

  it('uses the products it knows, and makes anew, once, those that are gone', async () => {
    const kept = await world.flex.newProduct('Notebook')
    const gone = await world.flex.newProduct('Pen')
    await world.flex.send('DELETE', `/_sandbox/products/${gone}`)
    const { lines } = request()
    const known = lines.map((line, index) => ({ ...line, providerProductId: index === 0 ? kept : gone }))
    const noted: number[] = []
    for (const answer of ['price_not_found', 'product_not_found', 'not_found_404']) {
      await world.flex.switches({ unknown_product: answer })
      granted(
        await world.gateway.createCheckout(request({ lines: known }), {
          ...notNoted,
          lineProductMade: async ({ variantId }) => void noted.push(variantId),
        }),
      )
    }
    expect(noted).toEqual([72, 72, 72])
  })

  it.each(['reset', '500', 'cut_json', 'empty'])(
    'whose answer was lost (%s) is found again by number and nonce',
    async (fault) => {
      granted(await world.gateway.createCheckout(request(), notNoted))
      await world.flex.switches({
        api_fault: fault,
        api_fault_when: 'after_doing',
        api_fault_scope: 'POST /v1/checkout/sessions',
      })
      const opened = granted(await world.gateway.createCheckout(request({ attempt: 2 }), notNoted))
      expect(await world.flex.read(opened.sessionId)).toMatchObject({ metadata: { attempt: '2' } })
    },
  )

  it.each([
    [{ api_fault: '500', api_fault_scope: 'POST /v1/checkout/sessions' }, 'provider_error'],
    [{ total_offset_minor: 1 }, 'price_mismatch'],
    [{ currency_override: 'EUR' }, 'price_mismatch'],
    [{ checkout_url: 'http_other_host' }, 'unsafe_url'],
    [{ checkout_url: 'javascript' }, 'unsafe_url'],
    [{ checkout_url: 'relative' }, 'unsafe_url'],
  ])('sends nobody on after %j', async (switches, code) => {
    await world.flex.switches(switches)
    expect(await world.gateway.createCheckout(request(), notNoted)).toMatchObject({ ok: false, error: { code } })
  })

  it.each([
    { session_id_key: 'id' },
    { session_id_key: 'success_url_only' },
    { url_key: 'url' },
    { timestamps: 'iso', email_in: 'customer_details', intents_form: 'single', lines_embedded: 'on' },
    { reference_filter: 'ignored', list_duplicates: 'on', page_size_cap: 1 },
  ])('is understood when it is shown as %j', async (switches) => {
    await world.flex.switches(switches)
    const sessionId = await buy()
    const payment = granted(await world.gateway.lookUpPayment(sessionId))
    expect(payment).toMatchObject({
      grossMinor: 6499,
      buyerEmail: 'ada@shop.test',
      orderNumber: '1043',
      currency: 'USD',
    })
    expect(payment?.createdAt?.getTime()).toBeGreaterThan(Date.now() - 60_000)
    const query = { from: new Date(Date.now() - 3_600_000), to: null, page: 1 }
    expect(granted(await world.gateway.listPayments(query)).payments).toEqual([payment])
  })

  it.each(['paid', 'canceled', 'processing'])('that says it is “%s” is not paid yet', async (complete_status) => {
    await world.flex.switches({ complete_status })
    expect(granted(await world.gateway.lookUpPayment(await buy()))).toBeNull()
  })

  it('that received another amount than its total has no certain amount', async () => {
    await world.flex.switches({ amount_offset_minor: -1 })
    expect(granted(await world.gateway.lookUpPayment(await buy()))).toMatchObject({
      grossMinor: 6498,
      preTaxMinor: null,
    })
  })

  it('tells how far it has come, and where its buyer goes on', async () => {
    const { checkouts } = world.gateway
    await world.flex.switches({ next_action: 'provide_second_payment_method' })
    const opened = granted(await world.gateway.createCheckout(request(), notNoted))
    await world.flex.pay(opened.sessionId)
    expect(granted(await checkouts.read(opened.sessionId))).toMatchObject({
      state: 'open',
      payment: null,
      continueUrl: expect.stringContaining(opened.sessionId),
    })
    await world.flex.switches({ clock_offset_ms: 25 * 3_600_000 })
    expect(granted(await checkouts.read(opened.sessionId))).toMatchObject({ state: 'expired', payment: null })
    expect(granted(await checkouts.read('fcs_nobody'))).toBeNull()
  })

  it('paid late is in the list of the time in which it was paid', async () => {
    const sessionId = await buy()
    await world.flex.send('POST', `/_sandbox/sessions/${sessionId}`, {
      createdAt: new Date(Date.now() - 23 * 3_600_000).toISOString(),
    })
    const query = { from: new Date(Date.now() - 3_600_000), to: null, page: 1 }
    expect(granted(await world.gateway.listPayments(query)).payments).toHaveLength(1)
  })

  it.each([
    ['as it is', {}],
    ['while rows are skipped on later pages', { list_shift: 9 }],
    ['while rows are repeated', { list_shift: -7, list_duplicates: 'on' }],
    ['in pages that are made shorter', { page_size_cap: 40 }],
  ])('is in the list of many, which is read %s', async (_name, switches) => {
    const product = await world.flex.newProduct()
    const line_items = [{ price_data: { product, unit_amount: 500 }, quantity: 1 }]
    const paid: string[] = []
    for (let made = 0; made < 230; made += 1) {
      const { checkout_session_id: id } = await world.flex.create({ line_items })
      if (made % 5 > 0) continue
      await world.flex.pay(id)
      paid.push(id)
    }
    await world.flex.switches(switches)
    const from = new Date(Date.now() - 3_600_000)
    const seen = new Set<string>()
    const ask = (query: PaymentQuery) => world.gateway.listPayments(query)
    const visit = async (payments: ProviderPayment[]) => {
      for (const { providerOrderId } of payments) seen.add(providerOrderId)
    }
    expect(await walkPayments({ from, ask, visit })).toEqual({ ok: true, value: 46 })
    expect(seen).toEqual(new Set(paid))
  })

  it('is found by its order’s number when nobody knows its id', async () => {
    const { nonce } = request()
    const sessionId = await buy({ nonce })
    expect(granted(await world.gateway.findPaymentsOf({ orderNumber: '1043', attempts: [] }))).toMatchObject([
      { providerOrderId: sessionId, nonce },
    ])
  })
})

describe('a refund at Flex', () => {
  const wish = (sessionId: string, over: Partial<RefundRequest> = {}): RefundRequest => ({
    key: `key-${sessionId}`,
    providerOrderId: sessionId,
    amountMinor: 1_000,
    currency: 'USD',
    reason: 'Order 1043, refund 7: broken',
    lines: [],
    ...over,
  })

  it('names lines that add up to the cent, and carries our key and number', async () => {
    const sessionId = await buy()
    const made = granted(await world.gateway.refunds.create(wish(sessionId)))
    expect([made.state, made.amountIn('USD'), made.reason]).toEqual(['pending', 1_000, 'Order 1043, refund 7: broken'])
    const [body] = await world.bodies(`POST /v1/checkout/sessions/${sessionId}/refund`)
    expect(body).toMatchObject({
      checkout_session: { line_items: [{ amount_to_refund: 462 }, { amount_to_refund: 538 }] },
    })
  })

  it('is the same refund when it is asked for again', async () => {
    const sessionId = await buy()
    const [first, again] = [
      granted(await world.gateway.refunds.create(wish(sessionId))),
      granted(await world.gateway.refunds.create(wish(sessionId))),
    ]
    expect(again.providerRefundId).toBe(first.providerRefundId)
    expect((await newest()).refunds).toHaveLength(1)
  })

  it('of two cards is one of ours, under one id in every answer', async () => {
    for (const refund_answer of ['refunds', 'session']) {
      await world.reset()
      await world.flex.switches({ refund_answer, refund_end: 'succeeded' })
      const sessionId = await buy({}, { card: '4000 0512 3000 0072' })
      const made = granted(await world.gateway.refunds.create(wish(sessionId, { amountMinor: 6_499 })))
      expect([made.amountIn('USD'), made.state]).toEqual([6_499, 'completed'])
      const { refunds, isWhole } = await newest()
      expect(refunds.map((one) => one.providerRefundId)).toEqual([made.providerRefundId])
      expect(isWhole).toBe(true)
      expect(granted(await world.gateway.lookUpPayment(sessionId))).toMatchObject({
        isRefunded: true,
        refundExtent: 'whole',
      })
    }
  })

  it('that half failed counts as failed, and what went back stands by itself', async () => {
    await world.flex.switches({ refund_end: 'stays_pending' })
    const sessionId = await buy({}, { card: '4000 0512 3000 0072' })
    granted(await world.gateway.refunds.create(wish(sessionId, { amountMinor: 6_499 })))
    const { body } = await world.flex.send('GET', '/v1/refunds')
    const [one, other] = body.refunds as { refund_id: string; amount: number }[]
    await world.flex.control(`/refunds/${one?.refund_id}`, { status: 'succeeded' })
    expect((await newest()).refunds.map(({ state }) => state)).toEqual(['pending'])
    await world.flex.control(`/refunds/${other?.refund_id}`, { status: 'failed' })
    const told = (await newest()).refunds.map((refund) => [refund.state, refund.amountIn('USD'), refund.reason])
    expect(told).toEqual([
      ['failed', 6_499, 'Order 1043, refund 7: broken'],
      ['completed', one?.amount, null],
    ])
  })

  it('whose answer was lost is ambiguous, and found in the list', async () => {
    const sessionId = await buy()
    await world.flex.switches({ refund_answer: 'lost' })
    expect(await world.gateway.refunds.create(wish(sessionId))).toMatchObject({ error: { ambiguous: true } })
    const { refunds } = await newest()
    expect(refunds).toMatchObject([{ providerOrderId: sessionId, reason: 'Order 1043, refund 7: broken' }])
  })

  it('made in the dashboard belongs to its session, even for a shop that never saw it', async () => {
    const sessionId = await buy()
    await world.flex.control(`/sessions/${sessionId}/refund`, { amount: 250 })
    const fresh = world.gatewayWith({})
    const { refunds, isWhole } = granted(await fresh.refunds.listNewest())
    expect([refunds[0]?.providerOrderId, refunds[0]?.amountIn('USD'), isWhole]).toEqual([sessionId, 250, true])
    expect(granted(await fresh.lookUpPayment(sessionId))).toMatchObject({ isRefunded: true, refundExtent: 'part' })
  })
})

describe('a webhook at Flex', () => {
  it('is registered, read, changed and removed; only known ones can be listed', async () => {
    const { webhooks } = world.gateway
    const url = 'https://shop.test/api/webhooks/flex'
    const made = granted(await webhooks.create({ url, events: ['checkout.session.completed'] }))
    expect(made.secret).toMatch(/^fwhsec_/)
    granted(await webhooks.update(made.id, { active: true, events: ['checkout.session.completed', 'refund.updated'] }))
    expect(granted(await webhooks.list([made.id, 'fwh_gone', '../x']))).toMatchObject([
      { id: made.id, url, active: true, mode: 'test', events: ['checkout.session.completed', 'refund.updated'] },
    ])
    for (const _ of [1, 2]) granted(await webhooks.remove(made.id))
    expect(granted(await webhooks.list([made.id]))).toEqual([])
  })

  it.each([
    ['webhook', 'one', 'A'],
    ['svix', 'good_last', 'B'],
    ['flex', 'one', 'A_id'],
    ['webhook_and_svix', 'good_first', 'A_only_id'],
    ['svix', 'one', 'A_wrapped'],
  ])(
    'is genuine and understood: headers %s, signatures %s, envelope %s',
    async (header_family, signatures, envelope) => {
      await world.flex.switches({ header_family, signatures, envelope, webhook_timing: 'before_redirect' })
      const sessionId = await buy()
      const delivery = await world.lastDelivery()
      expect(world.gateway.verify(delivery)).toBe(true)
      expect(world.gateway.understand(delivery)).toMatchObject({
        kind: 'payment_completed',
        eventName: 'checkout.session.completed',
        claims: { providerOrderId: sessionId },
      })
    },
  )

  it.each([301, -301])('whose timestamp is %i s off is not genuine', async (age) => {
    await world.flex.switches({ signature_age_s: age, webhook_timing: 'before_redirect' })
    await buy()
    expect(world.gateway.verify(await world.lastDelivery())).toBe(false)
  })
})
