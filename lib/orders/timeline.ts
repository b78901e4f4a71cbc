import 'server-only'
import { sql, type Tx } from '@/lib/db'
import type { OrderStatus } from './model'

/** What can happen to an order. */
export type TimelineKind =
  | 'placed'
  | 'contact_changed'
  | 'attempt_started'
  | 'attempt_opened'
  | 'attempt_failed'
  | 'declined'
  | 'event_received'
  | 'replayed'
  | 'checked'
  | 'off_sale'
  | 'paid'
  | 'payment_recorded'
  | 'needs_review'
  | 'refund_requested'
  | 'refund_pending'
  | 'refund_failed'
  | 'refunded'
  | 'refused'
  | 'cancelled'
  | 'expired'
  | 'disputed'
  | 'hold_taken'
  | 'hold_released'
  | 'fulfilled'
  | 'looked_at'
  | 'subscription_placed'

/** Who did it. */
export type TimelineActor = 'shopper' | 'provider' | 'system' | 'merchant'

/** What happened, to be told to merchants. Statuses where it moved the order. */
export type NewTimelineEntry = {
  orderId: number
  at: Date
  actor: TimelineActor
  merchantId?: number | null
  kind: TimelineKind
  fromStatus?: OrderStatus
  toStatus?: OrderStatus
  /** Plain words for the merchant; no personal data. */
  text: string
  data?: Record<string, unknown>
}

/** Appends to an order's story, in the transaction of the change it tells. Never edited: a correction is a new entry. */
export async function writeTimeline(tx: Tx, entry: NewTimelineEntry): Promise<void> {
  tx.send(sql`
    insert into timeline (order_id, at, actor, merchant_id, kind, from_status, to_status, text, data)
    values (${entry.orderId}, ${entry.at}, ${entry.actor}::actor, ${entry.merchantId ?? null}, ${entry.kind},
      ${entry.fromStatus ?? null}::order_status, ${entry.toStatus ?? null}::order_status,
      ${entry.text}, ${JSON.stringify(entry.data ?? {})}::jsonb)`)
}
