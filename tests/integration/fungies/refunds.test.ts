import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { inTransaction } from '@/lib/db'
import { verifyLedger } from '@/lib/ledger/verify-ledger'
import { enterRefund } from '@/lib/refunds/enter-refund'
import { noteRefundExtent } from '@/lib/refunds/note-refund-extent'
import { listRescue } from '@/lib/rescue/list-rescue'
import { type FungiesShopWorld, openFungiesShopWorld } from '../../support/fungies-shop-world'
import { holdLock } from '../../support/held-points'

let world: FungiesShopWorld
beforeAll(async () => {
  world = await openFungiesShopWorld()
})
afterAll(() => world.stop())
beforeEach(() => world.reset())

async function buyPaid() {
  const bought = await world.buy({ priceMinor: 1_200 })
  return { number: bought.orderNumber, id: await world.pay(bought.url) }
}

const asked = async (number: string) =>
  (await listRescue(world.clock)).filter(
    ({ kind, orderNumber }) => kind === 'refund_amount' && orderNumber === Number(number),
  )

async function enter(number: string, amountText: string) {
  const [payment] = (await world.order(number)).payments
  return enterRefund({ paymentId: payment?.id ?? 0, amountText, clock: world.clock })
}

describe('a refund made in Fungies’ dashboard', () => {
  it.each(['payment_refunded', 'payment_refund'])('of all is recognised by %s, though it says PAID', async (name) => {
    await world.switches({ refund_event: name })
    const { number, id } = await buyPaid()
    await world.refund(id)
    expect(await world.order(number)).toMatchObject({
      status: 'refunded',
      refunds: [{ amountMinor: 1200, state: 'completed', fromShop: false }],
    })
    await world.deliver(id, { event: 'payment_refunded', times: 2 })
    expect((await world.order(number)).refunds).toHaveLength(1)
  })

  it('of all is recognised by the sweep, without a webhook', async () => {
    const { number, id } = await buyPaid()
    await world.switches({ webhook_drop: 'all' })
    await world.refund(id)
    world.clock.forwardMs(120_000)
    await world.sweep()
    expect(await world.order(number)).toMatchObject({ status: 'refunded' })
  })

  it('of a part whose amount is told is recorded to that amount, and so is the next one', async () => {
    await world.switches({ charges: 'on' })
    const { number, id } = await buyPaid()
    await world.refund(id, 200)
    await world.refund(id, 300)
    expect(await world.order(number)).toMatchObject({
      status: 'partially_refunded',
      refunds: [{ amountMinor: 200 }, { amountMinor: 300 }],
    })
    expect(await asked(number)).toEqual([])
  })

  it('of a part, and of all, told at the same moment by two, are together never more than came', async () => {
    const { number, id: providerOrderId } = await buyPaid()
    const orderId = await world.idOf(number)
    const gateway = world.gatewayOf('fungies')
    if (!gateway) throw new Error('there is no Fungies')
    const told = (refundExtent: 'part' | 'whole', refundedMinor: number) =>
      inTransaction((tx) => {
        const payment = { providerOrderId, refundExtent, refundedMinor }
        return noteRefundExtent(tx, { gateway, payment, seenBy: 'sweep', clock: world.clock })
      })
    const held = await holdLock(`select id from orders where id = ${orderId} for update`)
    const both = [told('part', 100)]
    await held.untilWaiting(1)
    both.push(told('whole', 1_200))
    await held.untilWaiting(2)
    await held.release()
    expect(await Promise.all(both)).toEqual([true, true])
    expect(await world.order(number)).toMatchObject({
      status: 'refunded',
      payments: [{ refundedMinor: 1_200 }],
      refunds: [{ amountMinor: 100 }, { amountMinor: 1_100 }],
    })
  })

  it('of a part whose amount nobody tells waits for a person and is never guessed', async () => {
    const { number, id } = await buyPaid()
    await world.refund(id, 450)
    expect(await world.order(number)).toMatchObject({ status: 'paid', refunds: [] })
    expect(await asked(number)).toMatchObject([{ action: { do: 'enter_refund', currency: 'USD' } }])
    expect(await enter(number, '12.00')).toMatchObject({ error: { code: 'bad_amount', leftMinor: 1200 } })
    expect(await enter(number, 'a lot')).toMatchObject({ error: { code: 'bad_amount' } })
    expect(await enter(number, '4,50')).toEqual({ ok: true, value: 450 })
    expect(await enter(number, '4.50')).toMatchObject({ error: { code: 'not_asked' } })
    expect(await world.order(number)).toMatchObject({
      status: 'partially_refunded',
      payments: [{ refundedMinor: 450 }],
    })
    expect(await asked(number)).toEqual([])
  })

  it('of a further part asks again; the same event once more does not; the rest ends it', async () => {
    const { number, id } = await buyPaid()
    await world.refund(id, 450)
    await enter(number, '4.50')
    await world.recheck(number)
    expect(await asked(number)).toEqual([])
    await world.switches({ webhook_copies: 2 })
    await world.refund(id, 100)
    expect(await asked(number)).toHaveLength(1)
    await enter(number, '1.00')
    await world.refund(id)
    expect(await world.order(number)).toMatchObject({ status: 'refunded', payments: [{ refundedMinor: 1200 }] })
    expect(await asked(number)).toEqual([])
  })

  it('of a part that was entered before its event came asks again, and 0 is an answer', async () => {
    const { number, id } = await buyPaid()
    await world.switches({ webhook_drop: 'all' })
    await world.refund(id, 450)
    world.clock.forwardMs(120_000)
    await world.sweep()
    expect(await enter(number, '0')).toMatchObject({ error: { code: 'bad_amount' } })
    await enter(number, '4.50')
    await world.deliver(id, { event: 'payment_refunded' })
    expect(await asked(number)).toMatchObject([{ sentence: expect.stringContaining('$4.50 of it is known here') }])
    expect(await enter(number, '0')).toEqual({ ok: true, value: 0 })
    expect(await asked(number)).toEqual([])
    const { payments, refunds, timeline } = await world.order(number)
    expect({ payments, refunds }).toMatchObject({ payments: [{ refundedMinor: 450 }], refunds: [{ amountMinor: 450 }] })
    expect(timeline.at(-1)).toMatchObject({ actor: 'merchant', text: expect.stringMatching(/no further part/) })
  })

  it('of a part is found by the sweep too, and all of it ends the question', async () => {
    const { number, id } = await buyPaid()
    await world.switches({ webhook_drop: 'all' })
    await world.refund(id, 450)
    world.clock.forwardMs(120_000)
    await world.sweep()
    expect(await asked(number)).toHaveLength(1)
    await world.refund(id)
    await world.recheck(number)
    expect(await world.order(number)).toMatchObject({ status: 'refunded' })
    expect(await asked(number)).toEqual([])
  })
})

