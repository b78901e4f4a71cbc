import type { SubscriptionChange } from '@/lib/payments/contract/events'

/** What an event of a subscription asks for. */
export type EventMeaning = {
  /** Whether the event says that money came for an interval. */
  tellsOfMoney: boolean
  /** Whether the provider's API is asked because of it; all that changes comes from there. */
  asks: boolean
  /** What the merchant reads in the subscription's story. */
  text: string
}

/**
 * What each event of a subscription does. None changes a state by itself: the API says how the subscription stands, so that
 * events may come doubled, late, in any order, or not at all. `paid` is the only one that stands for money.
 */
export const eventTable: Record<SubscriptionChange, EventMeaning> = {
  started: { tellsOfMoney: false, asks: true, text: 'The provider told that it began.' },
  updated: { tellsOfMoney: false, asks: true, text: 'The provider told of a change.' },
  paid: { tellsOfMoney: true, asks: true, text: 'The provider told that an interval was paid.' },
  payment_failed: { tellsOfMoney: false, asks: true, text: 'The provider told that a payment failed.' },
  paused: { tellsOfMoney: false, asks: true, text: 'The provider told that it was paused.' },
  resumed: { tellsOfMoney: false, asks: true, text: 'The provider told that it goes on.' },
  trial_ending: { tellsOfMoney: false, asks: true, text: 'The provider told that the trial ends soon.' },
  cancelled: { tellsOfMoney: false, asks: true, text: 'The provider told that it was cancelled.' },
  announced: { tellsOfMoney: false, asks: false, text: 'The provider told of an invoice to come.' },
}
