import type { WallClock } from '@/lib/back-office/model'
import type { SubscriptionDetail } from '@/lib/subscriptions/model'
import { Moment } from './moment'

const actorTexts: Record<string, string> = {
  shopper: 'Subscriber',
  provider: 'Provider',
  system: 'Shop',
  merchant: 'Merchant',
}

/** What happened to a subscription, the newest first. */
export function SubscriptionEvents({ events, wall }: { events: SubscriptionDetail['events']; wall: WallClock }) {
  return (
    <ol className="grid border-line border-l pl-4 text-xs">
      {events.map((event) => (
        <li
          key={event.id}
          className="relative grid gap-0.5 pb-4 before:absolute before:top-1.5 before:-left-[calc(1rem+4px)] before:size-[7px] before:rounded-full before:bg-line-strong last:pb-0"
        >
          <p className="text-muted">
            <span className="font-medium text-ink">{actorTexts[event.actor] ?? event.actor}</span> ·{' '}
            <Moment at={event.at} wall={wall} />
          </p>
          <p className="wrap-anywhere">{event.text}</p>
        </li>
      ))}
    </ol>
  )
}
