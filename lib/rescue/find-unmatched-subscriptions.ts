import 'server-only'
import { rows, sql } from '@/lib/db'
import type { Mode, ProviderId } from '@/lib/payments/contract/provider-id'
import { providerName } from '@/lib/payments/providers'
import type { Money } from '@/lib/shared/money'
import type { RescueItem } from './model'
import { modeMark, ofMode } from './shown-modes'

type Unmatched = {
  id: number
  provider: ProviderId
  mode: Mode
  providerSubscriptionId: string
  state: string
  since: Date
  paidMinor: number | null
  currency: string | null
  /** What its plan costs here, where its offer is known. */
  planMinor: number | null
  planCurrency: string | null
}

/** Those that were looked at since their event should have come; over is what ended with nothing paid, or all sent back. */
const readUnmatched = () =>
  rows<Unmatched>(sql`
    select u.id, u.provider, u.mode, u.provider_subscription_id as "providerSubscriptionId", u.state,
      coalesce(u.started_at, u.first_seen_at) as since, u.paid_minor as "paidMinor", u.currency,
      v.price_minor as "planMinor", v.currency as "planCurrency"
    from unmatched_subscriptions u
      left join plan_offers f on f.provider = u.provider and f.mode = u.mode and f.provider_offer_id = u.provider_offer_id
      left join variants v on v.id = f.variant_id
    where u.set_aside_at is null and u.looked_at is not null and ${ofMode(sql`u.mode`)}
      and not (u.state = 'cancelled' and coalesce(u.paid_minor, 1) = 0)
    order by u.id`)

function riskOf({ paidMinor, currency, planMinor, planCurrency, state }: Unmatched): Money | null {
  if (paidMinor !== null && currency) return paidMinor > 0 ? { amountMinor: paidMinor, currency } : null
  const isPaid = state !== 'trialing'
  return isPaid && planMinor !== null && planCurrency ? { amountMinor: planMinor, currency: planCurrency } : null
}

function moneyText({ paidMinor, planMinor, state }: Unmatched, name: string): string {
  if (paidMinor !== null) return paidMinor > 0 ? 'What was paid for it is told beside.' : 'Nothing was paid for it yet.'
  if (state === 'trialing') return 'It is in its trial.'
  if (planMinor === null) return `${name} does not tell what was paid for it.`
  return `${name} does not tell what was paid for it; one interval of its plan is told beside.`
}

function toItem(unmatched: Unmatched): RescueItem {
  const { id, provider, mode, providerSubscriptionId, since, state } = unmatched
  const name = providerName(provider)
  const goesOn = state === 'cancelled' ? 'It has ended.' : 'Its buyer goes on paying.'
  return {
    key: `unmatched_subscription:${id}`,
    kind: 'unmatched_subscription',
    subject: `Subscription ${providerSubscriptionId}, ${name}${modeMark(mode)}`,
    orderNumber: null,
    since,
    atRisk: riskOf(unmatched),
    sentence: `No order of this shop explains it. ${goesOn} ${moneyText(unmatched, name)} Give it to the order that it began with, or say that it is none of this shop’s.`,
    action: { do: 'open', path: '/admin/subscriptions#without-order', text: 'Decide about it' },
    attachable: null,
  }
}

/** One item for each subscription at a provider that no order here explains. Reads only. */
export async function findUnmatchedSubscriptions(): Promise<RescueItem[]> {
  return (await readUnmatched()).map(toItem)
}
