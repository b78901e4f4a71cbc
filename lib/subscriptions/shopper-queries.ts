import 'server-only'
import { type Clock, systemClock } from '@/lib/clock'
import { prisma } from '@/lib/db'
import { sameBytes } from '@/lib/keyed-hash'
import { maskEmail } from '@/lib/orders/shopper-queries'
import { isOrderTokenShaped } from '@/lib/orders/tokens'
import { hashToken } from '@/lib/shared/token'
import type { ShopperSubscription } from './model'

async function findTokenRow(token: string, at: Date) {
  if (!isOrderTokenShaped(token)) return null
  return prisma().orderToken.findFirst({
    where: { tokenHash: Uint8Array.from(hashToken(token)), expiresAt: { gt: at } },
    select: {
      purpose: true,
      order: {
        select: {
          email: true,
          buyerTokenHash: true,
          subscription: {
            include: {
              order: { select: { lines: { select: { productName: true, imageSrc: true }, take: 1 } } },
              orders: {
                select: { number: true, status: true, periodStart: true, totalMinor: true, paidAt: true },
                orderBy: { periodStart: 'desc' },
                take: 60,
              },
            },
          },
        },
      },
    },
  })
}

/**
 * The subscription that a link to one of its orders shows; null for an unknown, malformed or lapsed token and for an order
 * without one. E-mail, portal and the right to cancel are in it only for the browser that checked out (`buyerToken`) or for
 * a mailed link. Read only.
 */
export async function findShopperSubscription(
  token: string,
  buyerToken: string | null,
  clock: Clock = systemClock,
): Promise<ShopperSubscription | null> {
  const found = await findTokenRow(token, clock.now())
  const row = found?.order.subscription
  if (!found || !row) return null
  const { email, buyerTokenHash } = found.order
  const isTheirs =
    found.purpose === 'mail' ||
    (buyerToken !== null && sameBytes(Buffer.from(buyerTokenHash), Buffer.from(hashToken(buyerToken))))
  const [line] = row.order.lines
  return {
    id: row.id,
    productName: line?.productName ?? 'Subscription',
    imageSrc: line?.imageSrc ?? null,
    state: row.state,
    interval: row.interval,
    priceMinor: row.priceMinor,
    currency: row.currency,
    startedAt: row.startedAt,
    trialEndsAt: row.trialEndsAt,
    currentPeriodEnd: row.currentPeriodEnd,
    cancelAtPeriodEnd: row.cancelAtPeriodEnd,
    endedAt: row.endedAt,
    portalUrl: isTheirs ? row.portalUrl : null,
    email: isTheirs ? email : maskEmail(email),
    isTheirs,
    orders: row.orders,
  }
}
