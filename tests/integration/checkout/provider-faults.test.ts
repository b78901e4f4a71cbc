import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { prisma } from '@/lib/db'
import { withCircuit } from '@/lib/payments/circuit'
import { createPocketsflowGateway } from '@/lib/payments/pocketsflow/gateway'
import { openShopWorld, type ShopWorld } from '@/tests/support/shop-world'
import { buy, checkOut, fillCart, stockOf } from '@/tests/support/shopping'

let world: ShopWorld

beforeAll(async () => {
  world = await openShopWorld()
})
afterEach(() => world.reset())
afterAll(() => world.stop())

const fault = (api_fault: string, scope = '') => ({ api_fault, api_fault_scope: scope })
const newestOrder = async () =>
  world.order(String((await prisma().order.aggregate({ _max: { number: true } }))._max.number))

const account = () => ({ apiKey: world.apiKey, apiUrl: world.sandboxUrl, webhookSecrets: ['x'] })
const impatient = () => createPocketsflowGateway({ ...account(), timeoutMs: 250 })

const session = 'POST /checkout/sessions'

describe('a provider that opens no page', () => {
  it.each([
    ['P15: it refuses the key (401)', fault('401'), 'provider_refused', 'unauthorized'],
    ['P16: it refuses the request (400)', fault('400', session), 'provider_refused', 'refused'],
    ['P16: it does not know the product (404)', fault('404', session), 'provider_refused', 'not_found'],
    ['P17: it has too much to do (429)', fault('429'), 'provider_busy', 'rate_limited'],
    ['P18: it fails (500)', fault('500', session), 'provider_busy', 'provider_error'],
    ['P18: it is down (503)', fault('503'), 'provider_busy', 'provider_error'],
    ['P08: it answers with a web page', fault('html', session), 'provider_refused', 'unreadable'],
    ['P09: it answers nothing', fault('empty', session), 'provider_refused', 'unreadable'],
    ['P10: it breaks off', fault('cut_json', session), 'provider_refused', 'unreadable'],
    ['it hangs up', fault('reset', session), 'provider_silent', 'unreachable'],
    ['P07: it hangs up in its answer', fault('reset_mid_body', session), 'provider_silent', 'unreachable'],
    ['P14: it answers with 50 MB', fault('big_50mb', session), 'provider_refused', 'unreadable'],
    ['P13: it sends us elsewhere', fault('redirect', session), 'provider_refused', 'unreadable'],
    ['it names a page that is no web page', { checkout_url: 'javascript' }, 'provider_refused', 'unsafe_url'],
    ['it names a page of someone else', { checkout_url: 'http_other_host' }, 'provider_refused', 'unsafe_url'],
    ['it names half a page', { checkout_url: 'relative' }, 'provider_refused', 'unsafe_url'],
  ])('%s', async (_name, switches, code, failureCode) => {
    const { token, variantId, cartId } = await fillCart({ stock: 4 })
    await world.switches(switches)
    expect(await world.checkout(token)).toEqual({ ok: false, error: { code, items: [] } })
    const order = await newestOrder()
    expect(order).toMatchObject({ status: 'failed', stockState: 'released' })
    expect(order.attempts).toMatchObject([{ state: 'failed', failureCode, liveOrderId: null, url: null }])
    expect(order.attempts[0]?.failureDetail).not.toContain(world.apiKey)
    expect(order.timeline.map(({ kind }) => kind)).toEqual([
      'placed',
      'attempt_started',
      'attempt_failed',
      'hold_released',
    ])
    expect(order.mails).toEqual([])
    expect(await stockOf(variantId)).toBe(4)
    expect(await prisma().cartLine.count({ where: { cartId } })).toBe(1)
    await recovers(token, order.number, variantId)
  })

  async function recovers(token: string, number: number, variantId: number) {
    await world.control('DELETE', '/switches')
    await world.switches({ webhook_timing: 'before_redirect' })
    const started = await checkOut(world, token)
    expect(started.orderNumber).toBe(String(number))
    expect(await world.order(started.orderNumber)).toMatchObject({ status: 'awaiting_payment', stockState: 'held' })
    expect(await stockOf(variantId)).toBe(3)
    await world.pay(started.url)
    expect(await world.order(started.orderNumber)).toMatchObject({ status: 'paid', paidLate: false })
  }

  it('P15: a refused key is asked about once for each press of Pay, and never again by itself', async () => {
    const { token } = await fillCart()
    await world.switches(fault('401'))
    expect(await world.checkout(token)).toMatchObject({ ok: false })
    expect(await world.calls()).toHaveLength(1)
    expect(await world.checkout(token)).toMatchObject({ ok: false })
    expect(await world.calls()).toHaveLength(2)
  })

  it('P18: after five outages in a row it is left alone for ten seconds, then asked once', async () => {
    const gateway = withCircuit(createPocketsflowGateway(account()), world.clock)
    const ask = () => gateway.lookUpPayment('66bb02ffffffffffffffffff')
    await world.switches(fault('503'))
    for (const _ of [1, 2, 3, 4, 5]) expect(await ask()).toMatchObject({ error: { code: 'provider_error' } })
    const asked = (await world.calls()).length
    expect(await ask()).toMatchObject({
      error: { code: 'provider_error', detail: expect.stringContaining('left alone') },
    })
    world.clock.forwardMs(9_999)
    await ask()
    expect(await world.calls()).toHaveLength(asked)
    world.clock.forwardMs(1)
    await Promise.all([ask(), ask(), ask()])
    const probed = (await world.calls()).length
    expect(probed).toBeGreaterThan(asked)
    // A read is tried twice.
    expect(probed - asked).toBeLessThanOrEqual(2)
    await ask()
    expect(await world.calls()).toHaveLength(probed)
    await world.control('DELETE', '/switches')
    world.clock.forwardMs(10_000)
    for (const _ of [1, 2]) expect(await ask()).toEqual({ ok: true, value: null })
  })

  it('frees the hold of every failed attempt, not of the first alone', async () => {
    const { token, variantId } = await fillCart({ stock: 4 })
    await world.switches(fault('500', session))
    for (const attempts of [1, 2, 3]) {
      expect(await world.checkout(token)).toMatchObject({ ok: false })
      expect(await stockOf(variantId)).toBe(4)
      expect(await newestOrder()).toMatchObject({ status: 'failed', stockState: 'released' })
      expect((await newestOrder()).attempts).toHaveLength(attempts)
    }
  })
})

