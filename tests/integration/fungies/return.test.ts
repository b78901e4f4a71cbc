import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { prisma } from '@/lib/db'
import { findShopperOrder } from '@/lib/orders/shopper-queries'
import { newToken } from '@/lib/shared/token'
import { type FungiesShopWorld, openFungiesShopWorld } from '../../support/fungies-shop-world'

let world: FungiesShopWorld
beforeAll(async () => {
  world = await openFungiesShopWorld()
})
afterAll(() => world.stop())
beforeEach(() => world.reset())

const ordersPaid = () => prisma().payment.count({ where: { verdict: 'settles', provider: 'fungies' } })

async function opens(answer: Awaited<ReturnType<FungiesShopWorld['comeBack']>>): Promise<string | undefined> {
  if (answer.kind !== 'order') return undefined
  return (await findShopperOrder(answer.token, null, world.clock))?.number
}

describe('a buyer who comes back to the store-wide address', () => {
  it('is led to the own order after the webhook', async () => {
    const bought = await world.buy()
    const id = await world.pay(bought.url)
    expect(await opens(await world.comeBack(id, bought.buyerToken))).toBe(bought.orderNumber)
  })

  it('pays the own order before any webhook, once, and the webhook changes nothing after', async () => {
    await world.switches({ webhook_drop: 1 })
    const bought = await world.buy()
    const id = await world.pay(bought.url)
    expect(await opens(await world.comeBack(id, bought.buyerToken))).toBe(bought.orderNumber)
    expect(await world.order(bought.orderNumber)).toMatchObject({ status: 'paid' })
    await world.deliver(id)
    world.clock.forwardMs(2_000)
    expect(await opens(await world.comeBack(id, bought.buyerToken))).toBe(bought.orderNumber)
    expect((await world.order(bought.orderNumber)).payments).toHaveLength(1)
  })

  it('is told apart from another buyer of the same price by the own sold offer', async () => {
    await world.switches({ webhook_drop: 'all' })
    const mine = await world.buy()
    const theirs = await world.buy()
    const theirId = await world.pay(theirs.url)
    const answer = await world.comeBack(theirId, mine.buyerToken)
    expect(answer).toMatchObject({ kind: 'unclear', open: { number: mine.orderNumber } })
    expect(await world.order(mine.orderNumber)).toMatchObject({ status: 'awaiting_payment', payments: [] })
    expect(await world.order(theirs.orderNumber)).toMatchObject({ status: 'awaiting_payment', payments: [] })
  })

  it('cannot take a payment that another order has', async () => {
    const theirs = await world.buy()
    const theirId = await world.pay(theirs.url)
    const mine = await world.buy()
    expect(await world.comeBack(theirId, mine.buyerToken)).toMatchObject({ kind: 'unclear' })
    expect(await world.order(mine.orderNumber)).toMatchObject({ status: 'awaiting_payment', payments: [] })
  })

  it.each([null, 'nobody-knows-this', '../users/me'])('with %j in the address changes nothing', async (id) => {
    const bought = await world.buy()
    const before = await ordersPaid()
    expect(await world.comeBack(id, bought.buyerToken)).toMatchObject({
      open: { number: bought.orderNumber, isOnly: true },
    })
    expect(await world.comeBack(id, newToken())).toEqual({ kind: 'unclear', open: null })
    expect(await world.comeBack(id, null)).toEqual({ kind: 'unclear', open: null })
    expect(await ordersPaid()).toBe(before)
  })

  it('with two orders waiting is not told which of them it was', async () => {
    const first = await world.buy()
    const second = await world.buy({}, first.buyerToken)
    const answer = await world.comeBack('nobody-knows-this', first.buyerToken)
    expect(answer).toMatchObject({ kind: 'unclear', open: { number: second.orderNumber, isOnly: false } })
  })

  it.each([
    ['another amount', { amount_offset_minor: 1, wrong_in: 'api' }],
    ['an API that is down', { api_fault: '503' }],
    ['an order that is not shown yet', { order_visible_after_ms: 60_000 }],
    ['an offer that does not show that it was sold', { sold_items_late: 'on' }],
  ])('waits on the own order’s page with %s', async (_what, switches) => {
    await world.switches({ webhook_drop: 'all' })
    const bought = await world.buy()
    await world.switches(switches)
    const id = await world.pay(bought.url)
    const answer = await world.comeBack(id, bought.buyerToken)
    expect(answer).toMatchObject({ kind: 'unclear', open: { number: bought.orderNumber } })
    expect(await world.order(bought.orderNumber)).toMatchObject({ status: 'awaiting_payment', payments: [] })
  })
})
