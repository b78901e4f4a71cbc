import type { BrowserContext } from '@playwright/test'
import { startCheckout } from '@/lib/checkout/start-checkout'
import { systemClock } from '@/lib/clock'
import { prisma } from '@/lib/db'
import { newToken } from '@/lib/shared/token'
import { makeCart, testAddress } from '../factories'
import { world } from './world'

type Wish = { sku: string; quantity?: number; email: string }

export type PlacedOrder = { number: string; url: string; cartToken: string; buyerToken: string; email: string }

/** An order on its way to the payment page, placed by the shop's own code, for stories that begin there. */
export async function placeOrder({ sku, quantity = 1, email }: Wish): Promise<PlacedOrder> {
  const { id: variantId } = await prisma().variant.findUniqueOrThrow({ where: { sku }, select: { id: true } })
  const { token: cartToken } = await makeCart([{ variantId, quantity }])
  const buyerToken = newToken()
  const contact = { email, name: 'Ada Lovelace', address: testAddress, discountCode: null }
  const input = { cartToken, buyerToken, provider: 'pocketsflow', contact, clock: systemClock } as const
  const started = await startCheckout(input)
  if (!started.ok) throw new Error(`the order was not placed: ${started.error.code}`)
  return { number: started.value.orderNumber, url: started.value.url, cartToken, buyerToken, email }
}

/** Makes a browser the one that placed the order. */
export async function becomeBuyer(context: BrowserContext, { cartToken, buyerToken }: PlacedOrder): Promise<void> {
  const url = world().shopUrl
  await context.addCookies([
    { name: 'pocketshop_cart', value: cartToken, url },
    { name: 'pocketshop_cart_hint', value: '1', url },
    { name: 'pocketshop_buyer', value: buyerToken, url },
  ])
}

/** An order as the database has it. */
export const readOrder = (number: string) =>
  prisma().order.findUniqueOrThrow({
    where: { number: Number(number) },
    include: { attempts: true, payments: true, webhookEvents: true, mails: true },
  })

/** The orders that a story's address has placed, oldest first. */
export const ordersOf = (email: string) => prisma().order.findMany({ where: { email }, orderBy: { id: 'asc' } })
