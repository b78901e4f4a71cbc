import type { PlanInterval } from './model'

/** Intervals of a subscription, in UTC, counted from the start of its first paid one. All pure. */

const dayMs = 86_400_000
const keyPrefix = 'subscription:'
/** Told by an API or computed by us, one start may differ by this much and is the same. */
const toleranceMs = dayMs / 2

const lastDayOfMonth = (year: number, month: number): number => new Date(Date.UTC(year, month + 1, 0)).getUTCDate()

/** A month that is too short ends the interval on its last day; the anchor's day comes back in the next long one. */
function monthsAfter(anchor: Date, months: number): Date {
  const year = anchor.getUTCFullYear()
  const month = anchor.getUTCMonth() + months
  const moved = new Date(anchor)
  const firstOfMonth = new Date(Date.UTC(year, month, 1))
  const lastDay = lastDayOfMonth(firstOfMonth.getUTCFullYear(), firstOfMonth.getUTCMonth())
  moved.setUTCFullYear(
    firstOfMonth.getUTCFullYear(),
    firstOfMonth.getUTCMonth(),
    Math.min(anchor.getUTCDate(), lastDay),
  )
  return moved
}

/** Start of the interval with this index; 0 begins at the anchor. */
export function periodStartOf(anchor: Date, interval: PlanInterval, index: number): Date {
  if (interval === 'week') return new Date(anchor.getTime() + index * 7 * dayMs)
  return monthsAfter(anchor, interval === 'year' ? 12 * index : index)
}

const averageMs: Record<PlanInterval, number> = { week: 7 * dayMs, month: 30.436875 * dayMs, year: 365.2425 * dayMs }

/** Index of the interval in which a moment lies. */
function periodIndexAt(anchor: Date, interval: PlanInterval, at: Date): number {
  let index = Math.floor((at.getTime() - anchor.getTime()) / averageMs[interval]) + 1
  while (periodStartOf(anchor, interval, index) > at) index -= 1
  return index
}

/** Start of the interval in which a moment lies. */
export const periodStartAt = (anchor: Date, interval: PlanInterval, at: Date): Date =>
  periodStartOf(anchor, interval, periodIndexAt(anchor, interval, at))

/** Whether two moments are the start of one interval. */
export const isSameStart = (one: Date, other: Date): boolean => Math.abs(one.getTime() - other.getTime()) <= toleranceMs

/** The counted start that is the one a provider told; null when there is none near it. */
export function countedStart(anchor: Date, interval: PlanInterval, told: Date): Date | null {
  const index = periodIndexAt(anchor, interval, told)
  const near = [index, index + 1].map((one) => periodStartOf(anchor, interval, one))
  return near.find((start) => isSameStart(start, told)) ?? null
}

/** The same; one that is not counted stands as it was told (the provider moved the day of billing). */
export const canonicalStart = (anchor: Date, interval: PlanInterval, told: Date): Date =>
  countedStart(anchor, interval, told) ?? told

/** Starts of the intervals after `after` and before `until`, oldest first. */
export function startsBetween(anchor: Date, interval: PlanInterval, after: Date, until: Date): Date[] {
  const starts: Date[] = []
  let index = periodIndexAt(anchor, interval, after)
  for (let start = periodStartOf(anchor, interval, index); start < until; ) {
    if (start > after && !isSameStart(start, after) && !isSameStart(start, until)) starts.push(start)
    index += 1
    start = periodStartOf(anchor, interval, index)
  }
  return starts
}

/** What stands for the payment of one interval where the provider names none: the same for the same interval. */
export const periodKey = (providerSubscriptionId: string, start: Date): string =>
  `${keyPrefix}${providerSubscriptionId}:${start.toISOString().slice(0, 10)}`

/** Why money that the provider gave no id for cannot be sent back from here; null for any other payment. */
export const refundOfPeriod = (providerOrderId: string): string | null =>
  providerOrderId.startsWith(keyPrefix)
    ? 'The provider named no payment for this interval, so refunds of it are made in its dashboard.'
    : null
