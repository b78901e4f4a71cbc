import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { gatewayContract } from './gateway-contract'
import { openPocketsflowWorld, type PocketsflowWorld } from './pocketsflow-world'
import { askedAfter, granted, notNoted, orderRequest } from './provider-world'

gatewayContract('Pocketsflow', openPocketsflowWorld)

let world: PocketsflowWorld
beforeAll(async () => {
  world = await openPocketsflowWorld()
})
afterAll(() => world.stop())
beforeEach(() => world.reset())

const gateway = () => world.gateway

async function buy(payer: { country?: string } = {}, request = orderRequest()) {
  const opened = granted(await gateway().createCheckout(request, notNoted))
  return { request, opened, ...(await world.pay(opened.sessionId, payer)) }
}

describe('what an order shows', () => {
  it.each([
    ['bare', { order_get: 'bare' }],
    ['wrapped', { order_get: 'wrapped' }],
    ['with tax, gross with it', { tax: 'added', tax_percent: 10 }],
    ['with tax, gross without it', { tax: 'added', tax_percent: 10, order_gross: 'before_tax' }],
    ['with tax, the amount before it left out', { tax: 'added', tax_percent: 10, order_before_tax: 'off' }],
  ])('%s, the figures are the same', async (_, switches: Record<string, unknown>) => {
    await world.switches(switches)
    const { providerOrderId } = await buy()
    const taxMinor = switches.tax === 'added' ? 650 : 0
    const figures = { grossMinor: 6499 + taxMinor, preTaxMinor: 6499, taxMinor }
    expect(granted(await gateway().lookUpPayment(providerOrderId))).toMatchObject(figures)
    expect(granted(await gateway().listNewestPayments())).toMatchObject([figures])
  })

  it('without metadata it names no order of ours, and the product still finds it', async () => {
    await world.switches({ get_metadata: 'off', list_metadata: 'off' })
    const { providerOrderId, request, opened } = await buy()
    const nameless = { providerOrderId, orderNumber: null, nonce: null, grossMinor: 6499 }
    expect(granted(await gateway().lookUpPayment(providerOrderId))).toMatchObject(nameless)
    expect(granted(await gateway().findPaymentsOf(askedAfter(request, opened)))).toMatchObject([nameless])
  })

  it('metadata may be on the order and not on the list', async () => {
    await world.switches({ list_metadata: 'off' })
    const { providerOrderId } = await buy()
    expect(granted(await gateway().lookUpPayment(providerOrderId))).toMatchObject({ orderNumber: '1043' })
    expect(granted(await gateway().listNewestPayments())).toMatchObject([{ orderNumber: null }])
  })

  it('a wrong amount and a wrong currency are told as they are', async () => {
    await world.switches({ amount_offset_minor: -1, currency_override: 'eur' })
    const { providerOrderId } = await buy()
    expect(granted(await gateway().lookUpPayment(providerOrderId))).toMatchObject({ grossMinor: 6498, currency: 'EUR' })
  })

  it('refunds and disputes show', async () => {
    const { providerOrderId } = await buy()
    await world.control('POST', `/orders/${providerOrderId}/refund`, {})
    await world.control('POST', `/orders/${providerOrderId}/dispute`, {})
    expect(granted(await gateway().lookUpPayment(providerOrderId))).toMatchObject({
      isRefunded: true,
      isDisputed: true,
    })
  })

  it('an order with an amount that cannot be read is no payment, and hides no other', async () => {
    const { providerOrderId } = await buy()
    await world.switches({ order_overrides: { grossAmount: 'lots' } })
    expect(await gateway().lookUpPayment(providerOrderId)).toMatchObject({ error: { code: 'unreadable' } })
    expect(await gateway().listNewestPayments()).toMatchObject({ error: { code: 'unreadable' } })
  })
})

