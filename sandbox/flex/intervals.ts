import type { Recurring } from './model'

const DAY_MS = 86_400_000

/** Start of the interval with this index, in UTC; a month that is too short ends it on its last day. */
export function intervalStart(anchorMs: number, { interval, intervalCount }: Recurring, index: number): number {
  const count = index * intervalCount
  if (/^(day|daily)$/.test(interval)) return anchorMs + count * DAY_MS
  if (/^week/.test(interval)) return anchorMs + count * 7 * DAY_MS
  const months = /^year/.test(interval) ? count * 12 : count
  const anchor = new Date(anchorMs)
  const first = new Date(Date.UTC(anchor.getUTCFullYear(), anchor.getUTCMonth() + months, 1))
  const lastDay = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate()
  const moved = new Date(anchorMs)
  moved.setUTCFullYear(first.getUTCFullYear(), first.getUTCMonth(), Math.min(anchor.getUTCDate(), lastDay))
  return moved.getTime()
}
