import 'server-only'
import { createHash } from 'node:crypto'
import { rows, sql, type TransactionOptions, type Tx } from '@/lib/db'
import type { Delivery } from '@/lib/payments/contract/events'
import type { Mode, ProviderId } from '@/lib/payments/contract/provider-id'
import type { InboxState } from './model'

export type StoredEvent = {
  id: number
  provider: ProviderId
  mode: Mode
  receivedAt: Date
  rawBody: Buffer
  headers: Record<string, string>
  state: InboxState
  tries: number
}

export type NewEvent = {
  provider: ProviderId
  mode: Mode
  delivery: Delivery
  eventName: string | null
  providerOrderId: string | null
  state: 'received' | 'malformed'
  reason: string | null
  /** A worker may take it up at once: the request that stores it does nothing more with it. */
  isLeftToWorker: boolean
  at: Date
}

/** A worker leaves a fresh event to the request that stored it for this long. */
const inlineLeaseMs = 5_000

/** When a worker may take up what a request is still at: its settlement, or its question to the provider. */
export const afterInlineLease = (at: Date): Date => new Date(at.getTime() + inlineLeaseMs)

const keptHeaders = /^(content-type|user-agent|webhook-.*|svix-.*|flex-.*|x-(pocketsflow|fngs|fungies|flex)-.*)$/

function keepHeaders(headers: Headers): Record<string, string> {
  return Object.fromEntries([...headers].filter(([name]) => keptHeaders.test(name)))
}

/** Stores an authentic delivery byte for byte, before anything is done with it. Every delivery is a row of its own. */
export async function storeEvent(event: NewEvent, options: TransactionOptions): Promise<StoredEvent> {
  const { provider, mode, delivery, state, at } = event
  const headers = keepHeaders(delivery.headers)
  const bodyHash = createHash('sha256').update(delivery.rawBody).digest()
  const firstTryAt = event.isLeftToWorker ? at : afterInlineLease(at)
  const nextTryAt = state === 'received' ? firstTryAt : null
  const [row] = await rows<{ id: number }>(
    sql`
    insert into webhook_events (provider, mode, received_at, raw_body, body_hash, headers, event_name, provider_order_id,
      state, reason, next_try_at)
    values (${provider}::provider, ${mode}::payment_mode, ${at}, ${delivery.rawBody}, ${bodyHash},
      ${JSON.stringify(headers)}::jsonb, ${event.eventName}, ${event.providerOrderId}, ${state}::inbox_state,
      ${event.reason}, ${nextTryAt})
    returning id`,
    { ...options, isPrepared: true },
  )
  if (!row) throw new Error('the event was not stored')
  return { id: row.id, provider, mode, receivedAt: at, rawBody: delivery.rawBody, headers, state, tries: 0 }
}

export type Verdict = {
  state: InboxState
  reason: string | null
  orderId: number | null
  /** When to look at it again; null when it is done with. */
  nextTryAt: Date | null
  at: Date
}

/** Writes what came of an event, and how long after its arrival. What came of it first stands: safe to repeat. */
export async function recordVerdict(tx: Tx, event: StoredEvent, verdict: Verdict): Promise<void> {
  const isDone = verdict.nextTryAt === null
  const tookMs = Math.max(0, verdict.at.getTime() - event.receivedAt.getTime())
  tx.send(sql`
    update webhook_events set state = ${verdict.state}::inbox_state, reason = ${verdict.reason},
      order_id = coalesce(${verdict.orderId}::int, order_id), next_try_at = ${verdict.nextTryAt},
      processed_at = ${isDone ? verdict.at : null}, took_ms = ${isDone ? tookMs : null}
    where id = ${event.id} and processed_at is null`)
}

/** While one worker is at an event, no other takes it up; after this long it counts as left behind by a crash. */
const workLeaseMs = 30_000

/** No event waits for longer than this: one that seems to was put off by a clock which has been set back since. */
const longestWaitMs = 120_000

/** `isReopened`: a replay opened it again and never came back. */
export type ClaimedEvent = StoredEvent & { isReopened: boolean }

/** Takes the event whose time came first; several workers never take the same one. */
export async function claimDueEvent(at: Date): Promise<ClaimedEvent | null> {
  const [claimed] = await rows<ClaimedEvent>(sql`
    update webhook_events e set next_try_at = ${new Date(at.getTime() + workLeaseMs)}, tries = e.tries + 1
    from (select id from webhook_events where state in ('received', 'confirming')
        and (next_try_at <= ${at} or next_try_at > ${new Date(at.getTime() + longestWaitMs)})
      order by next_try_at limit 1 for update skip locked) due
    where e.id = due.id
    returning e.id, e.provider, e.mode, e.received_at as "receivedAt", e.raw_body as "rawBody", e.headers, e.state, e.tries,
      e.stood_state is not null as "isReopened"`)
  return claimed ?? null
}
