const minuteMs = 60_000
const delaysMs = [10_000, 30_000, minuteMs, 2 * minuteMs, 5 * minuteMs, 10 * minuteMs, 30 * minuteMs]
const longestDelayMs = 60 * minuteMs
const lastTry = 55

/** How long to wait after the given number of tries, in milliseconds; null when it is time to give up (about two days). */
export function retryDelayMs(tries: number): number | null {
  if (tries >= lastTry) return null
  return delaysMs[tries - 1] ?? longestDelayMs
}
