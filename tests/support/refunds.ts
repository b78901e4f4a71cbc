import { prisma } from '@/lib/db'
import type { RefundWish } from '@/lib/refunds/model'
import { type RequestRefundInput, requestRefund } from '@/lib/refunds/request-refund'
import { resolveRefunds } from '@/lib/refunds/resolve-unknown'
import { newToken } from '@/lib/shared/token'
import { makeMerchant } from './merchants'
import type { ShopWorld } from './shop-world'

/** What a merchant and the worker do about refunds in the shop world. */

let merchantId: number | null = null

/** A merchant's form, sent; a key of its own unless one is given. */
export async function refund(
  world: ShopWorld,
  orderId: number,
  wish: RefundWish,
  facts: Partial<RequestRefundInput> = {},
) {
  merchantId ??= (await makeMerchant()).id
  return requestRefund(
    {
      orderId,
      merchantId,
      wish,
      restock: false,
      reason: 'Came broken.',
      requestKey: newToken(),
      clock: world.clock,
      ...facts,
    },
    { gateway: () => world.gateway },
  )
}

export const workRefunds = (world: ShopWorld) => resolveRefunds({ clock: world.clock, gateway: () => world.gateway })

export const refundsOf = (orderId: number) =>
  prisma().refund.findMany({ where: { orderId }, include: { lines: true }, orderBy: { id: 'asc' } })

/** Refunds as the provider has them, oldest first. */
export async function providerRefunds(world: ShopWorld) {
  const listed = (await world.api('GET', '/refunds')) as {
    _id: string
    orderId: string
    amount: number
    status: string
  }[]
  return listed.toReversed()
}
