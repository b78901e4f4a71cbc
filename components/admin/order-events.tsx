import type { EventView, WallClock } from '@/lib/back-office/model'
import { EventPill } from './event-pill'
import { Facts, Identifier } from './facts'
import { Moment } from './moment'

type OrderEventsProps = { orderNumber: number; events: EventView[]; wall: WallClock }

/** Raw deliveries, as text: nothing in them is ever run or rendered. */
export function OrderEvents({ orderNumber, events, wall }: OrderEventsProps) {
  if (events.length === 0) return <p className="text-muted">No webhook has named this order.</p>
  return (
    <ul className="grid divide-y divide-line overflow-hidden rounded-md border border-line bg-surface">
      {events.map((event) => (
        <li key={event.id}>
          <Event event={event} path={`/admin/orders/${orderNumber}/events/${event.id}`} wall={wall} />
        </li>
      ))}
    </ul>
  )
}

function Event({ event, path, wall }: { event: EventView; path: string; wall: WallClock }) {
  return (
    <details className="group">
      <summary className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2 text-xs hover:bg-sunken">
        <span aria-hidden className="text-muted transition-transform group-open:rotate-90">
          ▸
        </span>
        <span className="font-medium">{event.eventName ?? 'no event name'}</span>
        <EventPill state={event.state} />
        <span className="text-muted">
          <Moment at={event.receivedAt} wall={wall} />
          {event.tookMs !== null && ` · answered in ${event.tookMs} ms`}
        </span>
      </summary>
      <div className="grid gap-3 border-line border-t px-4 py-3">
        <Facts
          facts={[
            { name: 'Reason', value: event.reason },
            { name: 'Provider', value: event.providerName },
            {
              name: 'Provider’s order',
              value: event.providerOrderId && <Identifier>{event.providerOrderId}</Identifier>,
            },
            { name: 'Tries', value: event.tries > 0 ? event.tries : null },
            ...event.headers.map(([name, value]) => ({ name, value: <Identifier>{value}</Identifier> })),
          ]}
        />
        <section aria-label={`Body of delivery ${event.id}`}>
          <pre className="max-h-96 overflow-auto whitespace-pre-wrap break-all rounded-md bg-sunken p-3 text-xs">
            {event.body}
          </pre>
        </section>
        <p className="text-muted text-xs">
          {event.bodyBytes.toLocaleString('en-US')} bytes{event.isCut && ', cut here'} ·{' '}
          <a href={path} className="quiet-link">
            Whole body as text
          </a>
        </p>
      </div>
    </details>
  )
}
