import { prisma } from '@/lib/db'
import { toMajor } from '@/lib/shared/money'
import { makeCart, makeProduct, type ProductFacts, testNow } from './factories'
import type { ShopWorld } from './shop-world'

/** What a shopper of the shop world does before paying. */

type Facts = ProductFacts & { quantity?: number }

/** A product, and a cart with some of it. */
export async function fillCart({ quantity = 1, ...facts }: Facts = {}) {
  const product = await makeProduct(facts)
  const cart = await makeCart([{ variantId: product.variantId, quantity }])
  return { ...product, ...cart }
}

/** A cart taken to its payment page. */
export async function buy(world: ShopWorld, facts: Facts = {}) {
  const filled = await fillCart(facts)
  return { ...filled, ...(await checkOut(world, filled.token)) }
}

/** The payment page of a cart that must get one. */
export async function checkOut(world: ShopWorld, ...args: Parameters<ShopWorld['checkout']>) {
  const started = await world.checkout(...args)
  if (!started.ok) throw new Error(`${started.error.code} ${started.error.items}`)
  return started.value
}

/** A product with a twin at the provider, and a cart with one of it. */
export async function fillMappedCart(world: ShopWorld, facts: Facts = {}) {
  const filled = await fillCart(facts)
  const priceMinor = facts.priceMinor ?? 1_200
  const price = toMajor({ amountMinor: priceMinor, currency: 'USD' })
  const twin = await world.api('POST', '/products', { name: 'Twin', price, currency: 'USD', published: true })
  const mapping = await prisma().variantMapping.create({
    data: { variantId: filled.variantId, provider: 'pocketsflow', mode: 'test', providerProductId: twin._id },
  })
  return { ...filled, priceMinor, providerProductId: String(twin._id), mappingId: mapping.id }
}

/** Puts a further line into a cart. */
export const addLine = (cartId: number, variantId: number, quantity = 1) =>
  prisma().cartLine.create({ data: { cartId, variantId, quantity, seenPriceMinor: 1_200, addedAt: testNow } })

export const stockOf = async (variantId: number) =>
  (await prisma().variant.findUniqueOrThrow({ where: { id: variantId } })).stock
