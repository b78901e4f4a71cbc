/** When a membership is charged: every interval after its anchor, at the end of months that are too short. */

export const DAY_MS = 86_400_000

export type Frequency = 'weekly' | 'monthly' | 'yearly'

export function chargeTimeMs(anchorMs: number, frequency: Frequency, index: number): number {
  if (frequency === 'weekly') return anchorMs + index * 7 * DAY_MS
  const anchor = new Date(anchorMs)
  const months = anchor.getUTCMonth() + (frequency === 'yearly' ? 12 * index : index)
  const year = anchor.getUTCFullYear() + Math.floor(months / 12)
  const month = ((months % 12) + 12) % 12
  const days = new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
  const timeOfDayMs = anchorMs - Date.UTC(anchor.getUTCFullYear(), anchor.getUTCMonth(), anchor.getUTCDate())
  return Date.UTC(year, month, Math.min(anchor.getUTCDate(), days)) + timeOfDayMs
}
