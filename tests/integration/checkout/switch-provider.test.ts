import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { FindCheckoutGateway } from '@/lib/checkout/ask-elsewhere'
import { prisma } from '@/lib/db'
import type { PaymentGateway } from '@/lib/payments/gateway'
import { createPocketsflowGateway } from '@/lib/payments/pocketsflow/gateway'
import { checkWaitingOrders } from '@/lib/reconciliation/check-newest'
import { sweepPayments } from '@/lib/reconciliation/sweep'
import { tidyOrderProducts } from '@/lib/reconciliation/tidy-products'
import { startSandbox } from '@/sandbox/server'
import { openShopWorld, type ShopWorld } from '@/tests/support/shop-world'
import { checkOut, fillCart, stockOf } from '@/tests/support/shopping'

/** A second far end of its own: what matters here is that it is another provider to the shop. */
let world: ShopWorld
let far: Awaited<ReturnType<typeof startSandbox>>
let other: PaymentGateway

const apiKey = 'pk_test_other'

beforeAll(async () => {
  world = await openShopWorld()
  far = await startSandbox({ port: 0, dataDir: null })
  other = { ...createPocketsflowGateway({ apiKey, apiUrl: far.url, webhookSecrets: [], timeoutMs: 3_000 }), id: 'flex' }
})
afterEach(async () => {
  await prisma().sharedPacing.deleteMany()
  await prisma().orderProduct.deleteMany()
  await world.reset()
  await fetch(`${far.url}/_sandbox/reset`, { method: 'POST', body: '{}' })
})
afterAll(async () => {
  await world.stop()
  await far.stop()
})

const both: FindCheckoutGateway = (id) => (id === 'flex' ? other : id === 'pocketsflow' ? world.gateway : null)
const found = (id: string) => (id === 'flex' ? other : id === 'pocketsflow' ? world.gateway : null)

const openAt = (provider: 'pocketsflow' | 'flex', token: string) =>
  checkOut(world, token, {}, { provider, gateway: both, elsewhere: both })

const payThere = (url: string) =>
  fetch(`${far.url}/_sandbox/sessions/${url.split('/').at(-1)}/pay`, { method: 'POST', body: '{}' })

const sessionsThere = async () => {
  const { entries } = (await (await fetch(`${far.url}/_sandbox/log`)).json()) as { entries: { path: string }[] }
  return entries.filter(({ path }) => path.startsWith('/checkout/sessions')).length
}

/** Comes back to choose the other while the first cannot be reached: its page stays payable. */
async function switchUnheard(token: string) {
  const first = await openAt('pocketsflow', token)
  await world.switches({ api_fault: '503' })
  const second = await openAt('flex', token)
  await world.switches({ api_fault: 'none' })
  return { first, second }
}

const silenceWebhooks = () => world.switches({ webhook_drop: 'all' })
const sweep = () => sweepPayments({ clock: world.clock, gateway: found, wait: async () => false })

describe('choosing another provider after coming back', () => {
  it('is a new attempt on the same order, and what was made at the first comes off sale at once', async () => {
    const { token } = await fillCart({ stock: 3 })
    const first = await openAt('pocketsflow', token)
    const second = await openAt('flex', token)
    expect(second.orderNumber).toBe(first.orderNumber)
    expect(new URL(second.url).origin).toBe(new URL(far.url).origin)
    const order = await world.order(first.orderNumber)
    expect(order.attempts).toMatchObject([
      { provider: 'pocketsflow', state: 'superseded' },
      { provider: 'flex', state: 'open' },
    ])
    const made = order.orderProducts.find(({ provider }) => provider === 'pocketsflow')
    expect(made).toMatchObject({ state: 'unpublished' })
    expect(await world.api('GET', `/products/${made?.providerProductId}`)).toMatchObject({ published: false })
    expect(order.timeline.map(({ text }) => text).join('\n')).toMatch(/had seen no payment.*off sale/s)
  })

  it('never pays twice: money that came at the first settles, and leads to the order', async () => {
    const { token, variantId } = await fillCart({ stock: 3 })
    const first = await openAt('pocketsflow', token)
    await silenceWebhooks()
    await world.pay(first.url)
    const second = await openAt('flex', token)
    expect(new URL(second.url).pathname).toMatch(/^\/thank-you\/[\w-]{20,}$/)
    expect(await sessionsThere()).toBe(0)
    const order = await world.order(first.orderNumber)
    expect(order).toMatchObject({ status: 'paid', confirmedBy: 'return_check', paidTwice: false })
    expect(order.attempts).toMatchObject([{ state: 'paid' }, { provider: 'flex', state: 'superseded' }])
    expect(await stockOf(variantId)).toBe(2)
  })

  it('goes on when the first does not answer, and says so', async () => {
    const { token } = await fillCart()
    const first = await openAt('pocketsflow', token)
    await world.switches({ api_fault: 'blackhole' })
    const startedAt = performance.now()
    await openAt('flex', token)
    expect(performance.now() - startedAt).toBeLessThan(6_000)
    const order = await world.order(first.orderNumber)
    expect(order.timeline.map(({ text }) => text).join('\n')).toMatch(/could not be asked about its page in time/)
    expect(order.orderProducts.find(({ provider }) => provider === 'pocketsflow')).toMatchObject({ state: 'live' })
  })

  it('paid at both after all, the second is owed back', async () => {
    const { token } = await fillCart()
    const { first, second } = await switchUnheard(token)
    await payThere(second.url)
    world.clock.forwardMs(120_000)
    await sweep()
    expect(await world.order(first.orderNumber)).toMatchObject({ status: 'paid', paidTwice: false })
    await world.pay(first.url)
    await sweep()
    expect(await world.order(first.orderNumber)).toMatchObject({ status: 'paid', paidTwice: true })
  })

  it('a waiting shopper’s order is looked for at every provider that opened a page', async () => {
    const { token } = await fillCart()
    const { first } = await switchUnheard(token)
    await silenceWebhooks()
    await world.pay(first.url)
    const { id: orderId } = await world.order(first.orderNumber)
    await checkWaitingOrders({ orderId, clock: world.clock }, { gateway: found })
    expect(await world.order(first.orderNumber)).toMatchObject({ status: 'paid' })
  })

  it('expires only when all of them said that nothing was paid', async () => {
    const { token } = await fillCart()
    const { orderNumber } = await openAt('pocketsflow', token)
    await openAt('flex', token)
    world.clock.forwardMs(25 * 3_600_000)
    await world.switches({ api_fault: '503' })
    await sweep()
    expect(await world.order(orderNumber)).toMatchObject({ status: 'awaiting_payment' })
    await world.switches({ api_fault: 'none' })
    world.clock.forwardMs(3_600_000)
    await sweep()
    expect(await world.order(orderNumber)).toMatchObject({ status: 'expired' })
  })

  it('what came off sale and was never paid is deleted when the order is over', async () => {
    const { token } = await fillCart()
    const first = await openAt('pocketsflow', token)
    await openAt('flex', token)
    world.clock.forwardMs(26 * 3_600_000)
    const tidy = () => tidyOrderProducts({ clock: world.clock, gateway: (id) => found(id) })
    while ((await tidy()) > 0) await Promise.resolve()
    const { orderProducts } = await world.order(first.orderNumber)
    expect(orderProducts.map(({ state }) => state)).toEqual(['deleted', 'deleted'])
  })
})
