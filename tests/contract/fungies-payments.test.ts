import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { CheckoutRequest } from '@/lib/payments/contract/checkout'
import { buyOrder, type FungiesWorld, openFungiesWorld, openOrder } from './fungies-world'
import { askedAfter, granted } from './provider-world'

let world: FungiesWorld
beforeAll(async () => {
  world = await openFungiesWorld()
})
afterAll(() => world.stop())
beforeEach(() => world.reset())

const open = (over: Partial<CheckoutRequest> = {}) => openOrder(world, over)
const buy = (over: Partial<CheckoutRequest> = {}) => buyOrder(world, over)

describe('what was paid', () => {
  it('brings the provider’s own numbers, tax and fee', async () => {
    await world.sandbox.switches({ tax: 'added', tax_percent: 10 })
    const { providerOrderId } = await buy()
    const payment = granted(await world.gateway.lookUpPayment(providerOrderId))
    expect(payment).toMatchObject({ grossMinor: 7149, preTaxMinor: 6499, taxMinor: 650, feeMinor: 407 })
    const labels = payment?.details?.map(({ label }) => label)
    expect(labels).toEqual([
      'Fungies order',
      'Order id',
      'Payment',
      'Payment id',
      'Payment type',
      'Invoice',
      'Tax',
      'Fee',
    ])
  })

  it('is not known by an order’s number', async () => {
    const { providerOrderId } = await buy()
    const { orders } = await world.sandbox.control<{ orders: { _id: string; number: string }[] }>('GET', '/orders')
    const number = orders.find((order) => order._id === providerOrderId)?.number ?? ''
    expect(granted(await world.gateway.lookUpPayment(number))).toBeNull()
  })

  it('is decided by the payment, not by an order whose status somebody overwrote', async () => {
    const { opened } = await open()
    await world.sandbox.control('POST', `/elements/${opened.sessionId}/decline`)
    const { orders } = await world.sandbox.control<{ orders: { _id: string }[] }>('GET', '/orders')
    const id = orders[0]?._id ?? ''
    await world.sandbox.api('PATCH', `/orders/${id}/update`, { status: 'PAID' })
    expect(granted(await world.gateway.lookUpPayment(id))).toBeNull()
    expect(granted(await world.gateway.listNewestPayments())).toEqual([])
  })

  it('is refunded in part or as a whole, by the status; a part’s amount only where it is told', async () => {
    const { providerOrderId } = await buy()
    const refund = (amountMinor?: number) =>
      world.sandbox.control('POST', `/orders/${providerOrderId}/refund`, { amountMinor })
    await refund(499)
    const look = async () => granted(await world.gateway.lookUpPayment(providerOrderId))
    expect(await look()).toMatchObject({ isRefunded: true, refundExtent: 'part', refundedMinor: null })
    await world.sandbox.switches({ charges: 'on' })
    expect(await look()).toMatchObject({ refundExtent: 'part', refundedMinor: 499 })
    await refund()
    expect(await look()).toMatchObject({ refundExtent: 'whole', refundedMinor: 6499 })
  })
})

