import 'server-only'
import { watchEventLoop } from './event-loop-lag'

/** Senders hang up after 5 s: whoever would have to wait for longer than this is told at once. */
const longestWaitMs = 3_000
/** So many are always taken, and all that comes in the first moment of a burst, when nobody knows yet how fast it goes. */
const fewest = 50
const burstMs = 2_000
const rateWindowMs = 2_000
/** How often the event loop comes round for one webhook: to read it, to hear from the database, to answer. */
const turnsOfOne = 3

export type WebhookLoad = {
  /** Whether a webhook that comes now would be answered too late. */
  isTooMuch(): boolean
  /** A webhook has arrived whole. @returns what to call when it is answered. */
  begin(): () => void
}

/**
 * Counts the webhooks that are being worked on in this process, how many are answered in a second, and how late the event
 * loop is for those that it has not read yet: what comes beyond is better refused at once than answered late, because then
 * those that wait are answered in time. One that arrives byte by byte does not count before it is whole.
 */
export function createWebhookLoad(
  nowMs: () => number = () => performance.now(),
  lagMs: () => number = watchEventLoop(),
): WebhookLoad {
  let underWay = 0
  let busySinceMs = 0
  let answeredAtMs: number[] = []

  return {
    isTooMuch: () => {
      const atMs = nowMs()
      if (underWay < fewest || atMs - busySinceMs < burstMs) return false
      const fromMs = Math.max(busySinceMs, atMs - rateWindowMs)
      answeredAtMs = answeredAtMs.filter((one) => one >= fromMs)
      const waitMs = (underWay * (atMs - fromMs)) / Math.max(1, answeredAtMs.length)
      return waitMs + turnsOfOne * lagMs() > longestWaitMs
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
