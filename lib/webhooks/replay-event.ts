import 'server-only'
import { inTransaction } from '@/lib/db'
import { writeTimeline } from '@/lib/orders/timeline'
import type { DecidedEvent } from './find-event'
import { type InboxState, inboxStateTexts } from './model'
import { type ProcessDeps, workOnEvent } from './process-event'
import { readAgain } from './readable-event'
import { closeEvent, isUndecided, reopenEvent } from './reopen-event'

export type ReplayBy = ProcessDeps & { merchantId: number }

/** `result`: what the replay came to, or null when nothing could be done. */
export type Replayed = { eventId: number; result: InboxState | null; orderId: number | null }

function storyText(event: DecidedEvent, state: InboxState): string {
  const name = event.eventName ?? 'without a name'
  const end = isUndecided(state) ? 'the provider’s answer is still awaited' : inboxStateTexts[state].toLowerCase()
  return `A merchant replayed webhook delivery ${event.id} (${name}): ${end}.`
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
  const tries = await reopenEvent(event.id, at)
  // As if it had come just now: patience with a silent provider begins again, so that no person is called at once.
  await workOnEvent({ ...event, state: 'confirming', receivedAt: at, tries: 0 }, deps)
  return inTransaction(async (tx) => {
    const { state, orderId } = await closeEvent(tx, event.id, tries)
    const result = isUndecided(state) ? null : state
    if (orderId !== null)
      await writeTimeline(tx, {
        orderId,
        at: deps.clock.now(),
        actor: 'merchant',
        merchantId,
        kind: 'replayed',
        text: storyText(event, state),
        data: { eventId: event.id, result },
      })
    return { eventId: event.id, result, orderId }
  })
}
