import 'server-only'
import type { Clock } from '@/lib/clock'
import { inTransaction, prisma, rows, sql } from '@/lib/db'
import { env } from '@/lib/env'
import { log } from '@/lib/log'
import { type Outgoing, openTransport, outgoingFromEnv } from '@/lib/mail/transport'
import { newToken } from '@/lib/shared/token'
import { takeTurn } from '@/lib/turns'
import { renderAlertMail } from './alert-mail'
import { listRescue } from './list-rescue'
import type { RescueItem } from './model'

const everyMs = 3_600_000
const retryMs = 300_000
/** The shop ends most doubtful refunds by itself within ten minutes; a mail about one would come too soon. */
const patienceMs = 900_000
const turnKey = 'alert-mail'

const isWorthMail = (item: RescueItem, at: Date): boolean =>
  item.kind !== 'refund_unknown' || at.getTime() - item.since.getTime() >= patienceMs

/** Notes what is new and forgets what is over, so that it counts as new when it comes again. */
async function noteAlerts(keys: string[], at: Date): Promise<Set<string>> {
  return inTransaction(async (tx) => {
    await tx.rows(sql`delete from alert_notices where alert_key <> all(${keys}::text[])`)
    await tx.rows(sql`
      insert into alert_notices (alert_key, first_seen_at) select key, ${at} from unnest(${keys}::text[]) as new(key)
      on conflict do nothing`)
    const unmailed = await tx.rows<{ key: string }>(sql`
      select alert_key as key from alert_notices where mailed_at is null`)
    return new Set(unmailed.map(({ key }) => key))
  })
}

/** A mail that could not be sent is tried again a little later, not in an hour. */
async function giveTurnBack(at: Date): Promise<void> {
  const lastAt = new Date(at.getTime() - everyMs + retryMs)
  await rows(sql`update shared_pacing set last_at = ${lastAt} where key = ${turnKey}`)
}

type Alert = { fresh: RescueItem[]; waitingCount: number; outgoing: Outgoing }

/** To each merchant a mail of one's own, so that none learns the others' addresses. @returns how many were sent. */
async function mailMerchants({ outgoing, ...alert }: Alert): Promise<number> {
  const { APP_URL, SHOP_NAME, SHOP_TIMEZONE } = env()
  const place = { shopName: SHOP_NAME, rescueUrl: `${APP_URL}/admin/rescue`, timeZone: SHOP_TIMEZONE }
  const content = renderAlertMail({ ...alert, ...place })
  const merchants = await prisma().merchant.findMany({ select: { email: true }, orderBy: { id: 'asc' } })
  const transport = openTransport(outgoing)
  try {
    const sendings = await Promise.allSettled(
      merchants.map(({ email }) => {
        const messageId = `<alert.${newToken()}@${new URL(APP_URL).hostname}>`
        return transport.send({ to: email, messageId, ...content })
      }),
    )
    const failed = sendings.find((sending) => sending.status === 'rejected')
    if (failed) log().warn({ err: failed.reason }, 'an alert could not be mailed to every merchant')
    return sendings.filter(({ status }) => status === 'fulfilled').length
  } finally {
    transport.close()
  }
}

/**
 * Mails the merchants about what is new in the rescue list: all of it in one mail, and none within an hour of the last,
 * however many processes run. Without a mail server nothing is sent and nothing counts as told. @returns how many mails.
 */
export async function sendAlerts(
  { clock }: { clock: Clock },
  outgoing: Outgoing | null = outgoingFromEnv(),
): Promise<number> {
  if (!outgoing) return 0
  const at = clock.now()
  const items = (await listRescue(clock)).filter((item) => isWorthMail(item, at))
  const unmailed = await noteAlerts(
    items.map(({ key }) => key),
    at,
  )
  const fresh = items.filter(({ key }) => unmailed.has(key))
  if (fresh.length === 0 || !(await takeTurn({ key: turnKey, everyMs, at }))) return 0
  const sent = await mailMerchants({ fresh, waitingCount: items.length, outgoing })
  if (sent === 0) {
    await giveTurnBack(at)
    return 0
  }
  const keys = fresh.map(({ key }) => key)
  await rows(sql`update alert_notices set mailed_at = ${at} where alert_key = any(${keys}::text[])`)
  return sent
}
