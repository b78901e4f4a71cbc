import type { OrderStatus } from '@/lib/orders/model'
import type { PlanInterval, SubscriptionState } from '@/lib/payments/contract/subscriptions'
import { formatMoney } from '@/lib/shared/money'

/** Words and shapes of subscriptions; safe in the browser. */

export type { PlanInterval, SubscriptionState }

/** How a variant is sold when it is a subscription: its price is asked for each interval, after the trial. */
export type Plan = { interval: PlanInterval; trialDays: number }

/** How people read how a subscription stands. */
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

/** What is asked for on the day a plan is bought, in minor units: nothing while there is a trial. */
export const firstPriceMinor = (priceMinor: number, plan: Plan | null): number =>
  plan && plan.trialDays > 0 ? 0 : priceMinor

/** A line's options with what its plan costs: all that tells it from others in words. */
export function withPlanText(
  optionsText: string,
  plan: Plan,
  price: { amountMinor: number; currency: string },
): string {
  const terms = planText(plan, price)
  return optionsText ? `${optionsText}: ${terms}` : terms
}

/** “1 month from Dec 21, 2026” (UTC, as intervals are counted). */
export function intervalText(interval: PlanInterval, start: Date): string {
  const day = new Intl.DateTimeFormat('en-US', { year: 'numeric', month: 'short', day: 'numeric', timeZone: 'UTC' })
  return `1 ${interval} from ${day.format(start)}`
}

/** One interval of a subscription, with the order that stands for it. */
export type IntervalOrder = {
  number: number
  status: OrderStatus
  periodStart: Date | null
  totalMinor: number
  paidAt: Date | null
}

/** A subscription as its subscriber may see it. Portal and whole e-mail are there only when `isTheirs`. */
export type ShopperSubscription = {
  id: number
  productName: string
  imageSrc: string | null
  state: SubscriptionState
  interval: PlanInterval
  priceMinor: number
  currency: string
  startedAt: Date
  trialEndsAt: Date | null
  currentPeriodEnd: Date | null
  cancelAtPeriodEnd: boolean
  endedAt: Date | null
  portalUrl: string | null
  email: string
  /** The checkout's own browser, or a mailed link. */
  isTheirs: boolean
  /** Newest first. */
  orders: IntervalOrder[]
}

/** Whether it goes on until somebody ends it. */
export const canBeCancelled = ({
  state,
  cancelAtPeriodEnd,
}: Pick<ShopperSubscription, 'state' | 'cancelAtPeriodEnd'>): boolean => state !== 'cancelled' && !cancelAtPeriodEnd

/** A subscription in the back office's list. */
export type SubscriptionRow = {
  id: number
  provider: string
  mode: 'test' | 'live'
  state: SubscriptionState
  interval: PlanInterval
  priceMinor: number
  currency: string
  startedAt: Date
  trialEndsAt: Date | null
  currentPeriodEnd: Date | null
  cancelAtPeriodEnd: boolean
  orderNumber: number
  name: string
  email: string
  productName: string
  paidCount: number
}

/** A subscription with its orders and its story. */
export type SubscriptionDetail = SubscriptionRow & {
  providerSubscriptionId: string
  providerCustomerId: string | null
  portalUrl: string | null
  currentPeriodStart: Date | null
  endedAt: Date | null
  lookedAt: Date | null
  nextLookAt: Date | null
  orders: IntervalOrder[]
  events: { id: number; at: Date; actor: string; text: string }[]
}

/** Every state, in the order in which lists offer them. */
export const subscriptionStates = ['trialing', 'active', 'past_due', 'paused', 'cancelled', 'unknown'] as const

/** The address of the back office's list. */
export function subscriptionListPath(filter: { state: SubscriptionState | null; olderThan: number | null }): string {
  const query = new URLSearchParams()
  if (filter.state) query.set('state', filter.state)
  if (filter.olderThan) query.set('older', String(filter.olderThan))
  return query.size > 0 ? `/admin/subscriptions?${query}` : '/admin/subscriptions'
}

/** A variant that is sold as a subscription, with what sells it at the providers. */
export type PlanRow = Plan & {
  sku: string
  productName: string
  priceMinor: number
  currency: string
  offers: { provider: string; offerId: string }[]
}

/** A subscription at a provider that no order here explains. */
export type UnmatchedRow = {
  id: number
  provider: string
  mode: 'test' | 'live'
  providerSubscriptionId: string
  state: SubscriptionState
  buyerEmail: string | null
  since: Date
  /** What was paid and has not gone back; null = not told. */
  paid: { amountMinor: number; currency: string } | null
  /** Set when a merchant said that it is none of this shop's. */
  setAside: { at: Date; by: string | null; reason: string } | null
}
