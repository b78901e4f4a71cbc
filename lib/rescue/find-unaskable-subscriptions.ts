import 'server-only'
import { rows, sql } from '@/lib/db'
import type { Mode, ProviderId } from '@/lib/payments/contract/provider-id'
import { providerName } from '@/lib/payments/providers'
import { listAskable } from '@/lib/payments/registry'
import type { RescueItem } from './model'
import { modeMark, ofMode } from './shown-modes'

/** A look that is this late was not forgotten by one sweep. */
const lateMs = 24 * 3_600_000

type Unaskable = {
  provider: ProviderId
  mode: Mode
  count: number
  since: Date
  intervalMinor: number
  currency: string
  currencies: number
}

const readUnaskable = (at: Date) =>
  rows<Unaskable>(sql`
    select s.provider, s.mode, count(*)::int as count, min(s.next_look_at) as since, sum(s.price_minor)::int as "intervalMinor",
      min(s.currency) as currency, count(distinct s.currency)::int as currencies
    from subscriptions s
    where s.state <> 'cancelled' and s.next_look_at <= ${new Date(at.getTime() - lateMs)} and ${ofMode(sql`s.mode`)}
      and not (s.provider::text || ' ' || s.mode::text = any(${listAskable()}))
    group by s.provider, s.mode order by s.provider, s.mode`)

function toItem({ provider, mode, count, since, intervalMinor, currency, currencies }: Unaskable): RescueItem {
  const name = providerName(provider)
  const running = count === 1 ? 'A running subscription' : `${count} running subscriptions`
  return {
    key: `unasked_subscriptions:${provider}:${mode}`,
    kind: 'unasked',
    subject: `Subscriptions at ${name}${modeMark(mode)}`,
    orderNumber: null,
    since,
    atRisk: currencies === 1 ? { amountMinor: intervalMinor, currency } : null,
    sentence: `${running} cannot be asked about: ${name} has no ${mode} key here. Their buyers may go on paying there, and no renewal order tells of it. Set the key again, or end them in the dashboard of ${name}. What one interval brings is told beside.`,
    action: { do: 'open', path: '/admin/subscriptions', text: 'See the subscriptions' },
    attachable: null,
  }
}

/** One item for each provider without keys at which subscriptions of ours still run. Reads only. */
export const findUnaskableSubscriptions = async (at: Date): Promise<RescueItem[]> =>
  (await readUnaskable(at)).map(toItem)
