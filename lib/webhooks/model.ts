import { z } from 'zod'
import { fromWallTime } from '@/lib/shared/wall-time'

/** Words and shapes of the webhook log; safe in the browser. */

export const inboxStates = [
  'received',
  'confirming',
  'settled',
  'duplicate',
  'ignored',
  'contradictory',
  'unmatched',
  'malformed',
  'failed',
] as const

/** Where an event stands; `received` and `confirming` are still to be worked on. */
export type InboxState = (typeof inboxStates)[number]

export const inboxStateTexts: Record<InboxState, string> = {
  received: 'Waiting',
  confirming: 'Being confirmed',
  settled: 'Settled',
  duplicate: 'Duplicate',
  ignored: 'Ignored',
  contradictory: 'Contradictory',
  unmatched: 'Not matched',
  malformed: 'Malformed',
  failed: 'Failed',
}

/** A delivery in the log; `tookMs` from its arrival until it was decided. */
export type DeliveryRow = {
  id: number
  providerName: string
  state: InboxState
  reason: string | null
  eventName: string | null
  providerOrderId: string | null
  orderNumber: number | null
  receivedAt: Date
  tookMs: number | null
  tries: number
}

/** One delivery with what was kept of it; `body` is text for reading only, cut to what a page should carry. */
export type DeliveryDetail = DeliveryRow & {
  mode: 'test' | 'live'
  nextTryAt: Date | null
  headers: [string, string][]
  body: string
  bodyBytes: number
  isCut: boolean
}

/** Deliveries that were refused before they were stored, added up. */
export type Refusals = { providerName: string; cause: string; count: number; lastAt: Date }

/** The state of the log, as its address says it. `from` and `to` are wall times of the shop, '' = open. */
export type DeliveryFilter = {
  state: InboxState | null
  search: string
  from: string
  to: string
  olderThan: number | null
  newerThan: number | null
}

/** Deliveries that one replay takes at most. */
export const replayCap = 200

type Params = Record<string, string | string[] | undefined>

const cursor = z.coerce.number().int().min(1).max(2_147_483_647).nullable().catch(null)

/** Reads the log's state from its address; what makes no sense counts as not given. */
export function readDeliveryFilter(params: Params): DeliveryFilter {
  const one = (name: string) => (typeof params[name] === 'string' ? params[name].trim() : '')
  const wallTime = (name: string) => (fromWallTime(one(name), 'UTC') ? one(name) : '')
  const search = one('q')
  return {
    state: inboxStates.find((state) => state === one('state')) ?? null,
    search: search.length > 200 || search.includes('\0') ? '' : search,
    from: wallTime('from'),
    to: wallTime('to'),
    olderThan: cursor.parse(one('older') || null),
    newerThan: cursor.parse(one('newer') || null),
  }
}

/** The address of the log, or of its replay, in a state. */
export function deliveryPath(filter: Partial<DeliveryFilter>, path = '/admin/webhooks'): string {
  const query = new URLSearchParams()
  if (filter.state) query.set('state', filter.state)
  if (filter.search) query.set('q', filter.search)
  if (filter.from) query.set('from', filter.from)
  if (filter.to) query.set('to', filter.to)
  if (filter.olderThan) query.set('older', String(filter.olderThan))
  if (filter.newerThan) query.set('newer', String(filter.newerThan))
  return query.size > 0 ? `${path}?${query}` : path
}

/** One thing that a replay would change, in words. */
export type Change = { part: string; name: string; before: string; after: string }

/** What a replay of one delivery would come to. Nothing of it has happened. */
export type Rehearsal = {
  eventId: number
  eventName: string | null
  /** False when a replay now would do nothing at all. */
  canReplay: boolean
  text: string
  orderNumber: number | null
  changes: Change[]
}
