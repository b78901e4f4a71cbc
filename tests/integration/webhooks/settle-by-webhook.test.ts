import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { prisma } from '@/lib/db'
import { openShopWorld, type ShopWorld } from '@/tests/support/shop-world'
import { buy, stockOf } from '@/tests/support/shopping'

let world: ShopWorld

beforeAll(async () => {
  world = await openShopWorld()
})
afterEach(() => world.reset())
afterAll(() => world.stop())

describe('a completed payment', () => {
  it('makes exactly one paid order, with its stock, receipt, mail and emptied cart', async () => {
    const bought = await buy(world, { priceMinor: 6_499, stock: 5, quantity: 2 })
    const paymentId = await world.pay(bought.url)
    const order = await world.order(bought.orderNumber)
    expect(order).toMatchObject({ status: 'paid', confirmedBy: 'webhook', totalMinor: 12_998, stockState: 'sold' })
    expect(order.receiptNumber).toBeGreaterThan(0)
    expect(order.payments).toMatchObject([{ providerOrderId: paymentId, verdict: 'settles', grossMinor: 12_998 }])
    expect(order.mails.map((mail) => mail.kind).sort()).toEqual(['order_paid', 'order_received'])
    expect(await stockOf(bought.variantId)).toBe(3)
    expect(await prisma().cartLine.count({ where: { cartId: bought.cartId } })).toBe(0)
  })

  it('settles by itself once the API confirmed the unit of its shape', async () => {
    await prisma().confirmedUnit.deleteMany()
    const first = await buy(world, { quantity: 2 })
    await world.pay(first.url)
    expect(await prisma().confirmedUnit.findMany()).toMatchObject([{ unit: 'major' }])
    const second = await buy(world, { quantity: 2 })
    const before = (await world.control('GET', '/log')) as { lastSeq: number }
    await world.pay(second.url)
    expect((await world.order(second.orderNumber)).status).toBe('paid')
    const { entries } = (await world.control('GET', `/log?after=${before.lastSeq}`)) as {
      entries: { kind: string; path: string }[]
    }
    expect(entries.filter((entry) => entry.kind === 'api' && entry.path.startsWith('/orders'))).toEqual([])
  })

  it('in minor units (form B) is confirmed by the API, and never read as a hundred times more', async () => {
    await world.switches({ payload_form: 'B' })
    const bought = await buy(world, { priceMinor: 1_650 })
    await world.pay(bought.url)
    const order = await world.order(bought.orderNumber)
    expect(order.status).toBe('paid')
    expect(order.payments).toMatchObject([{ grossMinor: 1_650 }])
  })

  it('W67: with tax added by the provider pays the order and keeps the tax', async () => {
    await world.switches({ tax: 'added', tax_percent: 10 })
    const bought = await buy(world, { priceMinor: 1_500 })
    await world.pay(bought.url)
    const order = await world.order(bought.orderNumber)
    expect(order).toMatchObject({ status: 'paid', totalMinor: 1_500 })
    expect(order.payments).toMatchObject([{ grossMinor: 1_650, taxMinor: 150 }])
  })

  it('told fifty times at once is one payment, one receipt, one mail', async () => {
    const bought = await buy(world, { quantity: 2 })
    await world.switches({ webhook_drop: 'all' })
    const paymentId = await world.pay(bought.url)
    await world.switches({ webhook_drop: 'none' })
    await world.control('POST', `/orders/${paymentId}/deliver`, { times: 50 })
    await world.settleDown()
    for (let round = 0; round < 5; round += 1) {
      world.clock.forwardMs(10_000)
      await world.workInbox()
    }
    const order = await world.order(bought.orderNumber)
    expect(order.status).toBe('paid')
    expect(order.payments).toHaveLength(1)
    expect(order.mails.filter((mail) => mail.kind === 'order_paid')).toHaveLength(1)
    expect(order.timeline.filter((entry) => entry.toStatus === 'paid')).toHaveLength(1)
    const events = (await world.events()).filter((event) => event.providerOrderId === paymentId)
    expect(events).toHaveLength(50)
    expect(new Set(events.map((event) => event.state))).toEqual(new Set(['settled', 'duplicate']))
  })
})

describe('a payment that does not agree', () => {
  it('with another amount is kept and needs review, never paid', async () => {
    const bought = await buy(world, { quantity: 2 })
    await world.switches({ amount_offset_minor: -5 })
    await world.pay(bought.url)
    const order = await world.order(bought.orderNumber)
    expect(order.status).toBe('needs_review')
    expect(order.reviewReason).toMatch(/asked for \$24\.00/)
    expect(order.payments).toMatchObject([{ verdict: 'mismatch' }])
    expect(order.receiptNumber).toBeNull()
  })

  it('for an order of its own product, shown without metadata anywhere, is known by the product', async () => {
    await world.switches({ webhook_metadata: 'off', get_metadata: 'off' })
    const bought = await buy(world, { quantity: 2 })
    await world.pay(bought.url)
    expect((await world.order(bought.orderNumber)).status).toBe('paid')
  })
})

describe('a delivery that is not authentic', () => {
  it('with a wrong secret, without a signature or tampered with is answered 400 and leaves no row', async () => {
    const bought = await buy(world, { quantity: 2 })
    await world.switches({ webhook_drop: 'all' })
    const paymentId = await world.pay(bought.url)
    await world.switches({ webhook_drop: 'none' })
    const before = await prisma().webhookEvent.count()
    for (const forged of ['wrong_secret', 'unsigned', 'tampered']) {
      const answer = await world.control('POST', `/orders/${paymentId}/deliver`, { forged })
      expect(JSON.stringify(answer)).toContain('400')
    }
    expect(await prisma().webhookEvent.count()).toBe(before)
    expect((await world.order(bought.orderNumber)).status).toBe('awaiting_payment')
  })
})
