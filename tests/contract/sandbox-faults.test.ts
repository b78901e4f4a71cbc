import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Pocketsflow, PocketsflowError } from 'pocketsflow'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type RunningSandbox, startSandbox } from '@/sandbox/server'

const URLS = { successUrl: 'http://shop.test/thank-you/t', cancelUrl: 'http://shop.test/checkout/cancelled' }
const KEY = { authorization: 'Bearer pk_test_contract' }

let sandbox: RunningSandbox
let sdk: Pocketsflow

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, dataDir: null })
  sdk = new Pocketsflow({ apiKey: 'pk_test_contract', baseUrl: sandbox.url, timeout: 300 })
})

afterAll(() => sandbox.stop())
beforeEach(() => post('/_sandbox/reset', { all: true }))

function send(method: string, path: string, body?: unknown) {
  return fetch(sandbox.url + path, {
    method,
    headers: { ...KEY, 'content-type': 'application/json' },
    redirect: 'manual',
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
}

const post = (path: string, body: unknown) => send('POST', path, body)
const change = (switches: Record<string, unknown>) => send('PATCH', '/_sandbox/switches', switches)

function fill(sessionId: string, fields: Record<string, string>) {
  const options = { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' } as const
  return fetch(`${sandbox.url}/checkout/${sessionId}`, options)
}

async function newSession(over: object = {}) {
  const product = await sdk.products.create({ name: 'Pen <b>', price: 10, ...over })
  return sdk.checkout.create({ productId: product._id, ...URLS, customerEmail: 'a@shop.test' })
}

describe('the API under a fault', () => {
  it.each(['400', '401', '403', '404', '409', '429', '500', '502', '503', '504'])('answers %s', async (status) => {
    await change({ api_fault: status })
    await expect(sdk.products.list()).rejects.toMatchObject({ status: Number(status), code: expect.any(String) })
  })

  it.each(['html', 'cut_json', 'reset', 'reset_mid_body', 'blackhole'])('breaks by %s', async (fault) => {
    await change({ api_fault: fault })
    await expect(sdk.orders.list()).rejects.toBeInstanceOf(PocketsflowError)
  })

  it('answers with nothing, with a redirect, and with far too much', async () => {
    await change({ api_fault: 'empty' })
    expect(await sdk.products.list()).toEqual({})
    await change({ api_fault: 'redirect' })
    expect((await send('GET', '/products')).status).toBe(302)
    await change({ api_fault: 'big_50mb' })
    expect((await (await send('GET', '/products')).arrayBuffer()).byteLength).toBeGreaterThan(50 * 1024 * 1024)
  })

  it('hits only the calls that are meant, and only so many', async () => {
    await change({ api_fault: '500', api_fault_scope: 'POST /checkout/sessions', api_fault_count: 1 })
    await expect(newSession()).rejects.toMatchObject({ status: 500 })
    await expect(newSession()).resolves.toHaveProperty('url')
  })

  it('can do the work and lose the answer', async () => {
    await change({ api_fault: 'reset', api_fault_when: 'after_doing', api_fault_scope: 'POST /products' })
    await expect(sdk.products.create({ name: 'Pen', price: 1 })).rejects.toBeInstanceOf(PocketsflowError)
    expect(await sdk.products.list()).toHaveLength(1)
  })

  it('limits the calls of a minute and says when to come back', async () => {
    await change({ rate_limit_per_minute: 1 })
    const answers = await Promise.all([1, 2, 3].map(() => send('GET', '/products')))
    const refused = answers.filter((one) => one.status === 429)
    expect(refused.length).toBeGreaterThan(0)
    expect(refused[0]?.headers.get('retry-after')).toBe('2')
  })
})

describe('the order list', () => {
  const listIds = async (page: number) => (await sdk.orders.list({ page, pageSize: 2 })).orders.map((one) => one._id)

  async function payOrders(count: number): Promise<string[]> {
    const ids: string[] = []
    for (let made = 0; made < count; made += 1) {
      const { id } = await newSession()
      const { order } = await (await post(`/_sandbox/sessions/${id}/pay`, {})).json()
      ids.unshift(order._id)
    }
    return ids
  }

  it('repeats rows, skips rows and caps its pages when it is told to', async () => {
    const [a, b, c, d] = await payOrders(4)
    expect([await listIds(1), await listIds(2), await listIds(3)]).toEqual([[a, b], [c, d], []])
    await change({ list_shift: -1 })
    expect(await listIds(2)).toEqual([b, c])
    await change({ list_shift: 1 })
    expect(await listIds(2)).toEqual([d])
    await change({ list_shift: 0, list_duplicates: 'on', page_size_cap: 3 })
    const capped = await sdk.orders.list({ pageSize: 50 })
    expect(capped.orders.map((one) => one._id)).toEqual([a, a, b])
    expect(capped.pagination.pageSize).toBe(3)
  })

  it('shows an order late', async () => {
    await change({ order_visible_after_ms: 60_000 })
    const [id = ''] = await payOrders(1)
    expect((await sdk.orders.list()).orders).toEqual([])
    await post(`/_sandbox/orders/${id}`, { visibleInMs: 0 })
    expect((await sdk.orders.list()).orders).toHaveLength(1)
  })
})

describe('the switches', () => {
  it('refuse unknown names and values, and change nothing then', async () => {
    expect(await (await change({ nonsense: 1 })).json()).toMatchObject({ code: 'UNKNOWN_SWITCH' })
    const wrong = await change({ api_latency_ms: 5, payload_form: 'Z' })
    expect(wrong.status).toBe(400)
    expect(await wrong.json()).toMatchObject({ error: expect.stringContaining('A_minor') })
    expect(await (await send('GET', '/_sandbox/switches')).json()).toMatchObject({ changed: [] })
  })

  it('survive a restart with the books, until they are reset', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'sandbox-'))
    const first = await startSandbox({ port: 0, dataDir })
    const before = new Pocketsflow({ apiKey: 'pk_test_x', baseUrl: first.url })
    const product = await before.products.create({ name: 'Pen', price: 1 })
    await fetch(`${first.url}/_sandbox/switches`, { method: 'PATCH', body: '{"tax":"added"}' })
    await first.stop()

    const second = await startSandbox({ port: 0, dataDir, apiKeys: ['pk_test_x'] })
    const after = new Pocketsflow({ apiKey: 'pk_test_x', baseUrl: second.url })
    expect(await after.products.get(product._id)).toEqual(product)
    expect(await (await fetch(`${second.url}/_sandbox/switches`)).json()).toMatchObject({ changed: ['tax'] })
    const other = new Pocketsflow({ apiKey: 'pk_test_y', baseUrl: second.url })
    await expect(other.products.list()).rejects.toMatchObject({ status: 401 })
    await second.stop()
    await rm(dataDir, { recursive: true })
  })
})

