import 'server-only'

const tickMs = 50

/** Watches how long the event loop takes to come round. @returns how late it is now or was last time, in milliseconds. */
export function watchEventLoop(): () => number {
  let tickedAtMs = performance.now()
  let lastLagMs = 0
  setInterval(() => {
    const atMs = performance.now()
    lastLagMs = atMs - tickedAtMs - tickMs
    tickedAtMs = atMs
  }, tickMs).unref()
  return () => Math.max(0, lastLagMs, performance.now() - tickedAtMs - tickMs)
}
