import 'server-only'
import { inTransaction, sql, type Tx } from '@/lib/db'
import { afterInlineLease } from './inbox'
import type { InboxState } from './model'

/** What came of an event; `decidedAt` is null while it is undecided. */
type Verdict = { state: InboxState; reason: string | null; decidedAt: Date | null }

type Row = Verdict & {
  orderId: number | null
  tries: number
  receivedAt: Date
  stoodState: InboxState | null
  stoodReason: string | null
  stoodAt: Date | null
}

export const isUndecided = (state: InboxState): boolean => state === 'received' || state === 'confirming'

async function lockEvent(tx: Tx, eventId: number): Promise<Row> {
  const [row] = await tx.rows<Row>(sql`
    select state, reason, processed_at as "decidedAt", order_id as "orderId", tries, received_at as "receivedAt",
      stood_state as "stoodState", stood_reason as "stoodReason", stood_at as "stoodAt"
    from webhook_events where id = ${eventId} for update`)
  if (!row) throw new Error(`event ${eventId} is gone`)
  return row
}

/** What came of an event first stands, unless a replay came to something new; null while nothing was ever decided. */
function verdictThatStands({ state, reason, decidedAt, stoodState, stoodReason, stoodAt }: Row): Verdict | null {
  const own = isUndecided(state) ? null : { state, reason, decidedAt }
  if (stoodState === null) return own
  const isNews = own !== null && stoodState !== 'settled' && own.state !== stoodState
  return isNews ? own : { state: stoodState, reason: stoodReason, decidedAt: stoodAt }
}

/**
 * Opens an event again for the provider to be asked, and counts the try. What had come of it is kept beside it, also when
 * a replay that is still under way has opened it before. @returns the number of the try.
 */
export function reopenEvent(eventId: number, at: Date): Promise<number> {
  return inTransaction(async (tx) => {
    const row = await lockEvent(tx, eventId)
    const stood = verdictThatStands(row)
    await tx.rows(sql`
      update webhook_events set state = 'confirming', processed_at = null, next_try_at = ${afterInlineLease(at)},
        tries = tries + 1, stood_state = ${stood?.state ?? null}::inbox_state, stood_reason = ${stood?.reason ?? null},
        stood_at = ${stood?.decidedAt ?? null}
      where id = ${eventId}`)
    return row.tries + 1
  })
}

const longestMs = 2_147_483_647

/** The wait for a verdict counts from the arrival, not from the replay. */
function tookMs({ receivedAt }: Row, decidedAt: Date | null): number | null {
  return decidedAt && Math.min(longestMs, Math.max(0, decidedAt.getTime() - receivedAt.getTime()))
}

/** What a try came to by itself, whatever stands of the event in the end. */
export type TryResult = Pick<Verdict, 'state'> & { orderId: number | null }

/**
 * Ends a try of an event that was opened again: what stands of it is decided, unless somebody tried once more meanwhile,
 * who then decides. Safe to repeat.
 */
export async function closeEvent(tx: Tx, eventId: number, tries: number): Promise<TryResult> {
  const row = await lockEvent(tx, eventId)
  const { state, orderId } = row
  const stands = row.tries === tries ? verdictThatStands(row) : null
  if (stands)
    await tx.rows(sql`
      update webhook_events set state = ${stands.state}::inbox_state, reason = ${stands.reason},
        processed_at = ${stands.decidedAt}, took_ms = ${tookMs(row, stands.decidedAt)}, next_try_at = null,
        stood_state = null, stood_reason = null, stood_at = null
      where id = ${eventId}`)
  return { state, orderId }
}
