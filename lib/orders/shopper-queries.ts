import 'server-only'
import { type Clock, systemClock } from '@/lib/clock'
import { prisma } from '@/lib/db'
import { sameBytes } from '@/lib/keyed-hash'
import { hashToken } from '@/lib/shared/token'
import { frozenOrderSelect, toFrozenOrder } from './frozen-order'
import { type PublicOrderStatus, payableStatuses, type ShopperOrder } from './model'
import { lookUpStatus } from './status-lookup'
import { isOrderTokenShaped } from './tokens'

/** a…@example.com: enough to recognise one's own address, too little to learn another's. */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf('@')
  return at < 1 ? '…' : `${email.slice(0, 1)}…${email.slice(at)}`
}

async function findTokenRow(token: string, at: Date) {
  if (!isOrderTokenShaped(token)) return null
  return prisma().orderToken.findFirst({
    where: { tokenHash: Uint8Array.from(hashToken(token)), expiresAt: { gt: at } },
    select: {
      purpose: true,
      order: {
        select: {
          ...frozenOrderSelect,
          lines: { ...frozenOrderSelect.lines, select: { ...frozenOrderSelect.lines.select, id: true } },
          buyerTokenHash: true,
          subscriptionId: true,
          stockState: true,
          attempts: {
            select: {
              lineId: true,
              state: true,
              url: true,
              payments: {
                where: { verdict: { in: ['settles', 'late'] } },
                select: { grossMinor: true, refundedMinor: true },
              },
            },
          },
        },
      },
    },
  })
}

type TokenRow = NonNullable<Awaited<ReturnType<typeof findTokenRow>>>

function livePaymentUrl(order: TokenRow['order'], at: Date): string | null {
  const isPayable = payableStatuses.includes(order.status) && order.expiresAt > at && order.stockState === 'held'
  const live = order.attempts.find((attempt) => attempt.state === 'open')
  return isPayable ? (live?.url ?? null) : null
}

function nextItem(order: TokenRow['order']): ShopperOrder['nextItem'] {
  const isKept = (payment: { grossMinor: number; refundedMinor: number }) =>
    payment.refundedMinor === 0 || payment.refundedMinor < payment.grossMinor
  const paid = new Set(order.attempts.filter(({ payments }) => payments.some(isKept)).map((attempt) => attempt.lineId))
  const index = order.lines.findIndex((line) => !paid.has(line.id))
  const line = order.lines[index]
  if (order.status !== 'partly_paid' || order.stockState !== 'held' || !line) return null
  return { position: index + 1, itemCount: order.lines.length, amountMinor: line.totalMinor }
}

/**
 * The order that a link shows; null for an unknown, malformed or lapsed token, all alike. Contact and payment page are in
 * it only for the browser that checked out (`buyerToken`) or for a mailed link. Read only.
 */
export async function findShopperOrder(
  token: string,
  buyerToken: string | null,
  clock: Clock = systemClock,
): Promise<ShopperOrder | null> {
  const at = clock.now()
  const found = await findTokenRow(token, at)
  if (!found) return null
  const { buyerTokenHash, stockState, attempts, subscriptionId, ...row } = found.order
  const isTheirs =
    found.purpose === 'mail' ||
    (buyerToken !== null && sameBytes(Buffer.from(buyerTokenHash), Buffer.from(hashToken(buyerToken))))
  const { email, name, address, ...order } = toFrozenOrder(row)
  return {
    ...order,
    maskedEmail: maskEmail(email),
    contact: isTheirs ? { email, name, address } : null,
    paymentUrl: isTheirs ? livePaymentUrl(found.order, at) : null,
    nextItem: isTheirs ? nextItem(found.order) : null,
    hasSubscription: subscriptionId !== null,
  }
}

/** A public status with the order's id, which never leaves the server. */
export type FoundStatus = PublicOrderStatus & { orderId: number }

/**
 * What the status endpoint tells. Null for an unknown, malformed or lapsed token. Read only.
 * @throws DatabaseDeadlineError within 1.8 s when the database does not answer.
 */
export async function findPublicStatus(token: string, clock: Clock = systemClock): Promise<FoundStatus | null> {
  if (!isOrderTokenShaped(token)) return null
  const row = await lookUpStatus(hashToken(token))
  if (!row || row.expiresAt <= clock.now()) return null
  return { orderId: row.id, number: String(row.number), status: row.status, paidAt: row.paidAt?.toISOString() ?? null }
}
