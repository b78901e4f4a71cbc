import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { noteTheirName, removeMapping, takeTheirPrice } from '@/lib/catalog-sync/cure-drift'
import { prisma } from '@/lib/db'
import { begin, workOn } from '@/tests/support/catalogue'
import { openShopWorld, type ShopWorld } from '@/tests/support/shop-world'
import { checkOut, fillMappedCart } from '@/tests/support/shopping'

let world: ShopWorld

beforeAll(async () => {
  world = await openShopWorld()
})
afterEach(async () => {
  await world.reset()
  await prisma().catalogueRun.deleteMany()
  await prisma().variantMapping.deleteMany()
})
afterAll(() => world.stop())

const pocketsflow = { provider: 'pocketsflow', mode: 'test' } as const

async function drift(change: Record<string, unknown>) {
  const cart = await fillMappedCart(world)
  await workOn(world, await begin(world, 'check'))
  await world.control('POST', `/products/${cart.providerProductId}`, change)
  await workOn(world, await begin(world, 'check'))
  return { ...cart, mapped: { ...pocketsflow, variantId: cart.variantId } }
}

const priceOf = async (variantId: number) =>
  (await prisma().variant.findUniqueOrThrow({ where: { id: variantId } })).priceMinor

it('the price there, once taken, is the price of the next checkout', async () => {
  const { token, variantId, mapped, slug, providerProductId } = await drift({ price: 13 })
  expect(await world.checkout(token)).toMatchObject({ error: { code: 'price_in_doubt' } })
  expect(await takeTheirPrice(mapped, 1_300, world.clock)).toBe(slug)
  expect(await priceOf(variantId)).toBe(1_300)
  const started = await checkOut(world, token)
  expect(await world.order(started.orderNumber)).toMatchObject({ totalMinor: 1_300, attempts: [{ providerProductId }] })
})

it('a price that is not the one the merchant read is not taken', async () => {
  const { variantId, mapped } = await drift({ price: 13 })
  expect(await takeTheirPrice(mapped, 1_299, world.clock)).toBeNull()
  expect(await priceOf(variantId)).toBe(1_200)
})

it.each([
  ['another currency', { price: 13, currency: 'EUR' }],
  ['no price at all', { price: 0 }],
])('a price of %s is not taken', async (_, change) => {
  const { variantId, mapped } = await drift(change)
  expect(await takeTheirPrice(mapped, 1_300, world.clock)).toBeNull()
  expect(await priceOf(variantId)).toBe(1_200)
})

it('a name is told until the merchant knows it', async () => {
  const { mapped } = await drift({ name: 'Triplet' })
  await noteTheirName(mapped)
  expect(await prisma().variantMapping.findFirst()).toMatchObject({ knownName: 'Triplet', checkedName: 'Triplet' })
})

it('a variant that is disconnected is sold as an order’s total', async () => {
  const { token, mapped } = await drift({ price: 13 })
  await removeMapping(mapped)
  const started = await checkOut(world, token)
  expect(await world.order(started.orderNumber)).toMatchObject({
    totalMinor: 1_200,
    attempts: [{ productIsOurs: true }],
  })
})
