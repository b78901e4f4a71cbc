import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { CheckoutNotes, CheckoutRequest, OpenedCheckout } from '@/lib/payments/contract/checkout'
import type { Delivery } from '@/lib/payments/contract/events'
import type { AskedOrder } from '@/lib/payments/contract/payments'
import type { PaymentGateway } from '@/lib/payments/gateway'

/** What goes wrong at any provider's API, and the only codes it may turn into. */
const faults = {
  '400': ['refused'],
  '401': ['unauthorized'],
  '403': ['unauthorized'],
  '404': ['not_found'],
  '429': ['rate_limited'],
  '500': ['provider_error'],
  '502': ['provider_error'],
  '503': ['provider_error'],
  '504': ['provider_error'],
  html: ['unreadable'],
  empty: ['unreadable'],
  cut_json: ['unreadable'],
  redirect: ['unreadable'],
  big_50mb: ['unreadable'],
  reset: ['unreachable'],
  reset_mid_body: ['unreachable'],
  blackhole: ['timeout'],
  slow_body: ['timeout'],
} as const
type Fault = keyof typeof faults
const everyFault = Object.keys(faults) as Fault[]

/** A provider as the contract needs it: its sandbox, and the real adapter before it. */
export type ProviderWorld = {
  gateway: PaymentGateway
  gatewayWith(options: { timeoutMs?: number }): PaymentGateway
  /** Keys and secrets that must never show. */
  secrets: string[]
  /** Pays on the hosted page as a buyer in a country without tax. */
  pay(sessionId: string): Promise<{ providerOrderId: string }>
  /** The newest webhook that the provider sent, byte for byte. */
  lastDelivery(): Promise<Delivery>
  fault(kind: Fault | 'none'): Promise<void>
  reset(): Promise<void>
  stop(): Promise<void>
}

const notebook = {
  position: 1,
  variantId: 71,
  name: 'Pocket notebook (dotted)',
  sku: 'NOTE-DOT',
  quantity: 2,
  unitPriceMinor: 1_500,
  totalMinor: 3_000,
  providerProductId: null,
}
const pen = {
  position: 2,
  variantId: 72,
  name: 'Brass pen',
  sku: 'PEN-BRASS',
  quantity: 1,
  unitPriceMinor: 3_499,
  totalMinor: 3_499,
  providerProductId: null,
}

/** An order of $64.99, two notebooks and a pen, priced by a product of its own. */
export function orderRequest(over: Partial<CheckoutRequest> = {}): CheckoutRequest {
  return {
    orderNumber: '1043',
    attempt: 1,
    nonce: randomUUID(),
    expectedMinor: 6499,
    currency: 'USD',
    customerEmail: 'ada@shop.test',
    successUrl: 'http://shop.test/thank-you/t0ken',
    cancelUrl: 'http://shop.test/checkout/cancelled?order=t0ken',
    product: { kind: 'order', name: 'Pocketshop order 1043', existingProductId: null },
    lines: [notebook, pen],
    discountCode: null,
    ...over,
  }
}

export const notNoted: CheckoutNotes = {
  orderProductMade: async () => undefined,
  lineProductMade: async () => undefined,
}

/** What a provider is asked about an order that was opened there once. */
export const askedAfter = (request: CheckoutRequest, opened: OpenedCheckout): AskedOrder => ({
  orderNumber: request.orderNumber,
  attempts: [
    {
      number: request.attempt,
      nonce: request.nonce,
      sessionId: opened.sessionId,
      providerProductId: opened.providerProductId,
      productIsOurs: request.product.kind === 'order',
      expectedMinor: request.expectedMinor,
      currency: request.currency,
      createdAt: new Date(),
    },
  ],
})

/** The value of an answer that must be one. */
export function granted<Value>(answer: { ok: true; value: Value } | { ok: false; error: unknown }): Value {
  if (!answer.ok) throw new Error(`the call failed: ${JSON.stringify(answer.error)}`)
  return answer.value
}

