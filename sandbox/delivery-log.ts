import type { Outcome } from './deliver'
import type { Forgery } from './post'
import type { TrafficLog } from './traffic-log'

type Logged = { url: string; event: string; headers: Record<string, string>; body: string }

/** Writes down an attempt to deliver a webhook: what was sent, what came back, and whether it was forged. */
export function logAttempt(log: TrafficLog, sent: Logged, outcome: Outcome, forgery?: Forgery): void {
  const notes = [forgery ? `forged on purpose (${forgery})` : null, outcome.error]
  add(log, sent, outcome, notes.filter(Boolean).join('; ') || null)
}

/** Writes down why a webhook was not sent. */
export function logUnsent(log: TrafficLog, unsent: Logged, note: string): void {
  add(log, unsent, { status: null, responseBody: '', durationMs: 0 }, note)
}

function add(log: TrafficLog, webhook: Logged, outcome: Omit<Outcome, 'error'>, note: string | null): void {
  const { status, responseBody, durationMs } = outcome
  log.add({
    direction: 'out',
    kind: 'webhook',
    method: 'POST',
    path: webhook.url,
    status,
    event: webhook.event,
    headers: webhook.headers,
    requestBody: webhook.body,
    responseBody,
    durationMs,
    note,
  })
}
