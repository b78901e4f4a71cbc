import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { faultPromises } from './fault-promises'
import { askedAfter, granted, notNoted, orderRequest, type ProviderWorld, type Stage } from './provider-world'

/** The promises that the shop relies on, whichever provider is behind the gateway. */
export function gatewayContract(name: string, open: () => Promise<ProviderWorld>): void {
  describe(`${name} keeps the promises of a gateway`, () => {
    let world: ProviderWorld
    beforeAll(async () => {
      world = await open()
    })
    afterAll(() => world.stop())
    beforeEach(() => world.reset())

    const newRequest = () => orderRequest(world.gateway.carries === 'line_items' ? { product: { kind: 'lines' } } : {})
    const buy = async () => {
      const request = newRequest()
      const opened = granted(await world.gateway.createCheckout(request, notNoted))
      return { request, opened, ...(await world.pay(opened.sessionId)) }
    }
    const stage: Stage = { world: () => world, newRequest, buy }
    checkoutPromises(stage)
    paymentPromises(stage)
    deliveryPromises(stage)
    productPromises(stage)
    faultPromises(stage)
  })
}

/** A page that was opened, and whose it stays. */
function checkoutPromises({ world, newRequest }: Stage): void {
  it('an opened checkout is an absolute address, and what was made for it is noted', async () => {
    const made: string[] = []
    const variants: number[] = []
    const opened = granted(
      await world().gateway.createCheckout(newRequest(), {
        orderProductMade: async (id) => void made.push(id),
        planOfferMade: async () => undefined,
        lineProductMade: async ({ variantId }) => void variants.push(variantId),
      }),
    )
    expect(new URL(opened.url).protocol).toMatch(/^https?:$/)
    const carriesLines = world().gateway.carries === 'line_items'
    expect(made).toEqual(carriesLines ? [] : [opened.providerProductId])
    expect(variants).toEqual(carriesLines ? [71, 72] : [])
    const { catalogue } = world().gateway
    if (!catalogue || opened.providerProductId === null) return
    expect(granted(await catalogue.readEntry(opened.providerProductId))).toMatchObject({
      priceMinor: 6499,
      currency: 'USD',
      mode: world().gateway.mode,
      state: 'on_sale',
      sale: 'one_time',
      name: 'Pocketshop order 1043',
    })
  })

  it.each(['66bb02ffffffffffffffffff', '../users/me', '?page=1', '', 'x'.repeat(5_000)])(
    'nothing is known of a payment, checkout or product called %j',
    async (id) => {
      const { catalogue, orderProducts } = world().gateway
      expect(granted(await world().gateway.lookUpPayment(id))).toBeNull()
      const strange = { url: 'https://pay.test/x', sessionId: id, providerProductId: id }
      expect(granted(await world().gateway.findPaymentsOf(askedAfter(newRequest(), strange)))).toEqual([])
      if (catalogue) expect(granted(await catalogue.readEntry(id))).toBeNull()
      if (orderProducts) expect(granted(await orderProducts.isPaid(id))).toBe(false)
    },
  )
}

/** What the API tells of payments. */
function paymentPromises({ world, newRequest, buy }: Stage): void {
  it('an unpaid order has no payment', async () => {
    const request = newRequest()
    const opened = granted(await world().gateway.createCheckout(request, notNoted))
    expect(granted(await world().gateway.findPaymentsOf(askedAfter(request, opened)))).toEqual([])
    expect(granted(await world().gateway.listNewestPayments())).toEqual([])
  })

  it('a paid order is found by id, among the newest and by its checkout, to the cent', async () => {
    const { request, opened, providerOrderId } = await buy()
    const figures = {
      providerOrderId,
      mode: world().gateway.mode,
      currency: 'USD',
      grossMinor: 6499,
      preTaxMinor: 6499,
      isRefunded: false,
      isDisputed: false,
    }
    const payment = granted(await world().gateway.lookUpPayment(providerOrderId))
    expect(payment).toMatchObject(figures)
    expect(granted(await world().gateway.listNewestPayments())).toEqual([payment])
    const found = granted(await world().gateway.findPaymentsOf(askedAfter(request, opened)))
    expect(found).toMatchObject([{ ...figures, providerProductId: opened.providerProductId }])
  })

  it('a payment says whose it is wherever the provider promises that', async () => {
    const { request, opened, providerOrderId } = await buy()
    if (!world().gateway.listsReferences) return
    const references = { orderNumber: '1043', nonce: request.nonce, providerProductId: opened.providerProductId }
    expect(granted(await world().gateway.lookUpPayment(providerOrderId))).toMatchObject(references)
    expect(granted(await world().gateway.listNewestPayments())).toMatchObject([references])
  })

  it('a payment of one order is never found for another', async () => {
    const { request } = await buy()
    const other = { ...newRequest(), orderNumber: '1044' }
    const opened = granted(await world().gateway.createCheckout(other, notNoted))
    expect(request.nonce).not.toBe(other.nonce)
    expect(granted(await world().gateway.findPaymentsOf(askedAfter(other, opened)))).toEqual([])
  })

  it('the newest payment is listed first', async () => {
    const first = await buy()
    const second = await buy()
    const newest = granted(await world().gateway.listNewestPayments()).map((one) => one.providerOrderId)
    expect(newest).toEqual([second.providerOrderId, first.providerOrderId])
  })
}

