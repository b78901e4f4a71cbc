import 'server-only'
import { rows, sql } from '@/lib/db'
import type { StoredEvent } from './inbox'

/** A stored event with what came of it so far. */
export type DecidedEvent = StoredEvent & {
  eventName: string | null
  reason: string | null
  orderId: number | null
  processedAt: Date | null
  tookMs: number | null
}

/** A stored event by its id; null when there is none. */
export async function findEvent(eventId: number): Promise<DecidedEvent | null> {
  const [event] = await rows<DecidedEvent>(sql`
    select id, provider, mode, received_at as "receivedAt", raw_body as "rawBody", headers, state, tries,
      event_name as "eventName", reason, order_id as "orderId", processed_at as "processedAt", took_ms as "tookMs"
    from webhook_events where id = ${eventId}`)
  return event ?? null
}
