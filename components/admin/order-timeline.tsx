import { orderStatusTexts, type TimelineView, type WallClock } from '@/lib/back-office/model'
import { Moment } from './moment'

const actorTexts: Record<string, string> = {
  shopper: 'Shopper',
  provider: 'Provider',
  system: 'Shop',
  merchant: 'Merchant',
}

const actorText = (entry: TimelineView): string => entry.merchantName ?? actorTexts[entry.actor] ?? entry.actor

export function OrderTimeline({ entries, wall }: { entries: TimelineView[]; wall: WallClock }) {
  return (
    <ol className="grid border-line border-l pl-4 text-xs">
      {entries.map((entry) => (
        <li
          key={entry.id}
          className="relative grid gap-0.5 pb-4 before:absolute before:top-1.5 before:-left-[calc(1rem+4px)] before:size-[7px] before:rounded-full before:bg-line-strong last:pb-0"
        >
          <p className="text-muted">
            <span className="font-medium text-ink">{actorText(entry)}</span> · <Moment at={entry.at} wall={wall} />
          </p>
          <p className="wrap-anywhere">{entry.text}</p>
          {entry.toStatus && (
            <p className="text-muted">
              {entry.fromStatus && `${orderStatusTexts[entry.fromStatus]} → `}
              <span className="font-medium text-ink">{orderStatusTexts[entry.toStatus]}</span>
            </p>
          )}
        </li>
      ))}
    </ol>
  )
}
