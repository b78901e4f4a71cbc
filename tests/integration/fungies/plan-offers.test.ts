import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { prisma } from '@/lib/db'
import { tidyOrderProducts } from '@/lib/reconciliation/tidy-products'
import { tidyStrayProducts } from '@/lib/reconciliation/tidy-strays'
import { type FungiesShopWorld, openFungiesShopWorld } from '@/tests/support/fungies-shop-world'
import { fillMonthlyCart, openCalendar, subscribeAtFungies } from '@/tests/support/subscriptions'

let world: FungiesShopWorld
const calendar = openCalendar(() => world)

beforeAll(async () => {
  world = await openFungiesShopWorld()
})
afterEach(async () => {
  await prisma().orderProduct.deleteMany()
  await calendar.reset()
})
afterAll(() => world.stop())

const deps = () => ({ clock: world.clock, gateway: () => world.gateway })
const tidy = () => tidyOrderProducts(deps())

async function offerOf(orderNumber: string) {
  const [made] = (await world.order(orderNumber)).orderProducts
  if (!made) throw new Error('no offer was noted for the order')
  const { offer } = await world.api<{ offer: { status: string } }>('GET', `/offers/${made.providerProductId}`)
  return { id: made.providerProductId, status: offer.status, state: made.state }
}

async function openUnpaid() {
  const cart = await fillMonthlyCart()
  return { ...cart, ...(await world.checkOut(cart.token)) }
}

describe('the offer of a subscription at Fungies', () => {
  it('is archived once its order ran out and nobody bought it', async () => {
    const { orderNumber } = await openUnpaid()
    expect(await tidy()).toBe(0)
    await calendar.passDays(2)
    expect(await tidy()).toBe(0)
    await world.sweep()
    expect((await world.order(orderNumber)).status).toBe('expired')
    expect(await tidy()).toBe(1)
    expect(await offerOf(orderNumber)).toMatchObject({ status: 'ARCHIVED', state: 'deleted' })
  })

  it('stays on sale when it was bought: its renewals go on by it', async () => {
    const { orderNumber } = await subscribeAtFungies(world)
    expect((await world.order(orderNumber)).status).toBe('paid')
    await calendar.passDays(40)
    expect(await tidy()).toBe(0)
    expect(await tidyStrayProducts(deps(), 'test')).toBe(0)
    expect(await offerOf(orderNumber)).toMatchObject({ status: 'OPEN', state: 'live' })
  })

  it('stays on sale when it was bought and nobody told', async () => {
    await world.switches({ webhook_drop: 'all' })
    const { orderNumber } = await subscribeAtFungies(world)
    await prisma().order.updateMany({ where: { number: Number(orderNumber) }, data: { status: 'expired' } })
    await calendar.passDays(2)
    expect(await tidy()).toBe(1)
    expect(await offerOf(orderNumber)).toMatchObject({ status: 'OPEN', state: 'live' })
    expect(await tidy()).toBe(0)
  })

  it('is used again for another page of the same order', async () => {
    const { token, orderNumber } = await openUnpaid()
    const first = await offerOf(orderNumber)
    await prisma().attempt.updateMany({ data: { liveOrderId: null, state: 'superseded' } })
    expect((await world.checkOut(token)).orderNumber).toBe(orderNumber)
    expect(await offerOf(orderNumber)).toEqual(first)
    expect((await world.order(orderNumber)).attempts).toHaveLength(2)
  })

  it('is archived as well when it was left behind by a crash', async () => {
    const { orderNumber } = await openUnpaid()
    const { id } = await offerOf(orderNumber)
    await prisma().orderProduct.deleteMany()
    await calendar.passDays(2)
    expect(await tidyStrayProducts(deps(), 'test')).toBe(1)
    const { offer } = await world.api<{ offer: { status: string } }>('GET', `/offers/${id}`)
    expect(offer.status).toBe('ARCHIVED')
  })
})
