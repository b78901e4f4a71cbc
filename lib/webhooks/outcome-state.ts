import type { SettlementOutcome } from '@/lib/settlement/settlement'
import type { InboxState } from './model'

/** What an outcome of settlement means for the event that brought it. */
export const stateOfOutcome: Record<SettlementOutcome['outcome'], InboxState> = {
  paid: 'settled',
  part_paid: 'settled',
  sold_out: 'settled',
  refunded: 'settled',
  second_payment: 'settled',
  already: 'duplicate',
  mismatch: 'contradictory',
  unmatched: 'unmatched',
  discount_unclear: 'confirming',
}
