import type { SettlementOutcome } from '@/lib/settlement/settlement'

/** What a replay would come to, in words. */
export const outcomeTexts: Record<SettlementOutcome['outcome'], string> = {
  paid: 'The payment agrees with the order and would make it paid.',
  part_paid: 'The payment would pay one item of the order.',
  sold_out: 'The payment would be kept, but the goods are gone: a refund would be due.',
  refunded: 'The payment was given back already and would be kept as such.',
  second_payment: 'The order has its payment: this one would be kept as a second one that is to be refunded.',
  already: 'This payment is settled already, so a replay is a duplicate.',
  mismatch: 'The payment does not agree with the order, which would need a person.',
  unmatched: 'No order of this shop explains the payment; it would be kept as unmatched money.',
  discount_unclear: 'It is not clear yet which discount explains the amount, so the event would wait.',
}

/** Why a kind of event moves nothing, however often it is replayed. */
export const idleTexts = {
  unreadable: 'Its body cannot be read, so there is nothing to replay.',
  payment_failed: 'A declined payment changes no order, so there is nothing to replay.',
  payment_disputed: 'A dispute only marks the payment; the provider is asked about it at every sweep anyway.',
  ignored: 'This shop does not act on this kind of event, so there is nothing to replay.',
} as const

/** Only the look itself tells what it comes to: a subscription is taken over as the provider says that it stands. */
export const subscriptionText =
  'The provider would be asked how the subscription stands, and each paid interval without an order would get one.'
