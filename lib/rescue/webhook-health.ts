import 'server-only'
import type { Clock } from '@/lib/clock'
import { rows, sql } from '@/lib/db'
import { env } from '@/lib/env'
import { activeMode } from '@/lib/payments/registry'
import { judgeWebhooks, type WebhookFacts, type WebhookVerdict } from './judge-webhooks'

const lookBackMs = 7 * 86_400_000
/** A webhook may come a little after the shopper; an order counts as missed only then. */
const graceMs = 120_000

type Read = Omit<WebhookFacts, 'address' | 'now'>

/** Whether webhooks of the active mode reach the shop, and why not. Reads only. */
export async function readWebhookHealth({ now }: Clock): Promise<WebhookVerdict> {
  const at = now()
  const mode = activeMode()
  const [read] = await rows<Read>(sql`
    with good as (
      select max(received_at) as at from webhook_events
      where mode = ${mode}::payment_mode and received_at > ${new Date(at.getTime() - lookBackMs)}),
    missed as (
      select o.paid_at from orders o, good
      where o.paid_at > greatest(good.at, ${new Date(at.getTime() - lookBackMs)}) and o.paid_at <= ${new Date(at.getTime() - graceMs)}
        and o.mode = ${mode}::payment_mode and o.confirmed_by in ('return_check', 'sweep')),
    newest as (
      select provider_created_at, recorded_at from payments
      where mode = ${mode}::payment_mode and provider_created_at is not null order by recorded_at desc limit 20)
    select (select at from good) as "lastGoodAt", (select count(*)::int from missed) as "missedCount",
      (select min(paid_at) from missed) as "firstMissedAt", max(r.last_at) as "lastRefusedAt",
      coalesce(sum(r.count), 0)::int as "refusedCount",
      (select extract(epoch from percentile_cont(0.5) within group (order by provider_created_at - recorded_at))::int
        from newest) as "clockAheadSeconds"
    from refused_deliveries r where r.cause = 'bad_signature'`)
  if (!read) throw new Error('the health of webhooks was not read')
  return judgeWebhooks({ ...read, address: `${env().APP_URL}/api/webhooks/pocketsflow`, now: at })
}
