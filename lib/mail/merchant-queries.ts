import 'server-only'
import { requireMerchant } from '@/lib/auth/require-merchant'
import { prisma } from '@/lib/db'
import type { MailRow } from './model'

const mailsPerPage = 50

/** A page of the outbox, newest first; `olderThan` is the last id of the page before. Merchants only. */
export async function listMails(olderThan: number | null): Promise<{ rows: MailRow[]; olderThan: number | null }> {
  await requireMerchant()
  const found = await prisma().mail.findMany({
    ...(olderThan !== null && { where: { id: { lt: olderThan } } }),
    select: mailSelect,
    orderBy: { id: 'desc' },
    take: mailsPerPage + 1,
  })
  const page = found.slice(0, mailsPerPage).map(toRow)
  return { rows: page, olderThan: found.length > mailsPerPage ? (page.at(-1)?.id ?? null) : null }
}

/** One mail of the outbox; null when there is none. Merchants only. */
export async function findMailRow(mailId: number): Promise<MailRow | null> {
  await requireMerchant()
  const mail = await prisma().mail.findUnique({ where: { id: mailId }, select: mailSelect })
  return mail && toRow(mail)
}

const mailSelect = {
  id: true,
  kind: true,
  toAddress: true,
  state: true,
  createdAt: true,
  sentAt: true,
  tries: true,
  lastError: true,
  order: { select: { number: true } },
} as const

const toRow = ({ order, ...mail }: Omit<MailRow, 'orderNumber'> & { order: { number: number } }): MailRow => ({
  ...mail,
  orderNumber: order.number,
})
