import 'server-only'
import { rows, sql } from '@/lib/db'
import type { AmountUnit } from '@/lib/payments/contract/events'
import type { StoredEvent } from './inbox'

/** What decides whether an event may settle by itself. */
export type Background = {
  /** In which the provider's API confirmed an earlier event of this shape; null when it never did. */
  unit: AmountUnit | null
  /**
   * True when another event about the same payment waits for an answer, such as its refund: one that could not be matched
   * before that payment came, or one of another name that is not decided yet.
   */
  hasOpenQuestion: boolean
}

type Told = { shape: string | null; providerOrderId: string; eventName: string }

/** Looked up once the event itself is stored: of two that are stored at the same moment, one at least sees the other. */
export async function readBackground(event: StoredEvent, told: Told): Promise<Background> {
  const { id, provider, mode } = event
  const [found] = await rows<Background>(
    sql`
    select (select unit from confirmed_units
        where provider = ${provider}::provider and mode = ${mode}::payment_mode and shape = ${told.shape}) as unit,
      exists (select from webhook_events
        where provider = ${provider}::provider and mode = ${mode}::payment_mode and provider_order_id = ${told.providerOrderId}
          and id <> ${id} and (state = 'unmatched'
            or (state in ('received', 'confirming') and event_name is distinct from ${told.eventName}))) as "hasOpenQuestion"`,
    { pool: 'webhook', timeoutMs: 1_000, isPrepared: true },
  )
  if (!found) throw new Error('a statement that always has a row had none')
  return found
}
