import { requireMerchant } from '@/lib/auth/require-merchant'
import { systemClock } from '@/lib/clock'
import { findMail } from '@/lib/mail/queries'
import { readMailId } from '../mail-id'

type Context = { params: Promise<{ id: string }> }

/** A mail's HTML under a policy of its own: it may be styled as mails are, and do nothing else. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  await requireMerchant()
  const mailId = readMailId((await params).id)
  const mail = mailId === null ? null : await findMail(mailId, systemClock.now())
  if (!mail) return new Response('There is no such mail.', { status: 404 })
  return new Response(mail.content.html, {
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy':
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; frame-ancestors 'self'",
      'Referrer-Policy': 'no-referrer',
      'Cache-Control': 'no-store',
    },
  })
}
