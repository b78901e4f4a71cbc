export type LogEntry = {
  seq: number
  at: string
  direction: 'in' | 'out'
  kind: 'api' | 'page' | 'webhook'
  method: string
  path: string
  status: number | null
  headers: Record<string, string>
  requestBody: string
  responseBody: string
  durationMs: number
  /** The name of a webhook's event. */
  event: string | null
  note: string | null
}

export type TrafficLog = {
  add(
    entry: Omit<LogEntry, 'seq' | 'at' | 'event' | 'requestBody' | 'responseBody'> & {
      event?: string
      requestBody?: string
      responseBody?: string
    },
  ): LogEntry
  /** Oldest first: the newest `limit` entries above `afterSeq`. */
  list(afterSeq: number, limit: number): LogEntry[]
  lastSeq(): number
  clear(): void
}

const KEPT_ENTRIES = 3000
const DROPPED_AT_ONCE = 500
const MAX_BODY_CHARS = 16 * 1024

/** What the sandbox received and sent, newest last. Kept in memory only: it is for looking, not a record. */
export function createTrafficLog(now: () => number): TrafficLog {
  const entries: LogEntry[] = []
  // Begins with the time, so that who follows the log across a restart misses nothing.
  let seq = now()
  return {
    add(entry) {
      seq += 1
      const kept: LogEntry = {
        ...entry,
        event: entry.event ?? null,
        seq,
        at: new Date(now()).toISOString(),
        requestBody: shorten(entry.requestBody),
        responseBody: shorten(entry.responseBody),
      }
      entries.push(kept)
      if (entries.length > KEPT_ENTRIES) entries.splice(0, DROPPED_AT_ONCE)
      return kept
    },
    list: (afterSeq, limit) => entries.filter((entry) => entry.seq > afterSeq).slice(-limit),
    lastSeq: () => seq,
    clear() {
      entries.length = 0
    },
  }
}

function shorten(body: string | undefined): string {
  if (!body) return ''
  const masked = body.replace(/("(?:signing_)?secret"\s*:\s*"[^"]{0,10})[^"]*"/g, '$1…"')
  return masked.length > MAX_BODY_CHARS ? `${masked.slice(0, MAX_BODY_CHARS)}…` : masked
}
