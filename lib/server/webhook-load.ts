import 'server-only'

/** Senders hang up after 5 s: whoever would have to wait for longer than this is told at once. */
const longestWaitMs = 2_500
/** So many are always taken, and all that comes in the first moment of a burst, when nobody knows yet how fast it goes. */
const fewest = 50
const burstMs = 1_250
const rateWindowMs = 2_000

export type WebhookLoad = {
  /** Whether a webhook that comes now would be answered too late. */
  isTooMuch(): boolean
  /** A webhook has arrived whole. @returns what to call when it is answered. */
  begin(): () => void
}

/**
 * Counts the webhooks that are being worked on in this process, and how many are answered in a second: what comes beyond
 * is better refused at once than answered late, because then those that wait are answered in time. One that arrives byte
 * by byte does not count before it is whole.
 */
export function createWebhookLoad(nowMs: () => number = () => performance.now()): WebhookLoad {
  let underWay = 0
  let busySinceMs = 0
  let answeredAtMs: number[] = []

  return {
    isTooMuch: () => {
      const atMs = nowMs()
      if (underWay < fewest || atMs - busySinceMs < burstMs) return false
      const fromMs = Math.max(busySinceMs, atMs - rateWindowMs)
      answeredAtMs = answeredAtMs.filter((one) => one >= fromMs)
      return (underWay * (atMs - fromMs)) / Math.max(1, answeredAtMs.length) > longestWaitMs
    },
    begin: () => {
      if (underWay === 0) busySinceMs = nowMs()
      underWay += 1
      return () => {
        underWay -= 1
        answeredAtMs.push(nowMs())
        if (underWay === 0) answeredAtMs = []
      }
    },
  }
}
