import { type OrderStatus, settledStatuses } from '@/lib/orders/model'

const beatsSeconds = [1, 2, 3, 5, 8, 13, 20, 30]
const slowestSeconds = 30
const jitterShare = 0.15

/** After this long, asking the provider is worth it. */
export const askProviderAfterMs = 4_000
/** After this long, people are told that they can leave. */
export const longWaitMs = 60_000
/** After this long, the page stops asking. */
export const stopAfterMs = 15 * 60_000

/** How long to wait before the given beat (0 is the first), spread by ±15 % so that pages do not ask in step. */
export function delayBeforeBeatMs(beat: number, random: () => number): number {
  const seconds = beatsSeconds[beat] ?? slowestSeconds
  return Math.round(seconds * 1_000 * (1 + (random() * 2 - 1) * jitterShare))
}

/** Whether nothing more can be expected to change by waiting. */
export const isSettled = (status: OrderStatus): boolean => settledStatuses.includes(status)

export type WaitPhase = 'fresh' | 'long' | 'stopped'

/** What a waiting page has to say after so long. */
export function waitPhase(waitedMs: number): WaitPhase {
  if (waitedMs >= stopAfterMs) return 'stopped'
  return waitedMs >= longWaitMs ? 'long' : 'fresh'
}
