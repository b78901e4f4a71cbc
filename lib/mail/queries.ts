import 'server-only'
import { type Prisma, prisma } from '@/lib/db'
import { listDownloads } from '@/lib/downloads/queries'
import { env } from '@/lib/env'
import { frozenOrderSelect, toFrozenOrder } from '@/lib/orders/frozen-order'
import { mailToken } from '@/lib/orders/tokens'
import {
  isSubscriptionMail,
  type MailContent,
  type MailKind,
  type MailOrder,
  type MailSubscription,
  mailKinds,
} from './model'
import { renderMail } from './render-mail'

const downloadsLastMs = 72 * 3_600_000

/** A mail as it was, or would be, sent. */
export type ReadableMail = { id: number; kind: MailKind; toAddress: string; messageId: string; content: MailContent }

const isMailKind = (kind: string): kind is MailKind => mailKinds.some((known) => known === kind)

/** Stable for a mail, however often it is sent: a repeat is recognisable as such. */
export function messageIdOf(mail: { orderNumber: string; kind: string; sequence: number }): string {
  return `<order-${mail.orderNumber}.${mail.kind}.${mail.sequence}@${new URL(env().APP_URL).hostname}>`
}

const subscriptionSelect = {
  interval: true,
  priceMinor: true,
  currency: true,
  trialEndsAt: true,
  cancelAtPeriodEnd: true,
  currentPeriodEnd: true,
  endedAt: true,
  portalUrl: true,
} as const satisfies Prisma.SubscriptionSelect

type SubscriptionRow = Prisma.SubscriptionGetPayload<{ select: typeof subscriptionSelect }>

function toMailSubscription(row: SubscriptionRow, url: string): MailSubscription {
  const { cancelAtPeriodEnd, currentPeriodEnd, endedAt, ...told } = row
  return { ...told, endsAt: endedAt ?? (cancelAtPeriodEnd ? currentPeriodEnd : null), url }
}

/** Of `order_refunded` the mail's sequence is its refund's id. */
async function findRefundMinor(kind: MailKind, orderId: number, sequence: number): Promise<number | null> {
  if (kind !== 'order_refunded') return null
  const where = { id: sequence, orderId, state: 'completed' as const }
  const refund = await prisma().refund.findFirst({ where, select: { amountMinor: true } })
  return refund?.amountMinor ?? null
}

/**
 * A mail with its text, made from its order as it is now. Links count from `at`; the order's link is the same each time.
 * Null when there is no such mail. Read only.
 */
export async function findMail(mailId: number, at: Date): Promise<ReadableMail | null> {
  const mail = await prisma().mail.findUnique({
    where: { id: mailId },
    select: {
      id: true,
      kind: true,
      sequence: true,
      toAddress: true,
      order: { select: { ...frozenOrderSelect, subscription: { select: subscriptionSelect } } },
    },
  })
  if (!mail || !isMailKind(mail.kind)) return null
  const { id, kind, sequence, toAddress } = mail
  const { subscription, ...row } = mail.order
  const order = toFrozenOrder(row)
  const { APP_URL, SHOP_NAME, SHOP_EMAIL, SHOP_TIMEZONE } = env()
  const downloadsExpireAt = new Date(at.getTime() + downloadsLastMs)
  const downloads = kind === 'order_paid' ? await listDownloads(order.id, downloadsExpireAt) : []
  const token = mailToken({ orderId: order.id, kind, sequence })
  const subscriptionUrl = `${APP_URL}/subscriptions/${token}`
  const mailOrder: MailOrder = {
    ...order,
    kind,
    orderNumber: order.number,
    shopName: SHOP_NAME,
    shopEmail: SHOP_EMAIL ?? null,
    timeZone: SHOP_TIMEZONE,
    downloads: downloads.map(({ name, path }) => ({ name, url: `${APP_URL}${path}` })),
    refundMinor: await findRefundMinor(kind, order.id, sequence),
    downloadsExpireAt: downloads.length > 0 ? downloadsExpireAt : null,
    orderUrl: isSubscriptionMail(kind) ? subscriptionUrl : `${APP_URL}/thank-you/${token}`,
    subscription: subscription && toMailSubscription(subscription, subscriptionUrl),
    writtenAt: at,
  }
  const messageId = messageIdOf({ orderNumber: order.number, kind, sequence })
  return { id, kind, toAddress, messageId, content: renderMail(mailOrder) }
}
