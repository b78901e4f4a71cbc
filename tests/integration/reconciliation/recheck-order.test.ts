import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { prisma } from '@/lib/db'
import type { PaymentGateway } from '@/lib/payments/gateway'
import { recheckOrder } from '@/lib/reconciliation/recheck-order'
import { makeMerchant } from '@/tests/support/merchants'
import { openShopWorld, type ShopWorld } from '@/tests/support/shop-world'
import { buy, checkOut, fillMappedCart } from '@/tests/support/shopping'

let world: ShopWorld
let merchantId: number

beforeAll(async () => {
  world = await openShopWorld()
  merchantId = (await makeMerchant()).id
})
afterEach(() => world.reset())
afterAll(() => world.stop())

const idOf = async (orderNumber: string) => (await world.order(orderNumber)).id
const recheck = async (orderNumber: string, gateway: PaymentGateway | null = world.gateway) =>
  recheckOrder(
    { orderId: await idOf(orderNumber), actor: 'merchant', merchantId, clock: world.clock },
    { gateway: () => gateway },
  )

async function paidUntold() {
  await world.switches({ webhook_drop: 'all' })
  const bought = await buy(world)
  await world.pay(bought.url)
  return bought
}

describe('asking the provider about one order', () => {
  it('settles what came, and tells who asked', async () => {
    const bought = await paidUntold()
    expect(await recheck(bought.orderNumber)).toEqual({
      ok: true,
      value: { status: 'paid', text: 'The provider was asked: the order is now paid.' },
    })
    const order = await world.order(bought.orderNumber)
    expect(order).toMatchObject({ status: 'paid', checkedAt: world.clock.now() })
    expect(order.timeline.at(-1)).toMatchObject({ kind: 'checked', actor: 'merchant', merchantId })
  })

  it('says that nothing changed, as often as it is asked', async () => {
    const bought = await buy(world)
    for (const times of [1, 2]) {
      expect(await recheck(bought.orderNumber)).toMatchObject({ ok: true, value: { status: 'awaiting_payment' } })
      const checks = (await world.order(bought.orderNumber)).timeline.filter(({ kind }) => kind === 'checked')
      expect(checks).toHaveLength(times)
    }
  })

  it('finds a payment made through any of its sessions, shared products included', async () => {
    const cart = await fillMappedCart(world)
    const first = await checkOut(world, cart.token)
    await prisma().variantMapping.delete({ where: { id: cart.mappingId } })
    await checkOut(world, cart.token, { email: 'other@example.com' })
    await world.switches({ webhook_drop: 'all', list_metadata: 'off' })
    await world.pay(first.url)
    expect(await recheck(first.orderNumber)).toMatchObject({ value: { status: 'paid' } })
  })

  it('finds it on a later page of a provider that makes short pages', async () => {
    const cart = await fillMappedCart(world)
    const started = await checkOut(world, cart.token)
    await world.switches({ webhook_drop: 'all', page_size_cap: 2, session_reuse: 'on' })
    await world.pay(started.url)
    const urls = { successUrl: 'http://other.test/', cancelUrl: 'http://other.test/', customerEmail: 'x@other.test' }
    const session = await world.api('POST', '/checkout/sessions', { productId: cart.providerProductId, ...urls })
    for (let count = 0; count < 5; count += 1) await world.pay(session.url)
    expect(await recheck(started.orderNumber)).toMatchObject({ value: { status: 'paid' } })
    expect(await world.order(started.orderNumber)).toMatchObject({
      paidTwice: false,
      payments: [{ verdict: 'settles' }],
    })
  })

  it('brings an order out of review once the provider agrees', async () => {
    await world.switches({ webhook_drop: 'all' })
    const bought = await buy(world)
    const data = { status: 'needs_review', reviewReason: 'the provider was silent', openKey: null } as const
    await prisma().order.update({ where: { id: await idOf(bought.orderNumber) }, data })
    await world.pay(bought.url)
    expect(await recheck(bought.orderNumber)).toMatchObject({ value: { status: 'paid' } })
    expect(await world.order(bought.orderNumber)).toMatchObject({ status: 'paid', reviewReason: null })
  })

  it('says in the story that the provider could not be asked, and why', async () => {
    const bought = await paidUntold()
    await world.switches({ api_fault: '401' })
    const answer = await recheck(bought.orderNumber)
    expect(answer).toMatchObject({ ok: false, error: { code: 'provider_failed' } })
    const order = await world.order(bought.orderNumber)
    expect(order.status).toBe('awaiting_payment')
    expect(order.timeline.at(-1)).toMatchObject({ kind: 'checked', text: expect.stringMatching(/unauthorized/) })
    expect(JSON.stringify(order.timeline)).not.toContain(world.apiKey)
  })

  it('asks nobody when no page was ever opened, when no key is there, or about no order', async () => {
    const bought = await buy(world)
    expect(await recheck(bought.orderNumber, null)).toMatchObject({ error: { code: 'provider_not_ready' } })
    await prisma().attempt.deleteMany({ where: { order: { number: Number(bought.orderNumber) } } })
    expect(await recheck(bought.orderNumber)).toMatchObject({ error: { code: 'never_asked' } })
    const unknown = { orderId: 999_999, actor: 'system' as const, clock: world.clock }
    expect(await recheckOrder(unknown, { gateway: () => world.gateway })).toMatchObject({
      error: { code: 'unknown_order' },
    })
  })
})