describe('lists', () => {
  it('P25: a page that is capped without a word, shifted and doubled still yields each payment of a product once', async () => {
    const product = await world.sdk.products.create({ name: 'Mapped', price: 64.99 })
    const request = orderRequest({ product: { kind: 'mapped', providerProductId: product._id } })
    const paid = [await buy({}, request), await buy({}, request), await buy({}, request)].map(
      (one) => one.providerOrderId,
    )
    await buy()
    await world.switches({ page_size_cap: 2, list_shift: -1 })
    const opened = { sessionId: 'cs_1', url: 'https://pay.test', providerProductId: product._id }
    const listed = granted(await gateway().findPaymentsOf(askedAfter(request, opened)))
    const found = listed.map((one) => one.providerOrderId)
    expect(found.toSorted()).toEqual(paid.toSorted())
    await world.switches({ page_size_cap: 100, list_shift: 0, list_duplicates: 'on' })
    expect(granted(await gateway().listNewestPayments())).toHaveLength(4)
  })

  it('the payments of a time come page by page, with what is known of the rest', async () => {
    const startedAt = new Date()
    const paid = [await buy(), await buy(), await buy()].map((one) => one.providerOrderId).toReversed()
    await world.switches({ page_size_cap: 2 })
    const pages = []
    for (const page of [1, 2, 3]) pages.push(granted(await gateway().listPayments({ from: startedAt, to: null, page })))
    expect(pages.flatMap(({ payments }) => payments.map((one) => one.providerOrderId))).toEqual(paid)
    expect(pages).toMatchObject([
      { entryCount: 2, totalCount: 3, hasMore: true },
      { entryCount: 1, totalCount: 3, hasMore: false },
      { entryCount: 0, totalCount: 3, hasMore: false },
    ])
    const oldest = pages[1]?.payments[0]?.createdAt ?? null
    const upTo = granted(await gateway().listPayments({ from: startedAt, to: oldest, page: 1 }))
    expect(upTo.payments.at(-1)?.providerOrderId).toBe(paid.at(-1))
  })

  it('the newest payments take one call', async () => {
    await buy()
    const before = (await world.calls()).length
    granted(await gateway().listNewestPayments())
    expect((await world.calls()).slice(before)).toEqual([expect.stringMatching(/^GET \/orders/)])
  })
})

describe('every form of a delivery names the payment and keeps its unit', () => {
  it.each([
    ['A', 'major', 'amount+amountBeforeTax+tax.amount'],
    ['A_minor', 'minor', 'amount+amountBeforeTax+tax.amount'],
    ['A_no_event', 'major', null],
    ['A_bare', 'major', null],
    ['B', 'minor', null],
    ['enveloped', 'major', 'event.data.amount+event.data.amountBeforeTax+event.data.tax.amount'],
  ] as const)('form %s speaks %s units', async (payload_form, unit, shape) => {
    await world.switches({ payload_form, tax: 'added', tax_percent: 10 })
    const { providerOrderId, opened } = await buy()
    const delivery = await world.lastDelivery()
    expect(gateway().verify(delivery)).toBe(true)
    const event = gateway().understand(delivery)
    if (event.kind !== 'payment_completed') throw new Error(`the event is ${event.kind}`)
    expect(event.claims).toMatchObject({
      providerOrderId,
      providerProductId: payload_form === 'B' ? null : opened.providerProductId,
      orderNumber: payload_form === 'A_bare' ? null : '1043',
      shape,
    })
    expect(event.claims.amountsIn(unit)?.grossMinor).toBe(7149)
    expect(event.claims.amountsIn(unit === 'minor' ? 'major' : 'minor')?.grossMinor).not.toBe(7149)
  })

  it.each(['A', 'A_no_event', 'A_bare', 'B'])('form %s is understood without its header', async (payload_form) => {
    await world.switches({ payload_form, webhook_event_header: 'off' })
    const { providerOrderId } = await buy()
    const event = gateway().understand(await world.lastDelivery())
    expect(event).toMatchObject({ kind: 'payment_completed', claims: { providerOrderId } })
  })

  it.each(['with_object', 'order_shape'])('a refund %s names the payment', async (refund_form) => {
    const { providerOrderId } = await buy()
    await world.switches({ refund_form })
    await world.control('POST', `/orders/${providerOrderId}/refund`, {})
    const isRefund = async () => gateway().understand(await world.lastDelivery())
    await expect.poll(isRefund).toMatchObject({ kind: 'payment_refunded', providerOrderId })
  })
})
