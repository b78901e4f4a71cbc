import 'server-only'
import type { SoldPlan } from '@/lib/payments/contract/checkout'
import type { Answer } from '@/lib/payments/contract/gateway-error'
import type { PlanInterval } from '@/lib/payments/contract/subscriptions'
import { absentIs } from '@/lib/payments/read-answer'
import { ok } from '@/lib/shared/result'
import type { FlexClient } from './client'
import { lineListSchema, recurringLineSchema } from './schemas'

/** The reference spells an interval `daily`, a client of Flex's `month` (docs/providers.md). */
export type Spelling = 'noun' | 'adverb'

const adverbs: Record<PlanInterval, string> = { week: 'weekly', month: 'monthly', year: 'yearly' }

type Terms = { product: string | undefined; spelling: Spelling; metadata: Record<string, string> }

/** A subscription is alone in its session; a trial begins with nothing to pay. Pure. */
export function planBody(plan: SoldPlan, { product, spelling, metadata }: Terms) {
  const interval = spelling === 'noun' ? plan.interval : adverbs[plan.interval]
  const recurring = { interval, interval_count: 1 }
  return {
    mode: 'subscription',
    line_items: [{ price_data: { product, unit_amount: plan.priceMinor, recurring }, quantity: 1 }],
    subscription_data: { metadata, ...(plan.trialDays > 0 && { trial_period_days: plan.trialDays }) },
  }
}

/**
 * What a session's line says of its interval that the plan does not, in words; null when it says nothing else, or nothing
 * at all. Safe to repeat.
 */
export async function planDifference(client: FlexClient, sessionId: string, plan: SoldPlan): Answer<string | null> {
  const call = { method: 'GET', path: `/checkout/sessions/${sessionId}/line_items` } as const
  const listed = absentIs([], await client.call(call, lineListSchema))
  if (!listed.ok) return listed
  const recurring = listed.value.flatMap((raw) => recurringLineSchema.safeParse(raw).data?.price.recurring ?? [])
  const other = recurring.find(
    ({ interval, interval_count: count }) =>
      (interval !== plan.interval && interval !== adverbs[plan.interval]) || (count ?? 1) !== 1,
  )
  if (!other) return ok(null)
  return ok(`Its session renews every ${other.interval_count ?? 1} ${other.interval}, the plan every ${plan.interval}.`)
}
