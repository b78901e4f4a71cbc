import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { CheckoutContact } from '@/lib/checkout/model'
import { prisma } from '@/lib/db'
import { makeCart, makeProduct, testNow } from '@/tests/support/factories'
import { contact } from '@/tests/support/shop-side'
import { openShopWorld, type ShopWorld } from '@/tests/support/shop-world'
import { addLine, buy, checkOut, fillCart, stockOf } from '@/tests/support/shopping'

let world: ShopWorld

beforeAll(async () => {
  world = await openShopWorld()
})
afterEach(() => world.reset())
afterAll(() => world.stop())

const minuteMs = 60_000

describe('what an order costs comes from the database alone', () => {
  it('a form that names a price, a total, a status or a stock is read without them', () => {
    const forged = { ...contact(), totalMinor: 1, price: '0.01', status: 'paid', currency: 'XXX', discount: 100 }
    expect(CheckoutContact.parse(forged)).toEqual(contact())
  })

  it('the price is the one at the moment of ordering, whatever the cart showed', async () => {
    const { token, variantId } = await fillCart({ priceMinor: 1_200, quantity: 3 })
    await prisma().variant.update({ where: { id: variantId }, data: { priceMinor: 1_350 } })
    const started = await checkOut(world, token)
    const order = await world.order(started.orderNumber)
    expect(order).toMatchObject({ subtotalMinor: 4_050, discountMinor: 0, totalMinor: 4_050 })
    expect(order.attempts).toMatchObject([{ expectedMinor: 4_050, currency: 'USD' }])
    expect(await world.callBodies('POST /products')).toMatchObject([{ price: 40.5, currency: 'USD' }])
  })

  it('later changes of the catalogue change nothing of it', async () => {
    const bought = await buy(world, { priceMinor: 1_200, name: 'Pocket lamp' })
    await prisma().variant.update({ where: { id: bought.variantId }, data: { priceMinor: 9_900 } })
    await prisma().product.update({ where: { id: bought.productId }, data: { name: 'Floodlight' } })
    await world.pay(bought.url)
    const order = await world.order(bought.orderNumber)
    expect(order).toMatchObject({ status: 'paid', totalMinor: 1_200 })
    expect(order.lines).toMatchObject([{ productName: 'Pocket lamp', unitPriceMinor: 1_200 }])
  })

  it('things added after the session was made are not paid with it and stay in the cart', async () => {
    const bought = await buy(world)
    const other = await makeProduct()
    await addLine(bought.cartId, other.variantId)
    await prisma().cartLine.updateMany({
      where: { cartId: bought.cartId, variantId: bought.variantId },
      data: { quantity: 3 },
    })
    await world.pay(bought.url)
    expect(await world.order(bought.orderNumber)).toMatchObject({ status: 'paid', totalMinor: 1_200 })
    const left = await prisma().cartLine.findMany({ where: { cartId: bought.cartId }, orderBy: { id: 'asc' } })
    expect(left).toMatchObject([
      { variantId: bought.variantId, quantity: 2 },
      { variantId: other.variantId, quantity: 1 },
    ])
  })
})

describe('the order stands before the provider hears of it', () => {
  it('with its lines, its hold, its attempt and its story', async () => {
    const { token, variantId } = await fillCart({ stock: 5, quantity: 2 })
    const seen: unknown[] = []
    world.serveWith({
      createCheckout: async (request, notes) => {
        const order = await world.order(request.orderNumber)
        seen.push(order.status, order.attempts[0]?.state, order.lines.length, await stockOf(variantId))
        return world.gateway.createCheckout(request, notes)
      },
    })
    await checkOut(world, token)
    expect(seen).toEqual(['awaiting_payment', 'creating', 1, 3])
  })

  it('its times are those of the injected clock', async () => {
    world.clock.forwardMs(7 * minuteMs)
    const { orderNumber } = await buy(world)
    const at = world.clock.now().getTime()
    const order = await world.order(orderNumber)
    expect(order.placedAt.getTime()).toBe(at)
    expect(order.holdExpiresAt.getTime()).toBe(at + 60 * minuteMs)
    expect(order.expiresAt.getTime()).toBe(at + 1_440 * minuteMs)
    expect(order.attempts[0]?.openedAt?.getTime()).toBe(at)
    expect(order.timeline.map((entry) => entry.at.getTime())).toEqual([at, at, at])
    expect(at).toBeGreaterThan(testNow.getTime())
  })

  it('the session carries the contract’s URLs and metadata and the e-mail, the product a neutral name', async () => {
    const { orderNumber } = await buy(world, { name: 'Embarrassing ointment' })
    const order = await world.order(orderNumber)
    const [session] = await world.callBodies('POST /checkout/sessions')
    expect(session).toMatchObject({
      productId: order.orderProducts[0]?.providerProductId,
      customerEmail: 'ada@example.com',
      metadata: { external_order_id: orderNumber, attempt: '1', nonce: order.attempts[0]?.nonce },
    })
    const { successUrl = '', cancelUrl = '' } = session as { successUrl?: string; cancelUrl?: string }
    const [, token = ''] = /^http:\/\/shop\.test\/thank-you\/([\w-]{22,})$/.exec(successUrl) ?? []
    expect(token).not.toBe('')
    expect(cancelUrl).toBe(`http://shop.test/checkout/cancelled?order=${token}`)
    const [product] = await world.callBodies('POST /products')
    expect(product).toMatchObject({
      name: `Pocketshop order ${orderNumber}`,
      payWant: false,
      showSales: false,
      showReviews: false,
    })
    expect(JSON.stringify([product, session])).not.toMatch(/ointment|Lovelace|Harbour/i)
  })
})

describe('a cart that cannot be sold asks nobody', () => {
  it.each([
    ['empty', async () => (await makeCart()).token, { code: 'cart_empty', items: [] }],
    ['unknown', async () => 'no-such-cart-token-0000', { code: 'cart_empty', items: [] }],
    [
      'with a draft',
      async () => (await fillCart({ name: 'Old map', status: 'draft' })).token,
      { code: 'not_sellable', items: ['Old map'] },
    ],
    [
      'with a price in another currency',
      async () => (await fillCart({ name: 'Euro pen', currency: 'EUR' })).token,
      { code: 'not_sellable', items: ['Euro pen'] },
    ],
    [
      'with more than there are',
      async () => (await fillCart({ name: 'Last pin', stock: 1, quantity: 2 })).token,
      { code: 'sold_out', items: ['Last pin'] },
    ],
  ])('%s', async (_name, cartToken, error) => {
    const orders = await prisma().order.count()
    expect(await world.checkout(await cartToken())).toEqual({ ok: false, error })
    expect(await prisma().order.count()).toBe(orders)
    expect(await world.calls()).toEqual([])
  })

  it('something that ships has nowhere to go without an address; a file needs none', async () => {
    const paper = await fillCart()
    const refused = { ok: false, error: { code: 'address_missing', items: [] } }
    expect(await world.checkout(paper.token, { address: null })).toEqual(refused)
    const file = await fillCart({ kind: 'digital', stock: null })
    expect(await world.checkout(file.token, { address: null })).toMatchObject({ ok: true })
  })

  it('only the lines that are sold out are named, and nothing of the others is held', async () => {
    const plenty = await fillCart({ name: 'Plenty', stock: 9 })
    const gone = await makeProduct({ name: 'Gone', stock: 0 })
    await addLine(plenty.cartId, gone.variantId)
    expect(await world.checkout(plenty.token)).toMatchObject({ error: { code: 'sold_out', items: ['Gone'] } })
    expect(await stockOf(plenty.variantId)).toBe(9)
  })
})
