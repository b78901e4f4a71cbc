import 'server-only'
import { sql, type Tx } from '@/lib/db'

/** What can happen to a subscription. */
export type SubscriptionEventKind = 'started' | 'told' | 'state' | 'paid' | 'trial' | 'unproven' | 'cancel_asked'

type NewEvent = {
  subscriptionId: number
  at: Date
  actor: 'shopper' | 'provider' | 'system' | 'merchant'
  merchantId?: number | null
  kind: SubscriptionEventKind
  /** Plain words for the merchant; no personal data. */
  text: string
}

/** Appends to a subscription's story, in the transaction of the change it tells. */
export async function writeSubscriptionEvent(tx: Tx, event: NewEvent): Promise<void> {
  const { subscriptionId, at, actor, merchantId = null, kind, text } = event
  tx.send(sql`
    insert into subscription_events (subscription_id, at, actor, merchant_id, kind, text)
    values (${subscriptionId}, ${at}, ${actor}::actor, ${merchantId}, ${kind}, ${text})`)
}
