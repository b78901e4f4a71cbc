import type { WallClock } from '@/lib/back-office/model'
import type { Refusals } from '@/lib/webhooks/model'
import { Moment } from './moment'

const causeTexts: Record<string, string> = {
  bad_signature: 'with a missing or wrong signature (forged, or signed with another secret)',
  too_large: 'larger than 256 KiB',
}

/** What was turned away before it was stored. */
export function RefusedDeliveries({ refusals, wall }: { refusals: Refusals[]; wall: WallClock }) {
  if (refusals.length === 0) return <p className="text-muted text-xs">No delivery has been refused.</p>
  return (
    <ul aria-label="Refused deliveries" className="grid gap-1 text-xs">
      {refusals.map(({ providerName, cause, count, lastAt }) => (
        <li key={`${providerName} ${cause}`}>
          {providerName}: <span className="font-semibold tabular-nums">{count.toLocaleString('en-US')}</span> refused{' '}
          {causeTexts[cause] ?? cause.replaceAll('_', ' ')},{' '}
          <span className="text-muted">
            the last <Moment at={lastAt} wall={wall} />
          </span>
        </li>
      ))}
    </ul>
  )
}
