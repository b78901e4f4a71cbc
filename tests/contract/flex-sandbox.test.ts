import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type FlexSandbox, openFlexSandbox } from './flex-sandbox-world'

let flex: FlexSandbox

beforeAll(async () => {
  flex = await openFlexSandbox()
})
afterAll(() => flex.stop())
beforeEach(() => flex.reset())

describe('the API', () => {
  it('asks for a key, and keeps test and live apart', async () => {
    expect((await flex.send('GET', '/v1/products', undefined, { authorization: '' })).status).toBe(401)
    const id = await flex.newProduct()
    const live = { authorization: 'Bearer fsk_live' }
    expect((await flex.send('GET', `/v1/products/${id}`, undefined, live)).status).toBe(404)
    expect((await flex.send('GET', `/v1/products/${id}`)).body).toMatchObject({ product: { test_mode: true } })
  })

  it('sells lines with a discount, shipping, tax and a fee', async () => {
    const [pen, ink] = [await flex.newProduct('Pen'), await flex.newProduct('Ink')]
    const made = await flex.create({
      line_items: [
        { price_data: { product: pen, unit_amount: 1999 }, quantity: 2 },
        { price_data: { product: ink, unit_amount: 500 }, quantity: 1 },
      ],
      discounts: [{ coupon_data: { name: 'WELCOME', amount_off: 450 } }],
      shipping_options: { shipping_rate_data: { display_name: 'Post', amount: 700 } },
      tax_rate: { amount: 123 },
      fees: [{ amount: 2, fee_type: 'custom', name: 'Rounding' }],
    })
    expect(made).toMatchObject({
      status: 'open',
      amount_subtotal: 4498,
      amount_total: 4873,
      amount_received: 0,
      total_details: { amount_discount: 450, amount_tax: 123, amount_shipping: 700 },
    })
    const { body } = await flex.send('GET', `/v1/checkout/sessions/${made.checkout_session_id}/line_items`)
    expect(body).toMatchObject({
      line_items: [
        { quantity: 2, amount_total: 3548 },
        { quantity: 1, amount_total: 500 },
      ],
    })
  })

  it('sells by prices that were made before, whose amount never changes', async () => {
    const product = await flex.newProduct()
    const { body } = await flex.send('POST', '/v1/prices', { price: { product, unit_amount: 700 } })
    const { price_id: price } = body.price as { price_id: string }
    expect((await flex.create({ line_items: [{ price, quantity: 3 }] })).amount_total).toBe(2100)
    expect((await flex.send('POST', `/v1/prices/${price}`, { price: { unit_amount: 1 } })).status).toBe(422)
    await flex.send('POST', `/v1/prices/${price}`, { price: { active: false } })
    const refused = await flex.send('POST', '/v1/checkout/sessions', {
      checkout_session: { success_url: 'http://shop.test/', line_items: [{ price }] },
    })
    expect(refused).toMatchObject({ status: 422, body: { detail: [{ type: 'price_not_found' }] } })
  })

  it.each([
    ['detail', { detail: 'not_found' }],
    ['error_code', { error: { code: 'not_found', message: expect.any(String) } }],
    ['error_type', { error: { type: 'not_found', message: expect.any(String), param: null } }],
  ])('can shape its errors: %s', async (shape, expected) => {
    await flex.switches({ error_shape: shape })
    expect(await flex.send('GET', '/v1/checkout/sessions/fcs_nobody')).toMatchObject({ status: 404, body: expected })
  })

  it('refuses what is missing, unwrapped or too cheap', async () => {
    const product = await flex.newProduct()
    const line_items = [{ price_data: { product, unit_amount: 10 } }]
    const post = async (body: object) => (await flex.send('POST', '/v1/checkout/sessions', body)).body
    expect(await post({ success_url: 'http://shop.test/', line_items })).toMatchObject({
      detail: [{ type: 'missing' }],
    })
    expect(await post({ checkout_session: { line_items } })).toMatchObject({ detail: [{ type: 'missing' }] })
    expect(await post({ checkout_session: { success_url: 'http://shop.test/', line_items } })).toMatchObject({
      detail: [{ type: 'checkout_amount_too_low' }],
    })
  })

  it('gives the same answer again for the same Idempotency-Key, and refuses another body under it', async () => {
    const product = await flex.newProduct()
    const post = (unit_amount: number) =>
      flex.send(
        'POST',
        '/v1/checkout/sessions',
        {
          checkout_session: {
            success_url: 'http://shop.test/',
            line_items: [{ price_data: { product, unit_amount } }],
          },
        },
        { 'idempotency-key': 'one' },
      )
    const [first, again, other] = [await post(900), await post(900), await post(901)]
    expect(again.body).toEqual(first.body)
    expect(other.status).toBe(400)
    await flex.switches({ idempotency: 'ignored' })
    expect((await post(900)).body).not.toEqual(first.body)
  })

  it('can make a session and lose the answer; the session is found by its reference', async () => {
    const product = await flex.newProduct()
    await flex.switches({ api_fault: '500', api_fault_when: 'after_doing', api_fault_scope: 'POST /v1/checkout' })
    const fields = { success_url: 'http://shop.test/', client_reference_id: 'SHOP-7' }
    const body = { checkout_session: { ...fields, line_items: [{ price_data: { product, unit_amount: 900 } }] } }
    expect((await flex.send('POST', '/v1/checkout/sessions', body)).status).toBe(500)
    const list = await flex.send('GET', '/v1/checkout/sessions?client_reference_id=SHOP-7')
    expect(list.body.checkout_sessions).toMatchObject([{ client_reference_id: 'SHOP-7', status: 'open' }])
  })

  it('lists the newest first, in pages, and as badly as it is told to', async () => {
    const ids: string[] = []
    for (let made = 0; made < 4; made += 1) ids.unshift((await flex.newSession()).checkout_session_id)
    const list = async (query: string) => {
      const { body } = await flex.send('GET', `/v1/checkout/sessions?${query}`)
      return (body.checkout_sessions as { checkout_session_id: string }[]).map((one) => one.checkout_session_id)
    }
    expect([await list('limit=2'), await list('limit=2&offset=2')]).toEqual([ids.slice(0, 2), ids.slice(2)])
    expect(await list(`limit=2&starting_after=${ids[1]}`)).toEqual(ids.slice(2))
    await flex.switches({ list_shift: -1, list_duplicates: 'on' })
    expect(await list('limit=2')).toEqual([ids[0], ids[0]])
    await flex.switches({ clock_offset_ms: 3 * 86_400_000 })
    expect(await list('interval=2')).toEqual([])
    expect((await flex.send('GET', '/v1/checkout/sessions?limit=101')).status).toBe(422)
  })

  it('can show a session in other words', async () => {
    const { checkout_session_id: id } = await flex.newSession()
    await flex.pay(id, { email: 'a@shop.test' })
    await flex.switches({
      session_id_key: 'success_url_only',
      url_key: 'url',
      timestamps: 'iso',
      email_in: 'customer_details',
      intents_form: 'single',
      complete_status: 'paid',
      lines_embedded: 'on',
      currency_override: 'EUR',
      amount_offset_minor: -1,
    })
    const { body } = await flex.send('GET', `/v1/checkout/sessions/${id}`)
    expect(body.checkout_session).not.toHaveProperty('checkout_session_id')
    expect(body.checkout_session).toMatchObject({
      success_url: `http://shop.test/thank-you/t?session_id=${id}`,
      url: expect.stringContaining(`/pay/c/${id}`),
      created_at: expect.stringMatching(/Z$/),
      customer_details: { email: 'a@shop.test' },
      payment_intent: { amount: 2000 },
      status: 'paid',
      line_items: [{ quantity: 2 }],
      currency: 'eur',
      amount_received: 1999,
    })
  })
})

it('keeps its books and switches across a restart', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'flex-sandbox-'))
  const first = await openFlexSandbox({ dataDir })
  const { checkout_session_id: id } = await first.newSession()
  await first.pay(id)
  await first.switches({ envelope: 'B' })
  await first.stop()
  const second = await openFlexSandbox({ dataDir })
  expect(await second.read(id)).toMatchObject({ status: 'complete', amount_received: 2000 })
  expect(await second.look('/switches')).toMatchObject({ changed: ['envelope'] })
  await second.stop()
  await rm(dataDir, { recursive: true })
})
