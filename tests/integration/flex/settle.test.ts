import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { prisma } from '@/lib/db'
import { makeCart } from '@/tests/support/factories'
import { type FlexShopWorld, openFlexShopWorld } from '@/tests/support/flex-shop-world'

let world: FlexShopWorld

/** Machines are busy. */
const patience = { timeout: 15_000 }

beforeAll(async () => {
  world = await openFlexShopWorld()
})
afterEach(() => world.reset())
afterAll(() => world.stop())

const silent = () => world.switches({ webhook_drop: 'all' })
const paidOnce = { status: 'paid', payments: [{ verdict: 'settles', provider: 'flex' }] }

describe('a payment at Flex told by webhook', () => {
  it.each([
    ['flat', {}],
    ['in an outer “event”', { envelope: 'B' }],
    ['by an id alone', { envelope: 'A_only_id' }],
    ['in the other spelling', { event_spelling: 'underscored' }],
    ['under Svix’s names, signed twice', { header_family: 'svix', signatures: 'good_last' }],
    ['under the old names', { header_family: 'flex' }],
    ['many times at once', { webhook_copies: 5 }],
    ['with two cards', { split_carts: 'on' }],
  ])('makes its order paid once, %s', async (_name, switches) => {
    await world.switches(switches)
    const { orderNumber, sessionId } = await world.buy()
    await world.pay(sessionId)
    const order = await world.order(orderNumber)
    expect(order).toMatchObject({ ...paidOnce, confirmedBy: 'webhook' })
    expect(order.payments).toHaveLength(1)
    expect(order.payments[0]).toMatchObject({ providerOrderId: sessionId, grossMinor: order.totalMinor })
  })

  it('does nothing by a payment intent, of which a split cart has two', async () => {
    await world.switches({ split_carts: 'on', complete_after_ms: 60_000 })
    const { orderNumber, sessionId } = await world.buy()
    await world.pay(sessionId)
    expect((await world.order(orderNumber)).status).toBe('awaiting_payment')
  })

  it.each([
    ['flat', {}],
    ['in an outer “event”, three times', { envelope: 'B', webhook_copies: 3 }],
  ])('tells in the order’s story of a declined card, %s', async (_name, switches) => {
    await world.switches(switches)
    const { orderNumber, sessionId } = await world.buy()
    await world.control(`/sessions/${sessionId}/decline`, {})
    const declines = async () => (await world.order(orderNumber)).timeline.filter(({ kind }) => kind === 'declined')
    await expect.poll(async () => (await declines()).length).toBe(1)
    await world.settleDown()
    expect(await declines()).toHaveLength(1)
    expect(await world.order(orderNumber)).toMatchObject({ status: 'awaiting_payment', payments: [] })
  })

  it('does nothing when it is forged or too old', async () => {
    await world.switches({ webhook_forge: 'wrong_secret', signature_age_s: 600 })
    const before = (await world.events()).length
    const { orderNumber, sessionId } = await world.buy()
    await world.pay(sessionId)
    expect((await world.order(orderNumber)).status).toBe('awaiting_payment')
    expect(await world.events()).toHaveLength(before)
  })

  it('waits while the session is not complete, and pays when it is', async () => {
    await world.switches({ complete_status: 'paid' })
    const { orderNumber, sessionId } = await world.buy()
    await world.pay(sessionId)
    expect((await world.order(orderNumber)).status).toBe('awaiting_payment')
    await world.switches({ complete_status: '' })
    world.clock.forwardMs(60_000)
    await world.workInbox()
    expect(await world.order(orderNumber)).toMatchObject(paidOnce)
  })

  it('calls a person when another amount came than the session asked for', async () => {
    await world.switches({ amount_offset_minor: -100 })
    const { orderNumber, sessionId } = await world.buy()
    await world.pay(sessionId)
    expect(await world.order(orderNumber)).toMatchObject({
      status: 'needs_review',
      payments: [{ verdict: 'mismatch' }],
    })
  })

  it('notes a dispute', async () => {
    const { orderNumber, sessionId } = await world.buy()
    await world.pay(sessionId)
    await world.control(`/sessions/${sessionId}/dispute`)
    await expect.poll(async () => (await world.order(orderNumber)).disputed, patience).toBe(true)
    await world.control(`/sessions/${sessionId}/dispute`, { isDisputed: false })
    await world.sweep()
    expect((await world.order(orderNumber)).disputed).toBe(false)
  })
})

describe('a payment at Flex that nobody tells of', () => {
  it('is settled when its shopper comes back', async () => {
    await silent()
    const { orderNumber, sessionId } = await world.buy()
    await world.pay(sessionId)
    expect(await world.comeBack(orderNumber, sessionId)).toEqual({ state: 'complete', continueUrl: null })
    expect(await world.order(orderNumber)).toMatchObject({ ...paidOnce, confirmedBy: 'return_check' })
  })

  it('is settled while its shopper waits, or by the sweep', async () => {
    await silent()
    const [waiting, gone] = [await world.buy(), await world.buy()]
    for (const { sessionId } of [waiting, gone]) await world.pay(sessionId)
    await world.checkWaiting(waiting.orderNumber)
    expect(await world.order(waiting.orderNumber)).toMatchObject({ ...paidOnce, confirmedBy: 'return_check' })
    await world.sweep()
    expect(await world.order(gone.orderNumber)).toMatchObject(paidOnce)
  })

  it('was made in a session of yesterday, and is swept all the same', async () => {
    await silent()
    const { orderNumber, sessionId } = await world.buy()
    await world.pay(sessionId)
    await world.control(`/sessions/${sessionId}`, { createdAt: new Date(Date.now() - 25 * 3_600_000).toISOString() })
    await world.sweep()
    expect(await world.order(orderNumber)).toMatchObject(paidOnce)
  })
})

