import 'server-only'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Clock } from '@/lib/clock'
import { inTransaction, type Prisma, rows, sql } from '@/lib/db'
import { log } from '@/lib/log'
import { retryDelayMs } from './backoff'
import { findMail } from './queries'
import { type MailTransport, type Outgoing, openTransport, outgoingFromEnv } from './transport'

const batchSize = 15
// Longer than a batch can take: a mail whose sender died is taken up again after it, and not before.
const leaseMs = 300_000
// Half of the lease is for sending.
const writeWithinMs = 120_000

type Claimed = { id: number; tries: number }

/**
 * Sends the mails that are due, and says how many were. Without a mail server they are kept instead. Safe to run in several
 * processes: a mail is claimed before it is sent. After a failure it is tried again, later each time, for about two days;
 * a refused recipient is final.
 */
export async function sendDueMails(
  { clock }: { clock: Clock },
  outgoing: Outgoing | null = outgoingFromEnv(),
): Promise<number> {
  if (!outgoing) return keepDueMails(clock.now())
  const claimed = await claimDueMails(clock.now())
  if (claimed.length === 0) return 0
  const transport = openTransport(outgoing)
  try {
    const sendings = await Promise.allSettled(claimed.map((mail) => sendOne(mail, transport, clock)))
    for (const sending of sendings) {
      if (sending.status === 'rejected')
        log().error({ err: sending.reason }, 'a mail was claimed and not accounted for')
    }
    return sendings.filter((sending) => sending.status === 'fulfilled' && sending.value).length
  } finally {
    transport.close()
  }
}

/** A first try is due at once: one that lies ahead was written by a clock which has been set back since. */
const isDue = (at: Date) => sql`(next_try_at <= ${at} or tries = 0)`

async function keepDueMails(at: Date): Promise<number> {
  await rows(sql`update mails set state = 'kept' where state = 'queued' and ${isDue(at)}`)
  return 0
}

async function claimDueMails(at: Date): Promise<Claimed[]> {
  const leaseUntil = new Date(at.getTime() + leaseMs)
  return inTransaction((tx) =>
    tx.rows<Claimed>(sql`
      update mails set tries = tries + 1, next_try_at = ${leaseUntil}
      where id in (
        select id from mails where state = 'queued' and ${isDue(at)}
        order by next_try_at, id limit ${batchSize} for update skip locked)
      returning id, tries`),
  )
}

async function sendOne({ id, tries }: Claimed, transport: MailTransport, clock: Clock): Promise<boolean> {
  try {
    const mail = await findMail(id, clock.now())
    if (!mail) throw new Error('this mail is of a kind that this version cannot write')
    await transport.send({ to: mail.toAddress, messageId: mail.messageId, ...mail.content })
  } catch (error) {
    await noteFailure({ id, tries }, error, clock.now())
    return false
  }
  await writeDown(sql`update mails set state = 'sent', sent_at = ${clock.now()}, last_error = null where id = ${id}`)
  return true
}

/**
 * What came of a mail is written down as soon as the database lets us: one that was sent and is not marked would be sent
 * again. Given up before the lease ends and another may take the mail.
 */
async function writeDown(outcome: Prisma.Sql): Promise<void> {
  const giveUpAt = performance.now() + writeWithinMs
  for (let delayMs = 200; ; delayMs = Math.min(2 * delayMs, 5_000)) {
    try {
      await rows(outcome)
      return
    } catch (error) {
      if (performance.now() + delayMs > giveUpAt) throw error
      await sleep(delayMs)
    }
  }
}

async function noteFailure({ id, tries }: Claimed, error: unknown, at: Date): Promise<void> {
  const delayMs = isRefusedRecipient(error) ? null : retryDelayMs(tries)
  const reason = (error instanceof Error ? error.message : String(error)).replace(/\s+/g, ' ').slice(0, 300)
  const state = delayMs === null ? 'failed' : 'queued'
  const nextTryAt = new Date(at.getTime() + (delayMs ?? 0))
  log().warn({ mailId: id, tries, state }, 'a mail could not be sent')
  await writeDown(sql`
    update mails set state = ${state}::mail_state, next_try_at = ${nextTryAt}, last_error = ${reason} where id = ${id}`)
}

function isRefusedRecipient(error: unknown): boolean {
  if (!(error instanceof Error) || !('responseCode' in error) || !('command' in error)) return false
  return error.command === 'RCPT TO' && Number(error.responseCode) >= 500
}
