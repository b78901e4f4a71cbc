import nodemailer from 'nodemailer'
import { outgoingFromEnv } from '@/lib/mail/transport'
import { type Finding, good, note, wrong } from './finding'

const DEADLINE_MS = 8_000

/** Whether the mail server lets us in; sends nothing. */
export async function lookAtMail(): Promise<Finding> {
  const outgoing = outgoingFromEnv()
  if (!outgoing) return note('Mail', 'SMTP_URL is not set, so mails are kept in the back office and sent nowhere')
  const { hostname } = new URL(outgoing.smtpUrl)
  const transport = nodemailer.createTransport({
    url: outgoing.smtpUrl,
    connectionTimeout: DEADLINE_MS,
    greetingTimeout: DEADLINE_MS,
    socketTimeout: DEADLINE_MS,
  })
  try {
    await transport.verify()
    return good('Mail', `${hostname} accepts mails from ${outgoing.from}`)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return wrong('Mail', `${hostname} does not take mails (${reason}): check SMTP_URL and that the server is up.`)
  } finally {
    transport.close()
  }
}
