import 'server-only'
import type { Clock } from '@/lib/clock'
import { rows, sql } from '@/lib/db'
import type { Mode, ProviderId } from '@/lib/payments/contract/provider-id'
import { activeMode, listWebhookSenders, webhookUrlOf } from '@/lib/payments/registry'
import { judgeWebhooks, type WebhookFacts, type WebhookVerdict } from './judge-webhooks'

const lookBackMs = 7 * 86_400_000
/** A webhook may come a little after the shopper; an order counts as missed only then. */
const graceMs = 120_000

/** What came of one provider's webhooks. */
export type WebhookReport = { provider: ProviderId; verdict: WebhookVerdict }

type Read = Omit<WebhookFacts, 'name' | 'secretVariable' | 'address' | 'now'> & { provider: ProviderId }

/** One statement for all providers: every page of the back office asks. */
const readFacts = (providers: ProviderId[], mode: Mode, at: Date) =>
  rows<Read>(sql`
    with listed as (select unnest(${providers}::text[])::provider as provider),
    good as (
      select provider, max(received_at) as at from webhook_events
      where mode = ${mode}::payment_mode and received_at > ${new Date(at.getTime() - lookBackMs)} group by provider)
    select l.provider, good.at as "lastGoodAt", missed.count as "missedCount", missed.first as "firstMissedAt",
      r.last_at as "lastRefusedAt", coalesce(r.count, 0) as "refusedCount", newest.ahead as "clockAheadSeconds"
    from listed l left join good on good.provider = l.provider
      left join refused_deliveries r on r.provider = l.provider and r.cause = 'bad_signature'
      cross join lateral (
        select count(*)::int as count, min(o.paid_at) as first from orders o
        where o.paid_at > greatest(good.at, ${new Date(at.getTime() - lookBackMs)})
          and o.paid_at <= ${new Date(at.getTime() - graceMs)} and o.mode = ${mode}::payment_mode
          and o.confirmed_by in ('return_check', 'sweep')
          and exists (select from payments p where p.order_id = o.id and p.provider = l.provider)) missed
      cross join lateral (
        select extract(epoch from percentile_cont(0.5) within group (order by n.provider_created_at - n.recorded_at))::int as ahead
        from (select provider_created_at, recorded_at from payments p where p.provider = l.provider
          and p.mode = ${mode}::payment_mode and p.provider_created_at is not null order by p.recorded_at desc limit 20) n) newest`)

/**
 * Whether each provider's webhooks of the active mode reach the shop, and why not. One without a secret is not expected to
 * send any. Reads only.
 */
export async function readWebhookHealth({ now }: Clock): Promise<WebhookReport[]> {
  const at = now()
  const expected = await listWebhookSenders()
  const facts = await readFacts(
    expected.map(({ id }) => id),
    activeMode(),
    at,
  )
  return facts.flatMap(({ provider, ...read }) => {
    const sender = expected.find(({ id }) => id === provider)
    if (!sender) return []
    const secretVariable = `${provider.toUpperCase()}_WEBHOOK_SECRET`
    const address = webhookUrlOf(provider)
    return [{ provider, verdict: judgeWebhooks({ ...read, name: sender.name, secretVariable, address, now: at }) }]
  })
}
