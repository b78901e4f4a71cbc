import 'server-only'
import { rows, sql } from '@/lib/db'
import type { Mode, ProviderId } from '@/lib/payments/contract/provider-id'
import type { ProviderSubscription, SubscriptionCharge } from '@/lib/payments/contract/subscriptions'
import type { PaymentGateway } from '@/lib/payments/gateway'

const minuteMs = 60_000
/** So long an order's own event may still be on its way, which says whose it is. */
const ripeMs = 15 * minuteMs
const lookEveryMs = 24 * 60 * minuteMs

export type Unmatched = {
  gateway: PaymentGateway
  told: ProviderSubscription
  /** Whether somebody just said that money came for it. */
  isMoneyNews: boolean
  at: Date
}

type Noted = { id: number; nextLookAt: Date | null }

async function upsert({ gateway, told, at }: Unmatched, ripeAt: Date): Promise<Noted> {
  const { providerSubscriptionId, mode, state, providerOfferId, buyerEmail, startedAt } = told
  const [noted] = await rows<Noted>(sql`
    insert into unmatched_subscriptions as u (provider, mode, provider_subscription_id, state, provider_offer_id,
      buyer_email, started_at, first_seen_at, next_look_at)
    values (${gateway.id}::provider, ${mode}::payment_mode, ${providerSubscriptionId}, ${state}::subscription_state,
      ${providerOfferId}, ${buyerEmail}, ${startedAt}, ${at}, ${ripeAt})
    on conflict (provider, mode, provider_subscription_id) do update set state = excluded.state,
      provider_offer_id = coalesce(excluded.provider_offer_id, u.provider_offer_id),
      buyer_email = coalesce(excluded.buyer_email, u.buyer_email)
    returning u.id, u.next_look_at as "nextLookAt"`)
  if (!noted) throw new Error('a row that was just written is not there')
  return noted
}

/** What was paid and has not gone back, in the currency of the first; null where no payment is told. */
function sumOf(charges: readonly SubscriptionCharge[]): { paidMinor: number; currency: string } | null {
  const currency = charges[0]?.currency.toUpperCase()
  if (!currency) return null
  const paidMinor = charges
    .filter((charge) => charge.currency.toUpperCase() === currency && !charge.isRefunded)
    .reduce((sum, { grossMinor, refundedMinor }) => sum + grossMinor - (refundedMinor ?? 0), 0)
  return { paidMinor: Math.max(0, paidMinor), currency }
}

/**
 * Writes down that the provider has a subscription that no order of ours explains, with what was paid for it, so that a
 * merchant sees it. One that just began waits for its event first. Its payments are asked for once a day, and when there
 * is news of money; an answer that does not come is asked for again. Safe to repeat.
 */
export async function noteUnmatched(unmatched: Unmatched): Promise<void> {
  const { gateway, told, isMoneyNews, at } = unmatched
  const ripeAt = new Date((told.startedAt ?? at).getTime() + ripeMs)
  const isRipe = told.startedAt !== null && ripeAt <= at
  const { id, nextLookAt } = await upsert(unmatched, isRipe ? at : ripeAt)
  const isDue = nextLookAt !== null && nextLookAt <= at
  if (!isDue && !(isMoneyNews && isRipe)) return
  const charges = await gateway.subscriptions?.listCharges(told)
  if (!charges?.ok) {
    await rows(sql`
      update unmatched_subscriptions set next_look_at = ${new Date(at.getTime() + ripeMs)} where id = ${id}`)
    return
  }
  const sum = sumOf(charges.value)
  const nextAt = told.state === 'cancelled' ? null : new Date(at.getTime() + lookEveryMs)
  await rows(sql`
    update unmatched_subscriptions set paid_minor = ${sum?.paidMinor ?? null}, currency = ${sum?.currency ?? null},
      looked_at = ${at}, next_look_at = ${nextAt} where id = ${id}`)
}

/** Its order was found: nobody needs to look at it any more. Safe to repeat. */
export const forgetUnmatched = (provider: ProviderId, mode: Mode, providerSubscriptionId: string) =>
  rows(sql`
    delete from unmatched_subscriptions where provider = ${provider}::provider and mode = ${mode}::payment_mode
      and provider_subscription_id = ${providerSubscriptionId}`)

/** Those whose next look has come, the longest waiting first; none that a merchant set aside. */
export const listUnmatchedDue = (ref: { provider: ProviderId; mode: Mode; at: Date; most: number }) =>
  rows<{ providerSubscriptionId: string }>(sql`
    select provider_subscription_id as "providerSubscriptionId" from unmatched_subscriptions
    where provider = ${ref.provider}::provider and mode = ${ref.mode}::payment_mode and next_look_at <= ${ref.at}
      and set_aside_at is null
    order by next_look_at limit ${ref.most}`)
