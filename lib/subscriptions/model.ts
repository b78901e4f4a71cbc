import type { PlanInterval, SubscriptionState } from '@/lib/payments/gateway'
import { formatMoney } from '@/lib/shared/money'

/** Words and shapes of subscriptions; safe in the browser. */

export type { PlanInterval, SubscriptionState }

/** How a variant is sold when it is a subscription: its price is asked for each interval, after the trial. */
export type Plan = { interval: PlanInterval; trialDays: number }

export const subscriptionStateTexts: Record<SubscriptionState, string> = {
  trialing: 'In its trial',
  active: 'Active',
  past_due: 'Past due',
  paused: 'Paused',
  cancelled: 'Cancelled',
  unknown: 'Not clear',
}

/** "a week", "a month", "a year". */
export const everyText = (interval: PlanInterval): string => `a ${interval}`

const trialText = (days: number): string => (days === 1 ? '1 day' : `${days} days`)

/** "30 days free, then $9.00 a month", or the price alone without a trial. Amount in minor units. */
export function planText(plan: Plan, price: { amountMinor: number; currency: string }): string {
  const each = `${formatMoney(price)} ${everyText(plan.interval)}`
  return plan.trialDays > 0 ? `${trialText(plan.trialDays)} free, then ${each}` : each
}

/** “1 month from Dec 21, 2026” (UTC, as intervals are counted). */
export function intervalText(interval: PlanInterval, start: Date): string {
  const day = new Intl.DateTimeFormat('en-US', { year: 'numeric', month: 'short', day: 'numeric', timeZone: 'UTC' })
  return `1 ${interval} from ${day.format(start)}`
}
