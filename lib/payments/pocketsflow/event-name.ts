import { at, isObject } from './event-fields'

/** What an event is called. The header is not signed: it may only repeat the body, or speak where the body is silent. */
export type EventName = {
  /** Null when neither header nor body names it. */
  name: string | null
  /** True when the signed body itself says it. */
  inBody: boolean
  /** Why the names contradict each other, in words for the merchant. */
  contradiction: string | null
}

const eventHeader = 'x-pocketsflow-event'

/** Finds the name in the header, `event`, `type` or `event.type`. Pure. */
export function eventNameOf(body: unknown, headers: Headers): EventName {
  const header = headers.get(eventHeader)?.trim() || null
  const [inBody = null, ...others] = namesIn(body)
  const named = { name: inBody ?? header, inBody: inBody !== null }
  if (header?.includes(',')) return { ...named, contradiction: 'It came with two event headers.' }
  if (others.length > 0) return { ...named, contradiction: 'Its body names two events.' }
  if (header && inBody && header !== inBody) {
    return { ...named, contradiction: `Its header says ${shown(header)}, its signed body ${shown(inBody)}.` }
  }
  if (named.name === 'order.completed' && carriesRefund(body)) {
    return { ...named, contradiction: 'It is called order.completed and holds a refund.' }
  }
  return { ...named, contradiction: null }
}

function namesIn(body: unknown): string[] {
  const type = at(body, 'type')
  const candidates = [at(body, 'event'), at(body, 'event.type'), typeof type === 'string' && type.includes('.') && type]
  return [...new Set(candidates.filter((name) => typeof name === 'string' && name !== ''))] as string[]
}

/** Whether a refund lies in it, whatever it is called. Pure. */
export const carriesRefund = (body: unknown): boolean =>
  ['refund', 'data.refund', 'event.data.refund'].some((path) => isObject(at(body, path)))

/** A name as it may be stored and shown: printable ASCII, at most 100 characters. Pure. */
export const shown = (name: string): string => name.replace(/[^\x20-\x7e]/g, '').slice(0, 100)
