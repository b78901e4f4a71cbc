/** Whether a call may go on; if not, in how many whole seconds it may be tried again. */
export type RateVerdict = { allowed: true } | { allowed: false; retryAfterSeconds: number }

export type RateWindow = { take(key: string, nowMs: number): RateVerdict }

/**
 * At most `max` calls per key in any `windowMs`. Remembers at most `maxKeys` keys, in this process alone; when there are
 * more, the one that has been quiet longest is forgotten.
 */
export function createRateWindow(limits: { max: number; windowMs: number; maxKeys: number }): RateWindow {
  const calls = new Map<string, number[]>()
  return {
    take(key, nowMs) {
      const recent = (calls.get(key) ?? []).filter((atMs) => nowMs - atMs < limits.windowMs)
      const allowed = recent.length < limits.max
      if (allowed) recent.push(nowMs)
      calls.delete(key)
      calls.set(key, recent)
      forgetOldest(calls, limits.maxKeys)
      if (allowed) return { allowed }
      const waitMs = limits.windowMs - (nowMs - (recent[0] ?? nowMs))
      return { allowed, retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1000)) }
    },
  }
}

function forgetOldest(calls: Map<string, number[]>, maxKeys: number): void {
  if (calls.size <= maxKeys) return
  const oldest = calls.keys().next()
  if (!oldest.done) calls.delete(oldest.value)
}