describe('a provider that does not answer in time', () => {
  it('P05: is given up by the shop’s own deadline, and what it may have made is not used', async () => {
    const { token } = await fillCart({ stock: 4 })
    await world.switches(fault('blackhole', session))
    const startedAt = performance.now()
    const answer = await world.checkout(token, {}, { timeoutMs: 700 })
    expect(answer).toEqual({ ok: false, error: { code: 'provider_silent', items: [] } })
    expect(performance.now() - startedAt).toBeLessThan(2_500)
    expect((await newestOrder()).attempts).toMatchObject([{ state: 'failed', failureCode: 'timeout' }])
  })

  it('is given up by the gateway’s deadline when that is shorter', async () => {
    const { token, variantId } = await fillCart({ stock: 4 })
    await world.switches(fault('slow_body', session))
    expect(await world.checkout(token, {}, { gateway: impatient })).toMatchObject({
      error: { code: 'provider_silent' },
    })
    expect(await stockOf(variantId)).toBe(4)
  })

  it('although it did the work: the next attempt reuses the product and makes another session', async () => {
    const { token } = await fillCart()
    await world.switches({ ...fault('500', session), api_fault_when: 'after_doing', api_fault_count: 1 })
    expect(await world.checkout(token)).toMatchObject({ error: { code: 'provider_busy' } })
    const started = await checkOut(world, token)
    expect((await world.calls()).filter((call) => call === 'POST /products')).toHaveLength(1)
    const { sessions } = (await world.control('GET', '/sessions')) as { sessions: unknown[] }
    expect(sessions).toHaveLength(2)
    await world.pay(started.url)
    expect(await world.order(started.orderNumber)).toMatchObject({ status: 'paid' })
  })

  it('for a product either: that one is left to be tidied away, the order gets another', async () => {
    const { token } = await fillCart()
    await world.switches({ ...fault('reset', 'POST /products'), api_fault_when: 'after_doing', api_fault_count: 1 })
    expect(await world.checkout(token)).toMatchObject({ error: { code: 'provider_silent' } })
    const started = await checkOut(world, token)
    await world.pay(started.url)
    expect(await world.order(started.orderNumber)).toMatchObject({ status: 'paid' })
  })
})

describe('a product that would ask for another price', () => {
  it('is never shown to the shopper', async () => {
    const { token } = await fillCart({ priceMinor: 1_200, stock: 4 })
    world.serveWith({
      createCheckout: (request, notes) =>
        world.gateway.createCheckout(request, {
          ...notes,
          orderProductMade: async (id) => {
            await notes.orderProductMade(id)
            await world.control('POST', `/products/${id}`, { price: 11.99 })
          },
        }),
    })
    expect(await world.checkout(token)).toMatchObject({ error: { code: 'provider_refused' } })
    const order = await newestOrder()
    expect(order.attempts).toMatchObject([{ state: 'failed', failureCode: 'price_mismatch' }])
    expect(order.orderProducts).toMatchObject([{ state: 'live' }])
    expect(await world.calls()).not.toContain(session)
  })
})

describe('a page that was handed out before', () => {
  it('keeps the order payable and its hold, whatever the next attempt comes to', async () => {
    const bought = await buy(world, { stock: 4 })
    await world.switches(fault('500', session))
    expect(await world.checkout(bought.token, { email: 'new@example.com' })).toMatchObject({ ok: false })
    expect(await world.order(bought.orderNumber)).toMatchObject({ status: 'awaiting_payment', stockState: 'held' })
    await world.pay(bought.url)
    expect(await world.order(bought.orderNumber)).toMatchObject({ status: 'paid' })
  })
})

describe('a provider that is not configured', () => {
  it('is said to be switched off, and nothing is written', async () => {
    const { token } = await fillCart()
    const orders = await prisma().order.count()
    const answer = await world.checkout(token, {}, { gateway: () => null })
    expect(answer).toEqual({ ok: false, error: { code: 'provider_not_ready', items: [] } })
    expect(await prisma().order.count()).toBe(orders)
  })
})
