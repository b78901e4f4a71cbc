import { formatMoney } from '@/lib/shared/money'
import { everyText } from '@/lib/subscriptions/model'
import type { MailOrder, MailSubscription, MailWords, SubscriptionMailKind } from './model'

const day = (moment: Date, timeZone: string): string =>
  new Intl.DateTimeFormat('en-US', { year: 'numeric', month: 'long', day: 'numeric', timeZone }).format(moment)

const each = ({ priceMinor, currency, interval }: MailSubscription): string =>
  `${formatMoney({ amountMinor: priceMinor, currency })} ${everyText(interval)}`

const byPortal = ({ portalUrl }: MailSubscription): string =>
  portalUrl ? ' The subscription’s page leads you to where you change the card.' : ''

type Writing = { order: MailOrder; subscription: MailSubscription }

function startedParagraphs({ order, subscription }: Writing): string[] {
  const { trialEndsAt } = subscription
  if (trialEndsAt) {
    return [
      `Thank you. Your trial has begun, and nothing is to be paid before ${day(trialEndsAt, order.timeZone)}. From then on it is ${each(subscription)}.`,
      'You can cancel at any time on the subscription’s page; cancelled before that day, it costs nothing.',
    ]
  }
  return [
    `Thank you. Your subscription has begun: ${each(subscription)}, with a receipt each time.`,
    'You can cancel at any time on the subscription’s page.',
  ]
}

function cancelledParagraphs({ order, subscription }: Writing): string[] {
  const { endsAt } = subscription
  const isOver = endsAt === null || endsAt <= order.writtenAt
  return [
    isOver
      ? 'Your subscription has ended. Nothing more will be charged.'
      : `Your subscription is cancelled. It stays yours until ${day(endsAt, order.timeZone)}, and nothing more will be charged.`,
    'Thank you for having been with us.',
  ]
}

type Written = Omit<MailWords, 'amount' | 'button'>

const writers: Record<SubscriptionMailKind, (writing: Writing) => Written> = {
  subscription_started: (writing) => ({
    subject: `Your subscription has begun (order ${writing.order.orderNumber})`,
    headline: 'Your subscription has begun',
    paragraphs: startedParagraphs(writing),
  }),
  subscription_past_due: ({ order, subscription }) => ({
    subject: `A payment for your subscription did not go through (order ${order.orderNumber})`,
    headline: 'A payment did not go through',
    paragraphs: [
      `The payment company could not take ${each(subscription)} for your subscription. It usually tries again by itself within a few days.`,
      `Often a card has run out or was replaced.${byPortal(subscription)}`,
    ],
  }),
  subscription_trial_ending: ({ order, subscription }) => ({
    subject: `Your trial ends soon (order ${order.orderNumber})`,
    headline: 'Your trial ends soon',
    paragraphs: [
      subscription.trialEndsAt
        ? `It ends on ${day(subscription.trialEndsAt, order.timeZone)}. From then on your subscription is ${each(subscription)}.`
        : `From its end on your subscription is ${each(subscription)}.`,
      'If it is for you, there is nothing to do. If not, cancel on the subscription’s page before that day, and nothing is charged.',
    ],
  }),
  subscription_cancelled: (writing) => ({
    subject: `Your subscription is cancelled (order ${writing.order.orderNumber})`,
    headline: 'Your subscription is cancelled',
    paragraphs: cancelledParagraphs(writing),
  }),
}

/** What a mail about a subscription says; its button leads to the subscription's page. */
export function subscriptionWords(kind: SubscriptionMailKind, writing: Writing): MailWords {
  return { ...writers[kind](writing), amount: each(writing.subscription), button: 'See your subscription' }
}

/** What a receipt adds when it is for a subscription. */
export function renewalParagraphs(order: MailOrder): string[] {
  const { subscription } = order
  if (!subscription) return []
  return [
    `This is for your subscription, ${each(subscription)}. Look after it, or cancel it, here: ${subscription.url}`,
  ]
}