describe('a payment that no webhook told of', () => {
  const find = async (one: Awaited<ReturnType<typeof open>>, beside = {}) =>
    granted(
      await world.gateway.findPaymentsOf({
        ...askedAfter(one.request, one.opened),
        beside: async () => ({ own: [], takenIds: [], rivals: [], ...beside }),
      }),
    ).map((payment) => payment.providerOrderId)

  it('is linked only by the sold offer: two alike need to be told apart by what others have', async () => {
    const first = await buy()
    const second = await buy({ orderNumber: '1044', nonce: 'second-nonce' })
    expect(await find(first)).toEqual([])
    expect(await find(first, { takenIds: [second.providerOrderId] })).toEqual([first.providerOrderId])
  })

  it('is nobody’s while another order’s offer is sold at the same price', async () => {
    const first = await buy()
    const second = await buy({ orderNumber: '1044', nonce: 'second-nonce' })
    const rivals = [{ providerProductId: second.opened.providerProductId, expectedMinor: 6499, currency: 'USD' }]
    expect(await find(first, { takenIds: [second.providerOrderId], rivals })).toEqual([])
    const unsold = await open({ orderNumber: '1045', nonce: 'third-nonce' })
    const others = [{ ...rivals[0], providerProductId: unsold.opened.providerProductId }]
    expect(await find(first, { takenIds: [second.providerOrderId], rivals: others })).toEqual([first.providerOrderId])
  })

  it.each([
    ['another amount', { amount_offset_minor: 1, wrong_in: 'api' }],
    ['another currency', { currency_override: 'EUR', wrong_in: 'api' }],
    ['an offer that does not show that it was sold', { sold_items_late: 'on' }],
    ['an order that is not shown yet', { order_visible_after_ms: 60_000 }],
  ])('is not linked with %s', async (_what, switches) => {
    await world.sandbox.switches(switches)
    expect(await find(await buy())).toEqual([])
  })

  it.each([
    [{ order_payment: 'by_itself' }],
    [{ order_payment: 'never' }],
    [{ order_tax: 'order' }],
    [{ order_tax: 'payment', order_payment: 'never' }],
  ])('brings its payment’s id, tax and fee wherever these are told: %j', async (switches) => {
    await world.sandbox.switches({ ...switches, tax: 'added', tax_percent: 10 })
    const one = await buy()
    const [payment] = granted(await world.gateway.findPaymentsOf(askedAfter(one.request, one.opened)))
    expect(payment).toMatchObject({ preTaxMinor: 6499, taxMinor: 650, feeMinor: 407 })
    expect(payment?.details?.map(({ label }) => label)).toContain('Payment type')
  })

  it('is not linked by the word of an order alone, which anybody with a key may write', async () => {
    await world.sandbox.switches({ order_payment: 'never' })
    const one = await open()
    await world.sandbox.control('POST', `/elements/${one.opened.sessionId}/decline`)
    const { orders } = await world.sandbox.control<{ orders: { _id: string }[] }>('GET', '/orders')
    await world.sandbox.api('PATCH', `/orders/${orders[0]?._id}/update`, { status: 'PAID' })
    await world.sandbox.control('POST', `/offers/${one.opened.providerProductId}`, { soldItems: 1 })
    expect(await find(one)).toEqual([])
  })

  it('of its own is told again as it is now', async () => {
    const one = await buy()
    const own = [{ providerOrderId: one.providerOrderId, providerProductId: one.opened.providerProductId }]
    expect(await find(one, { own })).toEqual([one.providerOrderId])
    expect((await world.calls()).filter((call) => call === 'GET /orders/list')).toEqual([])
  })
})

it('pages of a time go on where a shorter page ended', async () => {
  const startedAt = new Date(Date.now() - 1_000)
  const paid = []
  for (const orderNumber of ['1043', '1044', '1045']) paid.unshift((await buy({ orderNumber })).providerOrderId)
  await world.sandbox.switches({ page_size_cap: 2 })
  const seen = []
  for (const page of [1, 2, 3]) {
    const { payments } = granted(await world.gateway.listPayments({ from: startedAt, to: null, page }))
    seen.push(...payments.map((payment) => payment.providerOrderId))
  }
  expect(seen).toEqual(paid)
})

it('subscriptions are listed to the last one, however short their pages', async () => {
  const plan = { name: 'Paper post', interval: 'month', trialDays: 0, priceMinor: 900, providerOfferId: null } as const
  for (const orderNumber of ['1043', '1044', '1045'])
    await buy({ orderNumber, product: { kind: 'plan', plan, existingProductId: null } })
  await world.sandbox.switches({ page_size_cap: 2 })
  const pages = []
  for (const page of [1, 2]) pages.push(granted(await world.gateway.subscriptions.list(page)))
  expect(pages.flatMap(({ subscriptions }) => subscriptions)).toHaveLength(3)
  expect(pages[0]?.hasMore).toBe(true)
})
