import { Pill, type PillShape, type PillTone } from '@/components/ui/pill'
import { type SubscriptionState, subscriptionStateTexts } from '@/lib/subscriptions/model'

const looks: Record<SubscriptionState, { tone: PillTone; shape: PillShape }> = {
  trialing: { tone: 'good', shape: 'half' },
  active: { tone: 'good', shape: 'dot' },
  past_due: { tone: 'bad', shape: 'triangle' },
  paused: { tone: 'neutral', shape: 'square' },
  cancelled: { tone: 'faint', shape: 'cross' },
  unknown: { tone: 'warn', shape: 'ring' },
}

type SubscriptionPillProps = { state: SubscriptionState; cancelAtPeriodEnd: boolean }

/** How a subscription stands; one that ends with its interval says so. */
export function SubscriptionPill({ state, cancelAtPeriodEnd }: SubscriptionPillProps) {
  const isEnding = cancelAtPeriodEnd && state !== 'cancelled'
  return (
    <span className="inline-flex flex-wrap gap-1.5">
      <Pill {...looks[state]}>{subscriptionStateTexts[state]}</Pill>
      {isEnding && (
        <Pill tone="faint" shape="cross">
          Ends
        </Pill>
      )}
    </span>
  )
}
