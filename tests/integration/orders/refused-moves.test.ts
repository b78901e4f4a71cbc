import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { prisma } from '@/lib/db'
import { cancelOrder } from '@/lib/orders/cancel-order'
import { markPaidByHand } from '@/lib/settlement/mark-paid'
import { makeMerchant } from '@/tests/support/merchants'
import { openShopWorld, type ShopWorld } from '@/tests/support/shop-world'
import { buy } from '@/tests/support/shopping'

let world: ShopWorld
let merchantId: number

beforeAll(async () => {
  world = await openShopWorld()
  merchantId = (await makeMerchant()).id
})
afterAll(() => world.stop())

describe('a move that a merchant asked for and that is refused stands in the story', () => {
  const lastOf = async (orderNumber: string) => (await world.order(orderNumber)).timeline.at(-1)
  const refusal = (text: string) => ({ kind: 'refused', actor: 'merchant', merchantId, toStatus: null, text })

  async function paidOrder(facts: { stock?: number } = {}) {
    const bought = await buy(world, facts)
    await world.pay(bought.url)
    return { ...bought, orderId: (await world.order(bought.orderNumber)).id }
  }

  const asked = (orderId: number) => ({ orderId, merchantId, reason: 'they asked', clock: world.clock })

  it('to cancel a paid order', async () => {
    const { orderId, orderNumber } = await paidOrder()
    expect(await cancelOrder(asked(orderId))).toMatchObject({ ok: false })
    expect(await lastOf(orderNumber)).toMatchObject(refusal('Not cancelled: from paid it cannot become cancelled.'))
  })

  it('to mark a refunded order as paid', async () => {
    const { orderNumber } = await buy(world)
    const { id: orderId } = await world.order(orderNumber)
    await prisma().order.update({ where: { id: orderId }, data: { status: 'refunded' } })
    expect(await markPaidByHand(asked(orderId))).toMatchObject({ ok: false })
    expect(await lastOf(orderNumber)).toMatchObject(refusal('Not marked as paid: from refunded it cannot become paid.'))
  })

  it('to mark an order as paid whose goods are gone', async () => {
    const bought = await buy(world, { stock: 1 })
    const { id: orderId } = await world.order(bought.orderNumber)
    await cancelOrder(asked(orderId))
    await prisma().variant.update({ where: { id: bought.variantId }, data: { stock: 0 } })
    expect(await markPaidByHand(asked(orderId))).toEqual({ ok: false, error: { code: 'sold_out' } })
    expect(await lastOf(bought.orderNumber)).toMatchObject(refusal('Not marked as paid: its goods are sold out.'))
  })

  it('but not what was done already', async () => {
    const { orderId, orderNumber } = await paidOrder()
    const { length } = (await world.order(orderNumber)).timeline
    expect(await markPaidByHand(asked(orderId))).toEqual({ ok: false, error: { code: 'already_paid' } })
    expect((await world.order(orderNumber)).timeline).toHaveLength(length)
  })
})