describe('the hosted page', () => {
  it('shows product, price and e-mail, and says that it is a sandbox', async () => {
    const { url } = await newSession()
    const text = await (await fetch(url)).text()
    for (const part of [
      'Sandbox',
      'Pen &lt;b&gt;',
      '$10.00',
      'value="a@shop.test"',
      '>Pay<',
      '>Decline<',
      '>Cancel and return<',
    ]) {
      expect(text).toContain(part)
    }
  })

  it('pays once, then says that nothing more is due', async () => {
    const { id } = await newSession()
    const paid = await fill(id, { action: 'pay' })
    expect([paid.status, paid.headers.get('location')]).toEqual([303, URLS.successUrl])
    expect(await (await fill(id, { action: 'pay' })).text()).toContain('Already paid')
    expect((await sdk.orders.list()).orders).toHaveLength(1)
    await change({ session_reuse: 'on', extra_query_params: 'on' })
    expect((await fill(id, { action: 'pay' })).headers.get('location')).toContain('?redirect_status=succeeded')
    expect((await sdk.orders.list()).orders).toHaveLength(2)
  })

  it('declines, keeps what was typed, and takes another card', async () => {
    const { id, url } = await newSession()
    const declined = await fill(id, { action: 'pay', card: '4000 0000 0000 9995', email: 'b@shop.test' })
    expect(declined.headers.get('location')).toBe(`/checkout/${id}`)
    const text = await (await fetch(url)).text()
    expect(text).toContain('insufficient funds')
    expect(text).toContain('value="b@shop.test"')
    await fill(id, { action: 'decline' })
    expect((await fill(id, { action: 'pay' })).headers.get('location')).toBe(URLS.successUrl)
  })

  it('asks once more for a 3-D Secure card', async () => {
    const { id } = await newSession()
    const card = '4000 0000 0000 3220'
    expect(await (await fill(id, { action: 'pay', card })).text()).toContain('Complete authentication')
    expect((await fill(id, { action: 'pay', card, authentication: 'failed' })).headers.get('location')).toContain(id)
    expect((await fill(id, { action: 'pay', card, authentication: 'done' })).headers.get('location')).toBe(
      URLS.successUrl,
    )
  })

  it('lets go, and sells nothing that was taken back', async () => {
    const { id } = await newSession()
    expect((await fill(id, { action: 'cancel' })).headers.get('location')).toBe(URLS.cancelUrl)
    const [product] = await sdk.products.list()
    await sdk.products.update(product?._id ?? '', { published: false })
    expect((await fill(id, { action: 'pay' })).status).toBe(410)
  })

  it.each([
    ['http_other_host', /^http:\/\/pocketsflow-lookalike\.example\//],
    ['javascript', /^javascript:/],
    ['relative', /^\/checkout\//],
  ])('can lead elsewhere: %s', async (kind, expected) => {
    await change({ checkout_url: kind })
    expect((await newSession()).url).toMatch(expected)
  })

  it('takes a discount code off and puts tax on', async () => {
    const product = await sdk.products.create({ name: 'Pen', price: 10 })
    await sdk.discounts.create({ name: 'x', code: 'TENTH', value: 10, mainProductIds: [product._id] })
    const session = await sdk.checkout.create({
      productId: product._id,
      ...URLS,
      customerEmail: 'a@shop.test',
      discountCode: 'tenth',
    })
    await change({ tax: 'added' })
    const shown = await fill(session.id, { action: 'update', country: 'GB' })
    expect(await shown.text()).toContain('$10.80')
    await fill(session.id, { action: 'pay' })
    expect((await sdk.orders.list()).orders[0]).toMatchObject({ grossAmount: 10.8, taxAmount: 1.8, amountBeforeTax: 9 })
    expect((await sdk.discounts.list())[0]).toMatchObject({ used: 1 })
  })
})
