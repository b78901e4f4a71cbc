import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { PaymentQuery, ProviderPayment } from '@/lib/payments/contract/payments'
import { walkPayments } from '@/lib/reconciliation/walk-payments'
import { type FlexWorld, linesRequest, openFlexWorld } from './flex-world'
import { gatewayContract } from './gateway-contract'
import { granted, notNoted } from './provider-world'

gatewayContract('Flex', openFlexWorld)

let world: FlexWorld
beforeAll(async () => {
  world = await openFlexWorld()
})
afterAll(() => world.stop())
beforeEach(() => world.reset())

describe('a session of a subscription', () => {
  const plan = { name: 'Post', interval: 'month', trialDays: 0, priceMinor: 6_499, providerOfferId: null } as const
  const open = () =>
    world.gateway.createCheckout(
      linesRequest({
        product: { kind: 'plan', plan, existingProductId: null },
        lines: linesRequest().lines.slice(0, 1),
        expectedMinor: 6_499,
      }),
      notNoted,
    )

  it.each(['any', 'month', 'monthly'])('asks for its interval as it is spelled there: %s', async (spelling) => {
    await world.flex.switches({ interval_spelling: spelling })
    const { sessionId } = granted(await open())
    const { body } = await world.flex.send('GET', `/v1/checkout/sessions/${sessionId}/line_items`)
    const lines = body.line_items as { price: { recurring: unknown } }[]
    const interval = spelling === 'monthly' ? 'monthly' : 'month'
    expect(lines.map(({ price }) => price.recurring)).toEqual([{ interval, interval_count: 1 }])
  })

  it('is not opened when it reads back with another interval', async () => {
    await world.flex.switches({ interval_override: 'year' })
    expect(await open()).toMatchObject({
      ok: false,
      error: { code: 'price_mismatch', detail: 'Its session renews every 1 year, the plan every month.' },
    })
  })
})

describe('a session of Flex', () => {
  it('has the lines of the order, our references and a discount that makes the total', async () => {
    const [opened] = [
      granted(await world.gateway.createCheckout(linesRequest({ expectedMinor: 6000, discountCode: 'TEN' }), notNoted)),
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
    const { lines } = linesRequest()
    const known = lines.map((line, index) => ({ ...line, providerProductId: index === 0 ? kept : gone }))
    const noted: number[] = []
    for (const answer of ['price_not_found', 'product_not_found', 'not_found_404']) {
      await world.flex.switches({ unknown_product: answer })
      granted(
        await world.gateway.createCheckout(linesRequest({ lines: known }), {
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
      granted(await world.gateway.createCheckout(linesRequest(), notNoted))
      await world.flex.switches({
        api_fault: fault,
        api_fault_when: 'after_doing',
        api_fault_scope: 'POST /v1/checkout/sessions',
      })
      const opened = granted(await world.gateway.createCheckout(linesRequest({ attempt: 2 }), notNoted))
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
    expect(await world.gateway.createCheckout(linesRequest(), notNoted)).toMatchObject({ ok: false, error: { code } })
  })

  it.each([
    { session_id_key: 'id' },
    { session_id_key: 'success_url_only' },
    { url_key: 'url' },
    { timestamps: 'iso', email_in: 'customer_details', intents_form: 'single', lines_embedded: 'on' },
    { reference_filter: 'ignored', list_duplicates: 'on', page_size_cap: 1 },
  ])('is understood when it is shown as %j', async (switches) => {
    await world.flex.switches(switches)
    const sessionId = await world.buy()
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
    expect(granted(await world.gateway.lookUpPayment(await world.buy()))).toBeNull()
  })

  it('that received another amount than its total has no certain amount', async () => {
    await world.flex.switches({ amount_offset_minor: -1 })
    expect(granted(await world.gateway.lookUpPayment(await world.buy()))).toMatchObject({
      grossMinor: 6498,
      preTaxMinor: null,
    })
  })

  it('tells how far it has come, and where its buyer goes on', async () => {
    const { checkouts } = world.gateway
    await world.flex.switches({ next_action: 'provide_second_payment_method' })
    const opened = granted(await world.gateway.createCheckout(linesRequest(), notNoted))
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
    const sessionId = await world.buy()
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
    const { nonce } = linesRequest()
    const sessionId = await world.buy({ nonce })
    expect(granted(await world.gateway.findPaymentsOf({ orderNumber: '1043', attempts: [] }))).toMatchObject([
      { providerOrderId: sessionId, nonce },
    ])
  })
})
