import type { Metadata } from 'next'
import { MailsTable } from '@/components/admin/mails-table'
import { Pager } from '@/components/admin/pager'
import { EmptyState } from '@/components/ui/empty-state'
import { requireMerchant } from '@/lib/auth/require-merchant'
import { env } from '@/lib/env'
import { listMails } from '@/lib/mail/merchant-queries'
import { wallClock } from '../wall-clock'

export const instant = false

export const metadata: Metadata = { title: 'Mails' }

type MailsPageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export default async function MailsPage({ searchParams }: MailsPageProps) {
  await requireMerchant()
  const { older } = await searchParams
  const olderThan = typeof older === 'string' && /^[1-9]\d{0,8}$/.test(older) ? Number(older) : null
  const page = await listMails(olderThan)
  return (
    <>
      <h1 className="text-2xl">Mails</h1>
      {!env().SMTP_URL && (
        <p className="max-w-prose text-muted text-xs">
          No mail server is set, so mails are kept here and sent nowhere. Set SMTP_URL and MAIL_FROM to send them.
        </p>
      )}
      {page.rows.length > 0 ? (
        <MailsTable rows={page.rows} wall={wallClock()} />
      ) : (
        <EmptyState title={olderThan ? 'No older mails' : 'No mails yet'}>
          Each order writes one mail when it is placed and one when it is paid.
        </EmptyState>
      )}
      <Pager
        newerText="Newest"
        newerPath={olderThan === null ? null : '/admin/mails'}
        olderPath={page.olderThan === null ? null : `/admin/mails?older=${page.olderThan}`}
      />
    </>
  )
}
