import 'server-only'
import nodemailer from 'nodemailer'
import { env } from '@/lib/env'

/** Where mails leave the shop. */
export type Outgoing = { smtpUrl: string; from: string }

/** A mail as the post gets it. `messageId` is the same for every try. */
export type OutgoingMail = { to: string; messageId: string; subject: string; html: string; text: string }

/** A way to send mails, open until it is closed. */
export type MailTransport = { send(mail: OutgoingMail): Promise<void>; close(): void }

const limits = {
  pool: 'true',
  maxConnections: '3',
  connectionTimeout: '10000',
  greetingTimeout: '10000',
  socketTimeout: '20000',
}

/** The configured mail server; null when none is, then mails are kept. */
export function outgoingFromEnv(): Outgoing | null {
  const { SMTP_URL, MAIL_FROM } = env()
  return SMTP_URL && MAIL_FROM ? { smtpUrl: SMTP_URL, from: MAIL_FROM } : null
}

/** Connections to the mail server for one batch; every step has a deadline, 30 s in all for a mail. Close it after use. */
export function openTransport({ smtpUrl, from }: Outgoing): MailTransport {
  const url = new URL(smtpUrl)
  for (const [name, value] of Object.entries(limits)) {
    if (!url.searchParams.has(name)) url.searchParams.set(name, value)
  }
  const transporter = nodemailer.createTransport(url.href)
  return {
    send: async ({ to, ...mail }) => {
      await transporter.sendMail({
        ...mail,
        from,
        to: { name: '', address: to },
        // A receipt is not worth an answer from somebody's holiday.
        headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
        disableFileAccess: true,
        disableUrlAccess: true,
      })
    },
    close: () => transporter.close(),
  }
}
