import 'server-only'
import { sql, type Tx } from '@/lib/db'
import { enqueueMail } from '@/lib/mail/outbox'
import type { ProviderSubscription } from '@/lib/payments/contract/subscriptions'
import { type SubscriptionState, subscriptionStateTexts } from './model'
import { countedStart, isSameStart } from './periods'
import type { SubscriptionRecord } from './subscription-record'
import { writeSubscriptionEvent } from './write-event'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs
/** So long before its end a shopper hears of it. */
const trialWarningMs = 3 * dayMs

const epochDay = (moment: Date) => Math.floor(moment.getTime() / dayMs)

/** Some call a trial active: it is one until the day that the shopper was told. */
function stateOf(before: SubscriptionRecord, told: ProviderSubscription, at: Date): SubscriptionState {
  const { trialEndsAt } = before
  const { currentPeriodStart: start } = told
  const isOver = trialEndsAt !== null && start !== null && (start >= trialEndsAt || isSameStart(start, trialEndsAt))
  const isInTrial = trialEndsAt !== null && at < trialEndsAt && !isOver
  return told.state === 'active' && isInTrial ? 'trialing' : told.state
}

function nextLook(next: SubscriptionRecord, at: Date): Date | null {
  if (next.state === 'cancelled') return null
  const candidates = [new Date(at.getTime() + (next.state === 'past_due' || next.state === 'unknown' ? hourMs : dayMs))]
  const { currentPeriodStart, currentPeriodEnd, trialEndsAt } = next
  if (currentPeriodEnd) candidates.push(new Date(currentPeriodEnd.getTime() + 5 * minuteMs))
  if (trialEndsAt) candidates.push(new Date(trialEndsAt.getTime() - trialWarningMs + minuteMs))
  // By then an interval that was opened has been charged, or not.
  if (currentPeriodStart) candidates.push(new Date(currentPeriodStart.getTime() + 3 * hourMs + minuteMs))
  const coming = candidates.filter((moment) => moment > at).sort((one, other) => one.getTime() - other.getTime())
  return coming[0] ?? new Date(at.getTime() + hourMs)
}

function nextRecord(before: SubscriptionRecord, told: ProviderSubscription, at: Date): SubscriptionRecord {
  const state = stateOf(before, told, at)
  const { currentPeriodStart: start } = told
  // The provider moved the day of billing: intervals are counted from the new one.
  const isMoved =
    start !== null && start > before.anchorAt && countedStart(before.anchorAt, before.interval, start) === null
  return {
    ...before,
    state,
    anchorAt: isMoved ? start : before.anchorAt,
    currentPeriodStart: start ?? before.currentPeriodStart,
    currentPeriodEnd: told.currentPeriodEnd ?? (start ? null : before.currentPeriodEnd),
    cancelAtPeriodEnd: told.cancelAtPeriodEnd,
    pausedAt: state === 'paused' && before.state !== 'paused' ? at : before.pausedAt,
    resumedAt: before.state === 'paused' && state !== 'paused' ? at : before.resumedAt,
    endedAt: state === 'cancelled' ? (before.endedAt ?? at) : null,
    portalUrl: told.portalUrl ?? before.portalUrl,
  }
}

async function save(tx: Tx, next: SubscriptionRecord, told: ProviderSubscription, at: Date): Promise<void> {
  tx.send(sql`
    update subscriptions set state = ${next.state}::subscription_state, anchor_at = ${next.anchorAt},
      current_period_start = ${next.currentPeriodStart}, current_period_end = ${next.currentPeriodEnd},
      cancel_at_period_end = ${next.cancelAtPeriodEnd}, paused_at = ${next.pausedAt}, resumed_at = ${next.resumedAt},
      ended_at = ${next.endedAt}, portal_url = ${next.portalUrl}, looked_at = ${at}, next_look_at = ${nextLook(next, at)},
      provider_customer_id = coalesce(${told.providerCustomerId}, provider_customer_id)
    where id = ${next.id}`)
}

type MailKind =
  | 'subscription_started'
  | 'subscription_past_due'
  | 'subscription_trial_ending'
  | 'subscription_cancelled'

function mailsOf(
  before: SubscriptionRecord,
  next: SubscriptionRecord,
  at: Date,
): { kind: MailKind; sequence: number }[] {
  const mails: { kind: MailKind; sequence: number }[] = []
  const isEnding = next.cancelAtPeriodEnd || next.state === 'cancelled'
  const wasEnding = before.cancelAtPeriodEnd || before.state === 'cancelled'
  if (before.state === 'unknown' && (next.state === 'active' || next.state === 'trialing'))
    mails.push({ kind: 'subscription_started', sequence: 1 })
  if (next.state === 'past_due' && before.state !== 'past_due')
    mails.push({ kind: 'subscription_past_due', sequence: epochDay(next.currentPeriodStart ?? at) })
  if (isEnding && !wasEnding)
    mails.push({ kind: 'subscription_cancelled', sequence: epochDay(next.currentPeriodEnd ?? at) })
  const isTrialEnding = next.trialEndsAt !== null && next.trialEndsAt.getTime() - at.getTime() <= trialWarningMs
  if (next.state === 'trialing' && isTrialEnding && !isEnding)
    mails.push({ kind: 'subscription_trial_ending', sequence: 1 })
  return mails
}

function changeTexts(before: SubscriptionRecord, next: SubscriptionRecord): string[] {
  const texts: string[] = []
  if (before.state !== next.state)
    texts.push(
      `${subscriptionStateTexts[before.state]} → ${subscriptionStateTexts[next.state]}, by the provider’s word.`,
    )
  if (next.state !== 'cancelled' && before.cancelAtPeriodEnd !== next.cancelAtPeriodEnd)
    texts.push(next.cancelAtPeriodEnd ? 'It ends with the interval it is in.' : 'It goes on after all.')
  if (before.anchorAt.getTime() !== next.anchorAt.getTime())
    texts.push(`The provider moved the day of billing to ${next.anchorAt.toISOString().slice(0, 10)}.`)
  return texts
}

/**
 * Takes over how the provider says that a subscription stands; what changed goes into its story, and the shopper is written
 * to where it matters: at most once for each thing. Its first order is locked by the caller. Safe to repeat.
 */
export async function applyStanding(
  tx: Tx,
  before: SubscriptionRecord,
  told: ProviderSubscription,
  at: Date,
): Promise<SubscriptionRecord> {
  const next = nextRecord(before, told, at)
  await save(tx, next, told, at)
  for (const text of changeTexts(before, next))
    await writeSubscriptionEvent(tx, { subscriptionId: next.id, at, actor: 'provider', kind: 'state', text })
  const [order] = await tx.rows<{ email: string }>(sql`select email from orders where id = ${next.orderId}`)
  for (const { kind, sequence } of order ? mailsOf(before, next, at) : [])
    await enqueueMail(tx, { orderId: next.orderId, kind, sequence, toAddress: order?.email ?? '', at })
  return next
}
