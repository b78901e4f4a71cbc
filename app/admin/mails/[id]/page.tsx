import { ChevronLeft } from 'lucide-react'
import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { Facts } from '@/components/admin/facts'
import { MailFrame } from '@/components/admin/mail-frame'
import { MailStatePill, mailKindText } from '@/components/admin/mail-words'
import { Moment } from '@/components/admin/moment'
import { Panel } from '@/components/admin/panel'
import { requireMerchant } from '@/lib/auth/require-merchant'
import { findMailRow } from '@/lib/mail/merchant-queries'
import { findMail } from '@/lib/mail/queries'
import { wallClock } from '../../wall-clock'
import { readMailId } from './mail-id'

export const instant = false

export const metadata: Metadata = { title: 'Mail' }

export default async function MailPage({ params }: { params: Promise<{ id: string }> }) {
  await requireMerchant()
  const mailId = readMailId((await params).id)
  const row = mailId === null ? null : await findMailRow(mailId)
  if (!row) notFound()
  const wall = wallClock()
  const mail = await findMail(row.id, wall.now)
  if (!mail) notFound()
  return (
    <>
      <div className="grid gap-3">
        <Link href="/admin/mails" prefetch={false} className="flex items-center gap-1 justify-self-start text-muted">
          <ChevronLeft aria-hidden strokeWidth={1.5} className="size-4" />
          Mails
        </Link>
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <h1 className="text-2xl">{mail.content.subject}</h1>
          <MailStatePill state={row.state} />
        </div>
        <Facts
          facts={[
            { name: 'Kind', value: mailKindText(row.kind) },
            { name: 'To', value: row.toAddress },
            {
              name: 'Order',
              value: (
                <Link href={`/admin/orders/${row.orderNumber}`} prefetch={false} className="quiet-link">
                  {row.orderNumber}
                </Link>
              ),
            },
            { name: 'Written', value: <Moment at={row.createdAt} wall={wall} /> },
            { name: 'Sent', value: row.sentAt && <Moment at={row.sentAt} wall={wall} /> },
            { name: 'Tries', value: row.tries > 0 ? row.tries : null },
            { name: 'Last error', value: row.lastError },
          ]}
        />
      </div>
      <div className="grid items-start gap-6 xl:grid-cols-2">
        <Panel id="as-html" title="As most people see it">
          <MailFrame mailId={row.id} title={`Mail: ${mail.content.subject}`} />
        </Panel>
        <Panel id="as-text" title="As plain text">
          <pre className="overflow-x-auto whitespace-pre-wrap break-words rounded-md border border-line bg-surface p-4 text-xs">
            {mail.content.text}
          </pre>
        </Panel>
      </div>
    </>
  )
}
