import { log } from '@/lib/log'
import type { FoundStatus } from '@/lib/orders/shopper-queries'
import type { RateVerdict } from '@/lib/shared/rate-window'

const noStore = { 'Cache-Control': 'no-store', 'X-Robots-Tag': 'noindex' }

/** One answer for unknown, malformed and lapsed tokens: nothing tells them apart. */
export const unknownOrder = () => Response.json({ error: 'not_found' }, { status: 404, headers: noStore })

/** What the contract promises for an order's status, and nothing else. */
export function statusAnswer({ number, status, paidAt }: FoundStatus): Response {
  return Response.json({ number, status, paidAt }, { headers: noStore })
}

export function tooMany({ retryAfterSeconds }: Extract<RateVerdict, { allowed: false }>): Response {
  const headers = { ...noStore, 'Retry-After': String(retryAfterSeconds) }
  return Response.json({ error: 'too_many_requests' }, { status: 429, headers })
}

export const crossSite = () => Response.json({ error: 'cross_site' }, { status: 403, headers: noStore })

export function noDatabase(error: unknown): Response {
  log().warn({ err: error }, 'an order could not be read')
  return Response.json({ error: 'unavailable' }, { status: 503, headers: { ...noStore, 'Retry-After': '2' } })
}

/** Sends a browser's form on, as a GET. */
export const seeOther = (location: string) =>
  new Response(null, { status: 303, headers: { ...noStore, Location: location, 'Referrer-Policy': 'no-referrer' } })
