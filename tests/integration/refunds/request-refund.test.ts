import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { expectBooksAgree } from '@/tests/support/endings'
import { makeProduct } from '@/tests/support/factories'
import { makeMerchant } from '@/tests/support/merchants'
import { providerRefunds, refund, refundsOf } from '@/tests/support/refunds'
import { openShopWorld, type ShopWorld } from '@/tests/support/shop-world'
import { addLine, buy, checkOut, fillCart, stockOf } from '@/tests/support/shopping'

let world: ShopWorld

beforeAll(async () => {
  world = await openShopWorld()
})
beforeEach(() => world.switches({ tax: 'added', tax_percent: 10 }))
afterEach(async () => {
  await expectBooksAgree(world)
  await world.reset()
})
afterAll(() => world.stop())

/** Two lines, 2 × $10.01 and 1 × $5.00, paid with 10 % tax: $27.52. */
async function paidOrder() {
  const filled = await fillCart({ priceMinor: 1_001, quantity: 2, stock: 10 })
  const second = await makeProduct({ priceMinor: 500, stock: 10 })
  await addLine(filled.cartId, second.variantId)
  const { orderNumber, url } = await checkOut(world, filled.token)
  await world.pay(url)
  const order = await world.order(orderNumber)
  const [first, other] = order.lines.toSorted((a, b) => a.position - b.position)
  if (!first || !other) throw new Error('the order has not two lines')
  return {
    id: order.id,
    number: orderNumber,
    lineIds: [first.id, other.id] as const,
    variantIds: [filled.variantId, second.variantId] as const,
  }
}

const amounts = (rows: { amountMinor: number }[]) => rows.map(({ amountMinor }) => amountMinor)

describe('a refund that a merchant asks for', () => {
  it('of all gives back the gross, restocks once, and is mailed once', async () => {
    const order = await paidOrder()
    expect(await stockOf(order.variantIds[0])).toBe(8)
    const asked = await refund(world, order.id, { kind: 'whole' }, { restock: true })
    expect(asked).toMatchObject({ ok: true, value: [{ state: 'completed', amountMinor: 2_752 }] })
    const after = await world.order(order.number)
    expect(after).toMatchObject({ status: 'refunded', stockState: 'released', payments: [{ refundedMinor: 2_752 }] })
    expect(after.mails.filter(({ kind }) => kind === 'order_refunded')).toHaveLength(1)
    expect([await stockOf(order.variantIds[0]), await stockOf(order.variantIds[1])]).toEqual([10, 10])
    expect(await providerRefunds(world)).toMatchObject([{ amount: 27.52, status: 'completed' }])
    expect(after.timeline.at(-1)).toMatchObject({ kind: 'refunded', fromStatus: 'paid', toStatus: 'refunded' })
  })

  it('in parts and then the rest comes to the gross exactly', async () => {
    const order = await paidOrder()
    await refund(world, order.id, { kind: 'amount', amountMinor: 1 })
    expect(await world.order(order.number)).toMatchObject({ status: 'partially_refunded' })
    await refund(world, order.id, { kind: 'amount', amountMinor: 999 })
    expect(await world.order(order.number)).toMatchObject({ status: 'partially_refunded' })
    await refund(world, order.id, { kind: 'whole' })
    expect(await world.order(order.number)).toMatchObject({ status: 'refunded', payments: [{ refundedMinor: 2_752 }] })
    expect(amounts(await refundsOf(order.id))).toEqual([1, 999, 1_752])
    expect((await world.order(order.number)).mails.filter(({ kind }) => kind === 'order_refunded')).toHaveLength(3)
    expect(await refund(world, order.id, { kind: 'whole' })).toEqual({
      ok: false,
      error: { code: 'nothing_refundable' },
    })
  })

  it('by line gives back each line’s share of the tax; all lines come to the gross', async () => {
    const order = await paidOrder()
    const [first, other] = order.lineIds
    const byLine = (lineId: number, quantity: number) =>
      refund(world, order.id, { kind: 'lines', lines: [{ lineId, quantity }] }, { restock: true })
    await byLine(first, 1)
    await byLine(other, 1)
    expect(await world.order(order.number)).toMatchObject({ status: 'partially_refunded' })
    await byLine(first, 1)
    expect(await world.order(order.number)).toMatchObject({ status: 'refunded' })
    expect(amounts(await refundsOf(order.id))).toEqual([1_101, 550, 1_101])
    expect([await stockOf(order.variantIds[0]), await stockOf(order.variantIds[1])]).toEqual([10, 10])
    expect(await byLine(first, 1)).toEqual({ ok: false, error: { code: 'too_many_units', leftUnits: 0 } })
  })

  it('above what is left is refused, and nothing is sent', async () => {
    const order = await paidOrder()
    const more = await refund(world, order.id, { kind: 'amount', amountMinor: 2_753 })
    expect(more).toEqual({ ok: false, error: { code: 'exceeds', maxMinor: 2_752 } })
    expect([await refundsOf(order.id), await providerRefunds(world)]).toEqual([[], []])
  })

  it('asked for twice with one form is one refund', async () => {
    const order = await paidOrder()
    const once = () =>
      refund(world, order.id, { kind: 'amount', amountMinor: 500 }, { requestKey: 'one-form-one-refund' })
    const answers = await Promise.all([once(), once(), once()])
    answers.push(await once())
    expect(new Set(answers.map((answer) => answer.ok && answer.value[0]?.id)).size).toBe(1)
    expect(await providerRefunds(world)).toHaveLength(1)
  })

  it('by two merchants at once never exceeds what was paid', async () => {
    const order = await paidOrder()
    const colleague = await makeMerchant()
    const answers = await Promise.all([
      refund(world, order.id, { kind: 'amount', amountMinor: 2_000 }),
      refund(world, order.id, { kind: 'amount', amountMinor: 2_000 }, { merchantId: colleague.id }),
    ])
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
    expect(answers.find(({ ok }) => !ok)).toMatchObject({ error: { code: 'exceeds', maxMinor: 752 } })
    expect(await providerRefunds(world)).toHaveLength(1)
  })

  it('of a payment that is one too many leaves the order paid and nothing due', async () => {
    await world.switches({ session_reuse: 'on' })
    const bought = await buy(world, { stock: 5 })
    await world.pay(bought.url)
    await world.pay(bought.url)
    const before = await world.order(bought.orderNumber)
    const second = before.payments.find(({ verdict }) => verdict === 'duplicate')
    expect(before).toMatchObject({ status: 'paid', refundDueMinor: 1_320 })
    await refund(world, before.id, { kind: 'whole', paymentId: second?.id ?? 0 }, { restock: true })
    expect(await world.order(bought.orderNumber)).toMatchObject({ status: 'paid', refundDueMinor: 0 })
    expect(await stockOf(bought.variantId)).toBe(4)
  })
})
