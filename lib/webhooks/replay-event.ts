import 'server-only'
import { inTransaction, rows, sql, type Tx } from '@/lib/db'
import { writeTimeline } from '@/lib/orders/timeline'
import type { DecidedEvent } from './find-event'
import { afterInlineLease } from './inbox'
import { type InboxState, inboxStateTexts } from './model'
import { type ProcessDeps, workOnEvent } from './process-event'
import { readAgain } from './readable-event'

export type ReplayBy = ProcessDeps & { merchantId: number }

/** `result`: what the replay came to, or null when nothing could be done. */
export type Replayed = { eventId: number; result: InboxState | null; orderId: number | null }

type Verdict = { state: InboxState; orderId: number | null; tries: number }

const isUndecided = (state: InboxState) => state === 'received' || state === 'confirming'

/** `tries`: the number of this try; a later one is somebody else's. */
type Earlier = Pick<DecidedEvent, 'state' | 'reason' | 'processedAt'> & { tries: number }

/** Opens an event again, for the provider to be asked; the try is counted. @returns what had come of it. */
async function reopen(eventId: number, at: Date): Promise<Earlier> {
  const [earlier] = await rows<Earlier>(sql`
    update webhook_events e set state = 'confirming', processed_at = null, next_try_at = ${afterInlineLease(at)},
      tries = e.tries + 1
    from (select id, state, reason, processed_at from webhook_events where id = ${eventId} for update) was
    where e.id = was.id
    returning was.state, was.reason, was.processed_at as "processedAt", e.tries`)
  if (!earlier) throw new Error(`event ${eventId} is gone`)
  return earlier
}

/** What came of an event first stands, unless the replay came to something new. */
function keepsVerdict(earlier: Earlier, state: InboxState): boolean {
  if (isUndecided(earlier.state)) return false
  return isUndecided(state) || state === earlier.state || (earlier.state === 'settled' && state === 'duplicate')
}

async function restoreVerdict(tx: Tx, id: number, { state, reason, processedAt }: Earlier): Promise<void> {
  await tx.rows(sql`
    update webhook_events set state = ${state}::inbox_state, reason = ${reason}, processed_at = ${processedAt},
      next_try_at = null
    where id = ${id}`)
}

const longestMs = 2_147_483_647

/** The wait for a new verdict counts from the arrival, not from the replay. */
async function noteLatency(tx: Tx, { id, receivedAt }: DecidedEvent): Promise<void> {
  await tx.rows(sql`
    update webhook_events set
      took_ms = least(${longestMs}, round(1000 * extract(epoch from processed_at - ${receivedAt}::timestamptz)))::int
    where id = ${id} and processed_at is not null`)
}

function storyText(event: DecidedEvent, state: InboxState): string {
  const name = event.eventName ?? 'without a name'
  const end = isUndecided(state) ? 'the provider’s answer is still awaited' : inboxStateTexts[state].toLowerCase()
  return `A merchant replayed webhook delivery ${event.id} (${name}): ${end}.`
}

async function readVerdict(tx: Tx, eventId: number): Promise<Verdict> {
  const [verdict] = await tx.rows<Verdict>(
    sql`select state, order_id as "orderId", tries from webhook_events where id = ${eventId} for update`,
  )
  if (!verdict) throw new Error(`event ${eventId} is gone`)
  return verdict
}

/**
 * Works on a stored event once more, through the same door as its first time; the provider is asked before money moves.
 * Safe to repeat: a payment counts once. Who asked is written into the order's story. A provider that does not answer
 * changes nothing.
 */
export async function replayEvent(event: DecidedEvent, { merchantId, ...deps }: ReplayBy): Promise<Replayed> {
  const kind = readAgain(event, deps.gateway)?.kind
  if (kind !== 'payment_completed' && kind !== 'payment_refunded' && kind !== 'subscription')
    return { eventId: event.id, result: null, orderId: event.orderId }
  const at = deps.clock.now()
  const earlier = await reopen(event.id, at)
  // As if it had come just now: patience with a silent provider begins again, so that no person is called at once.
  await workOnEvent({ ...event, state: 'confirming', receivedAt: at, tries: 0 }, deps)
  return inTransaction(async (tx) => {
    const verdict = await readVerdict(tx, event.id)
    // Who opened it again meanwhile has seen what came of this try, and decides what stands.
    if (verdict.tries === earlier.tries) {
      if (keepsVerdict(earlier, verdict.state)) await restoreVerdict(tx, event.id, earlier)
      await noteLatency(tx, event)
    }
    const { orderId } = verdict
    const result = isUndecided(verdict.state) ? null : verdict.state
    if (orderId !== null)
      await writeTimeline(tx, {
        orderId,
        at: deps.clock.now(),
        actor: 'merchant',
        merchantId,
        kind: 'replayed',
        text: storyText(event, verdict.state),
        data: { eventId: event.id, result },
      })
    return { eventId: event.id, result, orderId }
  })
}