/** What a webhook may claim, and what makes it genuine. */
function deliveryPromises({ world, buy }: Stage): void {
  it('P27: a payment’s delivery is genuine, names it, and claims its figures in one unit', async () => {
    const { request, opened, providerOrderId } = await buy()
    const delivery = await world().lastDelivery()
    expect(world().gateway.verify(delivery)).toBe(true)
    const event = world().gateway.understand(delivery)
    if (event.kind !== 'payment_completed') throw new Error(`the event is ${event.kind}`)
    const { amountsIn, ...claims } = event.claims
    expect(claims).toMatchObject({ providerOrderId, orderNumber: '1043', currency: 'USD' })
    // Without a nonce the checkout, or what it sold, must say which attempt it was.
    expect([claims.nonce, claims.sessionId, claims.providerProductId]).toEqual(
      expect.arrayContaining([claims.nonce ? request.nonce : (opened.providerProductId ?? opened.sessionId)]),
    )
    const fitting = (['minor', 'major'] as const).filter((unit) => amountsIn(unit)?.grossMinor === 6499)
    expect(fitting).toHaveLength(1)
  })

  it('a delivery of which one byte changed is not genuine', async () => {
    await buy()
    const { rawBody, headers } = await world().lastDelivery()
    for (const index of [0, rawBody.length >> 1, rawBody.length - 1]) {
      const changed = Buffer.from(rawBody)
      changed[index] = (changed[index] ?? 0) ^ 1
      expect(world().gateway.verify({ rawBody: changed, headers })).toBe(false)
    }
    expect(world().gateway.verify({ rawBody, headers: new Headers() })).toBe(false)
  })

  it('what is no JSON object is a SyntaxError', () => {
    for (const text of ['', '{', 'null', '[]', '"x"']) {
      const delivery = { rawBody: Buffer.from(text), headers: new Headers() }
      expect(() => world().gateway.understand(delivery)).toThrow(SyntaxError)
    }
  })
}

/** What was made for one order alone. */
function productPromises({ world, newRequest, buy }: Stage): void {
  it('what was made for an order is taken off sale and removed, as often as asked', async () => {
    const { orderProducts, catalogue } = world().gateway
    const { providerProductId: id } = granted(await world().gateway.createCheckout(newRequest(), notNoted))
    if (!orderProducts || id === null) return
    expect(granted(await orderProducts.list()).map((one) => one.providerProductId)).toContain(id)
    expect(granted(await orderProducts.isPaid(id))).toBe(false)
    for (const _ of [1, 2]) granted(await orderProducts.unpublish(id))
    if (catalogue)
      expect(granted(await catalogue.readEntry(id))).toMatchObject({ state: expect.not.stringContaining('on_sale') })
    for (const _ of [1, 2]) granted(await orderProducts.remove(id))
    // Not every provider deletes anything.
    if (catalogue) expect([null, 'archived']).toContain(granted(await catalogue.readEntry(id))?.state ?? null)
    granted(await orderProducts.unpublish(id))
  })

  it('what was paid counts as paid', async () => {
    const { opened } = await buy()
    const { orderProducts } = world().gateway
    if (!orderProducts || opened.providerProductId === null) return
    expect(granted(await orderProducts.isPaid(opened.providerProductId))).toBe(true)
  })
}
