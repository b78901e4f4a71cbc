import type { BrowserContext } from '@playwright/test'
import { startCheckout } from '@/lib/checkout/start-checkout'
import { systemClock } from '@/lib/clock'
import { prisma } from '@/lib/db'
import type { ProviderId } from '@/lib/payments/contract/provider-id'
import { newToken } from '@/lib/shared/token'
import { makeCart, testAddress } from '../factories'
import { world } from './world'

type Wish = { sku: string; quantity?: number; email: string; provider?: ProviderId; buyerToken?: string }

export type PlacedOrder = { number: string; url: string; cartToken: string; buyerToken: string; email: string }

/** A cart with these things in it. @returns the token that its browser would hold */
export async function fillCart(wishes: Pick<Wish, 'sku' | 'quantity'>[]): Promise<string> {
  const lines = wishes.map(async ({ sku, quantity = 1 }) => {
    const { id, priceMinor } = await prisma().variant.findUniqueOrThrow({ where: { sku } })
    return { variantId: id, quantity, seenPriceMinor: priceMinor }
  })
  return (await makeCart(await Promise.all(lines))).token
}

/** An order on its way to the payment page, placed by the shop's own code, for stories that begin there. */
export async function placeOrder({
  email,
  provider = 'pocketsflow',
  buyerToken = newToken(),
  ...wish
}: Wish): Promise<PlacedOrder> {
  const cartToken = await fillCart([wish])
  const contact = { email, name: 'Ada Lovelace', address: testAddress, discountCode: null }
  const input = { cartToken, buyerToken, provider, contact, clock: systemClock }
  const started = await startCheckout(input)
  if (!started.ok) throw new Error(`the order was not placed: ${started.error.code}`)
  return { number: started.value.orderNumber, url: started.value.url, cartToken, buyerToken, email }
}

/** Gives a browser the cookies of the one that filled the cart, or placed the order. */
export async function becomeBuyer(
  context: BrowserContext,
  { cartToken, buyerToken }: Partial<Pick<PlacedOrder, 'cartToken' | 'buyerToken'>>,
): Promise<void> {
  const cookies = {
    ...(cartToken && { pocketshop_cart: cartToken, pocketshop_cart_hint: '1' }),
    ...(buyerToken && { pocketshop_buyer: buyerToken }),
  }
  const url = world().shopUrl
  await context.addCookies(Object.entries(cookies).map(([name, value]) => ({ name, value, url })))
}

/** An order as the database has it. */
export async function readOrder(number: string) {
  const order = await prisma().order.findUniqueOrThrow({
    where: { number: Number(number) },
    include: { attempts: true, payments: true, mails: true },
  })
  return { ...order, webhookEvents: await prisma().webhookEvent.findMany({ where: { orderId: order.id } }) }
}

/** The orders that a story's address has placed, oldest first. */
export const ordersOf = (email: string) => prisma().order.findMany({ where: { email }, orderBy: { id: 'asc' } })
