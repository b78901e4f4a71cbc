import 'server-only'
import { prisma } from '@/lib/db'
import { listDownloads } from '@/lib/downloads/queries'
import { env } from '@/lib/env'
import { frozenOrderSelect, toFrozenOrder } from '@/lib/orders/frozen-order'
import { mailToken } from '@/lib/orders/tokens'
import { type MailContent, type MailKind, type MailOrder, mailKinds } from './model'
import { renderMail } from './render-mail'

const downloadsLastMs = 72 * 3_600_000

/** A mail as it was, or would be, sent. */
export type ReadableMail = { id: number; kind: MailKind; toAddress: string; messageId: string; content: MailContent }

const isMailKind = (kind: string): kind is MailKind => mailKinds.some((known) => known === kind)

/** Stable for a mail, however often it is sent: a repeat is recognisable as such. */
export function messageIdOf(mail: { orderNumber: string; kind: string; sequence: number }): string {
  return `<order-${mail.orderNumber}.${mail.kind}.${mail.sequence}@${new URL(env().APP_URL).hostname}>`
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
    select: { id: true, kind: true, sequence: true, toAddress: true, order: { select: frozenOrderSelect } },
  })
  if (!mail || !isMailKind(mail.kind)) return null
  const { id, kind, sequence, toAddress } = mail
  const order = toFrozenOrder(mail.order)
  const { APP_URL, SHOP_NAME, SHOP_EMAIL, SHOP_TIMEZONE } = env()
  const downloadsExpireAt = new Date(at.getTime() + downloadsLastMs)
  const downloads = kind === 'order_paid' ? await listDownloads(order.id, downloadsExpireAt) : []
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
    orderUrl: `${APP_URL}/thank-you/${mailToken({ orderId: order.id, kind, sequence })}`,
  }
  const messageId = messageIdOf({ orderNumber: order.number, kind, sequence })
  return { id, kind, toAddress, messageId, content: renderMail(mailOrder) }
}