describe('a refund of money that no order explained yet', () => {
  /** Two of one price, without webhooks: nobody can say whose each payment is. */
  async function payUnexplained(priceMinor: number) {
    await world.switches({ webhook_drop: 'all', charges: 'on' })
    const [first, second] = [await world.buy({ priceMinor }), await world.buy({ priceMinor })]
    const id = await world.pay(first.url)
    await world.pay(second.url)
    await sweepLater()
    return { number: first.orderNumber, id }
  }

  const sweepLater = async () => {
    world.clock.forwardMs(120_000)
    await world.sweep()
  }

  it('goes to the order with it: paid, refunded in part, told to the buyer', async () => {
    const { number, id } = await payUnexplained(1_311)
    await world.refund(id, 300)
    await sweepLater()
    expect(await world.order(number)).toMatchObject({ status: 'awaiting_payment', refunds: [] })
    await world.deliver(id)
    const order = await world.order(number)
    expect(order).toMatchObject({
      status: 'partially_refunded',
      refundDueMinor: 0,
      payments: [{ refundedMinor: 300, verdict: 'settles' }],
      refunds: [{ amountMinor: 300, state: 'completed' }],
    })
    expect(order.mails.map(({ kind }) => kind).toSorted()).toEqual(['order_paid', 'order_received', 'order_refunded'])
    expect(order.timeline.map(({ text }) => text).join(' ')).toContain('$3.00 of this money had gone back')
    expect((await verifyLedger()).disagreements).toEqual([])
  })

  it('of all leaves an order that is refunded and was never paid', async () => {
    const { number, id } = await payUnexplained(1_312)
    await world.refund(id)
    await sweepLater()
    await world.deliver(id)
    expect(await world.order(number)).toMatchObject({
      status: 'refunded',
      paidAt: null,
      refunds: [{ amountMinor: 1_312, state: 'completed' }],
    })
    expect((await verifyLedger()).disagreements).toEqual([])
  })
})
