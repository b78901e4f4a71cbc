import { formatMoney } from '@/lib/shared/money'
import { everyText, type ShopperSubscription } from '@/lib/subscriptions/model'

type Told = Omit<ShopperSubscription, 'orders'>

export type SubscriptionStory = { headline: string; paragraphs: string[] }

/** Writes a day as the shop's wall clock has it. */
export type WriteDay = (moment: Date) => string

const each = ({ priceMinor, currency, interval }: Told) =>
  `${formatMoney({ amountMinor: priceMinor, currency })} ${everyText(interval)}`

function endingStory(told: Told, day: WriteDay): SubscriptionStory {
  const until = told.currentPeriodEnd ? ` It stays yours until ${day(told.currentPeriodEnd)}.` : ''
  return {
    headline: 'Your subscription is cancelled.',
    paragraphs: [`Nothing more will be charged.${until}`],
  }
}

function goingStory(told: Told, day: WriteDay): SubscriptionStory {
  const next = told.currentPeriodEnd ? `The next payment is due on ${day(told.currentPeriodEnd)}. ` : ''
  return {
    headline: 'Your subscription is active.',
    paragraphs: [`${next}It is ${each(told)}, with a receipt each time.`],
  }
}

function trialStory(told: Told, day: WriteDay): SubscriptionStory {
  const until = told.trialEndsAt ? `until ${day(told.trialEndsAt)}` : 'for now'
  return {
    headline: 'Your trial is running.',
    paragraphs: [
      `Nothing is to be paid ${until}. From then on it is ${each(told)}. Cancelled before that day, it costs nothing.`,
    ],
  }
}

/** What to say about a subscription now. Pure. */
export function tellSubscription(told: Told, day: WriteDay): SubscriptionStory {
  switch (told.state) {
    case 'cancelled':
      return {
        headline: 'Your subscription has ended.',
        paragraphs: ['Nothing more will be charged. Thank you for having been with us.'],
      }
    case 'past_due':
      return {
        headline: 'A payment did not go through.',
        paragraphs: [
          `The payment company usually tries again by itself within a few days. Often a card has run out or was replaced${told.portalUrl ? '; you can change it there.' : ', and it writes to you about a new one.'}`,
        ],
      }
    case 'paused':
      return {
        headline: 'Your subscription is paused.',
        paragraphs: ['Nothing is charged while it rests. What you have paid for stays yours.'],
      }
    case 'unknown':
      return {
        headline: 'We are asking how your subscription stands.',
        paragraphs: ['The payment company has not told us clearly yet. There is nothing you have to do.'],
      }
    default:
      if (told.cancelAtPeriodEnd) return endingStory(told, day)
      return told.state === 'trialing' ? trialStory(told, day) : goingStory(told, day)
  }
}
