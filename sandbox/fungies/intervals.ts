import type { Interval } from './model'

const DAY_MS = 86_400_000

/** The same day of a later month, or its last day. */
export function endOfInterval(startMs: number, interval: Interval, count: number): number {
  if (interval === 'day') return startMs + count * DAY_MS
  if (interval === 'week') return startMs + count * 7 * DAY_MS
  const months = interval === 'year' ? 12 * count : count
  const end = new Date(startMs)
  const day = end.getUTCDate()
  end.setUTCDate(1)
  end.setUTCMonth(end.getUTCMonth() + months)
  const lastDay = new Date(Date.UTC(end.getUTCFullYear(), end.getUTCMonth() + 1, 0)).getUTCDate()
  end.setUTCDate(Math.min(day, lastDay))
  return end.getTime()
}