describe('coming back with a session in the address', () => {
  it.each(['', 'fcs_unknown', '../fcs', 'x'.repeat(200)])('changes nothing when it is %j', async (sessionId) => {
    const { orderNumber } = await world.buy()
    expect(await world.comeBack(orderNumber, sessionId)).toBeNull()
    expect((await world.order(orderNumber)).status).toBe('awaiting_payment')
  })

  it('changes nothing when it is another order’s, paid or not', async () => {
    await silent()
    const [mine, other] = [await world.buy(), await world.buy()]
    await world.pay(other.sessionId)
    expect(await world.comeBack(mine.orderNumber, other.sessionId)).toBeNull()
    for (const { orderNumber } of [mine, other])
      expect((await world.order(orderNumber)).status).toBe('awaiting_payment')
  })

  it('leads on where something is left to do', async () => {
    await world.switches({ next_action: 'provide_second_payment_method' })
    const { orderNumber, sessionId } = await world.buy()
    await world.pay(sessionId)
    expect(await world.comeBack(orderNumber, sessionId)).toEqual({
      state: 'open',
      continueUrl: expect.stringContaining(sessionId),
    })
  })

  it('does not wait for a provider that is silent', async () => {
    const { orderNumber, sessionId } = await world.buy()
    await world.switches({ api_fault: '500' })
    expect(await world.comeBack(orderNumber, sessionId)).toBeNull()
  })
})

describe('a page that expired at Flex', () => {
  const expired = async () => {
    const bought = await world.buy()
    await world.control(`/sessions/${bought.sessionId}/expire`)
    return bought
  }

  it('is told to the shopper who comes back', async () => {
    const { orderNumber, sessionId } = await expired()
    expect(await world.comeBack(orderNumber, sessionId)).toMatchObject({ state: 'expired' })
    expect((await world.order(orderNumber)).status).toBe('awaiting_payment')
  })

  it('is started anew in one click, on the same order', async () => {
    const { orderNumber, sessionId } = await expired()
    const way = await world.payAgain(orderNumber)
    if (!way?.ok || way.value.kind !== 'page') throw new Error(JSON.stringify(way))
    expect(way.value.url).not.toContain(sessionId)
    await world.pay(way.value.url.split('/').at(-1) ?? '')
    const order = await world.order(orderNumber)
    expect(order).toMatchObject(paidOnce)
    expect(order.attempts.map(({ state }) => state)).toEqual(['superseded', 'paid'])
  })

  it('is replaced when Pay is pressed again with the same cart', async () => {
    const { token, orderNumber, sessionId } = await expired()
    const again = await world.checkOut(token)
    expect([again.orderNumber, again.sessionId === sessionId]).toEqual([orderNumber, false])
  })

  it('is kept while it is open, and never left behind when it is paid', async () => {
    await silent()
    const { token, orderNumber, sessionId } = await world.buy()
    expect((await world.checkOut(token)).sessionId).toBe(sessionId)
    await world.pay(sessionId)
    const way = await world.checkOut(token)
    expect(way.url).toContain('/thank-you/')
    expect(await world.order(orderNumber)).toMatchObject(paidOnce)
  })
})

describe('what is odd about a session', () => {
  it('a stale one that is paid beside a newer one is owed back', async () => {
    const first = await world.buy()
    const second = await world.checkOut(first.token, { email: 'changed@example.com' })
    expect(second.orderNumber).toBe(first.orderNumber)
    await world.pay(second.sessionId)
    await world.pay(first.sessionId)
    const order = await world.order(first.orderNumber)
    expect(order).toMatchObject({ status: 'paid', paidTwice: true, refundDueMinor: order.totalMinor })
    expect(order.payments.map(({ verdict }) => verdict)).toEqual(['settles', 'duplicate'])
  })

  it('whose answer was lost is found again, and the shopper is sent there', async () => {
    const scope = { api_fault: '500', api_fault_when: 'after_doing', api_fault_scope: 'POST /v1/checkout/sessions' }
    await world.switches(scope)
    const { orderNumber, sessionId } = await world.buy()
    await world.pay(sessionId)
    expect(await world.order(orderNumber)).toMatchObject(paidOnce)
  })

  it('products stand for variants in every later order, and are made anew when they are gone', async () => {
    const { variantId } = await world.buy()
    const read = () =>
      prisma().variantMapping.findFirstOrThrow({
        where: { variantId, provider: 'flex' },
        select: { providerProductId: true },
      })
    const { providerProductId } = await read()
    expect(providerProductId).toMatch(/^fprod_/)
    await world.call('DELETE', `/_sandbox/products/${providerProductId}`)
    const again = await world.checkOut((await makeCart([{ variantId }])).token)
    expect((await read()).providerProductId).not.toBe(providerProductId)
    await world.pay(again.sessionId)
    expect(await world.order(again.orderNumber)).toMatchObject(paidOnce)
  })
})