/** The promises that the shop relies on, whichever provider is behind the gateway. */
export function gatewayContract(name: string, open: () => Promise<ProviderWorld>): void {
  describe(`${name} keeps the promises of a gateway`, () => {
    let world: ProviderWorld
    beforeAll(async () => {
      world = await open()
    })
    afterAll(() => world.stop())
    beforeEach(() => world.reset())

    const requestHere = () => orderRequest(world.gateway.carries === 'line_items' ? { product: { kind: 'lines' } } : {})

    const buy = async (request = requestHere()) => {
      const opened = granted(await world.gateway.createCheckout(request, notNoted))
      return { request, opened, ...(await world.pay(opened.sessionId)) }
    }

    it('an opened checkout is an absolute address, and what was made for it is noted', async () => {
      const made: string[] = []
      const variants: number[] = []
      const opened = granted(
        await world.gateway.createCheckout(requestHere(), {
          orderProductMade: async (id) => void made.push(id),
          lineProductMade: async ({ variantId }) => void variants.push(variantId),
        }),
      )
      expect(new URL(opened.url).protocol).toMatch(/^https?:$/)
      const carriesLines = world.gateway.carries === 'line_items'
      expect(made).toEqual(carriesLines ? [] : [opened.providerProductId])
      expect(variants).toEqual(carriesLines ? [71, 72] : [])
      const { catalogue } = world.gateway
      if (!catalogue || opened.providerProductId === null) return
      expect(granted(await catalogue.readEntry(opened.providerProductId))).toMatchObject({
        priceMinor: 6499,
        currency: 'USD',
        mode: world.gateway.mode,
        state: 'on_sale',
        sale: 'one_time',
        name: 'Pocketshop order 1043',
      })
    })

    it('an unpaid order has no payment', async () => {
      const request = requestHere()
      const opened = granted(await world.gateway.createCheckout(request, notNoted))
      expect(granted(await world.gateway.findPaymentsOf(askedAfter(request, opened)))).toEqual([])
      expect(granted(await world.gateway.listNewestPayments())).toEqual([])
    })

    it('a paid order is found by id, among the newest and by its checkout, to the cent', async () => {
      const { request, opened, providerOrderId } = await buy()
      const figures = {
        providerOrderId,
        mode: world.gateway.mode,
        currency: 'USD',
        grossMinor: 6499,
        preTaxMinor: 6499,
        isRefunded: false,
        isDisputed: false,
      }
      const payment = granted(await world.gateway.lookUpPayment(providerOrderId))
      expect(payment).toMatchObject(figures)
      expect(granted(await world.gateway.listNewestPayments())).toEqual([payment])
      const found = granted(await world.gateway.findPaymentsOf(askedAfter(request, opened)))
      expect(found).toMatchObject([{ ...figures, providerProductId: opened.providerProductId }])
    })

    it('a payment says whose it is wherever the provider promises that', async () => {
      const { request, opened, providerOrderId } = await buy()
      if (!world.gateway.listsReferences) return
      const references = { orderNumber: '1043', nonce: request.nonce, providerProductId: opened.providerProductId }
      expect(granted(await world.gateway.lookUpPayment(providerOrderId))).toMatchObject(references)
      expect(granted(await world.gateway.listNewestPayments())).toMatchObject([references])
    })

    it('a payment of one order is never found for another', async () => {
      const { request } = await buy()
      const other = { ...requestHere(), orderNumber: '1044' }
      const opened = granted(await world.gateway.createCheckout(other, notNoted))
      expect(request.nonce).not.toBe(other.nonce)
      expect(granted(await world.gateway.findPaymentsOf(askedAfter(other, opened)))).toEqual([])
    })

    it('the newest payment is listed first', async () => {
      const first = await buy()
      const second = await buy()
      const newest = granted(await world.gateway.listNewestPayments()).map((one) => one.providerOrderId)
      expect(newest).toEqual([second.providerOrderId, first.providerOrderId])
    })

    it('P27: a payment’s delivery is genuine, names it, and claims its figures in one unit', async () => {
      const { request, opened, providerOrderId } = await buy()
      const delivery = await world.lastDelivery()
      expect(world.gateway.verify(delivery)).toBe(true)
      const event = world.gateway.understand(delivery)
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
      const { rawBody, headers } = await world.lastDelivery()
      for (const index of [0, rawBody.length >> 1, rawBody.length - 1]) {
        const changed = Buffer.from(rawBody)
        changed[index] = (changed[index] ?? 0) ^ 1
        expect(world.gateway.verify({ rawBody: changed, headers })).toBe(false)
      }
      expect(world.gateway.verify({ rawBody, headers: new Headers() })).toBe(false)
    })

    it('what is no JSON object is a SyntaxError', () => {
      for (const text of ['', '{', 'null', '[]', '"x"']) {
        const delivery = { rawBody: Buffer.from(text), headers: new Headers() }
        expect(() => world.gateway.understand(delivery)).toThrow(SyntaxError)
      }
    })

    it.each(['66bb02ffffffffffffffffff', '../users/me', '?page=1', '', 'x'.repeat(5_000)])(
      'nothing is known of a payment, checkout or product called %j',
      async (id) => {
        const { catalogue, orderProducts } = world.gateway
        expect(granted(await world.gateway.lookUpPayment(id))).toBeNull()
        const strange = { url: 'https://pay.test/x', sessionId: id, providerProductId: id }
        expect(granted(await world.gateway.findPaymentsOf(askedAfter(requestHere(), strange)))).toEqual([])
        if (catalogue) expect(granted(await catalogue.readEntry(id))).toBeNull()
        if (orderProducts) expect(granted(await orderProducts.isPaid(id))).toBe(false)
      },
    )

    it('what was made for an order is taken off sale and removed, as often as asked', async () => {
      const { orderProducts, catalogue } = world.gateway
      const { providerProductId: id } = granted(await world.gateway.createCheckout(requestHere(), notNoted))
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
      const { orderProducts } = world.gateway
      if (!orderProducts || opened.providerProductId === null) return
      expect(granted(await orderProducts.isPaid(opened.providerProductId))).toBe(true)
    })

    describe.each(everyFault)('when the API answers with %s', (kind) => {
      const expected = { ok: false, error: { code: expect.stringMatching(faults[kind].join('|')) } }
      // A silent provider is waited for briefly; one that answers may take its time on a busy machine.
      const isSilent = kind === 'blackhole' || kind === 'slow_body'
      const asked = () => (isSilent ? world.gatewayWith({ timeoutMs: 400 }) : world.gateway)

      it('a checkout fails in time, in our words and without a secret', async () => {
        await world.fault(kind)
        const answer = await asked().createCheckout(requestHere(), notNoted)
        expect(answer).toMatchObject(expected)
        for (const secret of world.secrets) expect(JSON.stringify(answer)).not.toContain(secret)
      })

      it('a look-up fails, and nothing is taken for “no such payment” but a 404', async () => {
        await world.fault(kind)
        const answer = await asked().lookUpPayment('66bb02ffffffffffffffffff')
        if (kind === '404') expect(answer).toEqual({ ok: true, value: null })
        else expect(answer).toMatchObject(expected)
        expect(await asked().listNewestPayments()).toMatchObject(expected)
      })

      it('the next call after it works', async () => {
        await world.fault(kind)
        await asked().listNewestPayments()
        await world.fault('none')
        expect(granted(await world.gateway.listNewestPayments())).toEqual([])
      })
    })
  })
}
