import type { IncomingHttpHeaders } from 'node:http'

/** How bytes are packed for the reader. */
export type Encoding = 'br' | 'gzip'

const BEST_FIRST: Encoding[] = ['br', 'gzip']

/** The best encoding that this Accept-Encoding names and does not forbid (`q=0`). */
export function acceptedEncoding(header = ''): Encoding | null {
  const named = header.toLowerCase().split(',')
  const accepts = (encoding: Encoding) =>
    named.some((part) => {
      const [name = '', ...parameters] = part.split(';').map((text) => text.trim())
      return name === encoding && !parameters.some((parameter) => /^q=0(?:\.0*)?$/.test(parameter))
    })
  return BEST_FIRST.find(accepts) ?? null
}

const opaque = (etag: string) => etag.trim().replace(/^W\//, '')

/** Whether the reader holds this very page and asked only for a newer one (RFC 9110, weak comparison). */
export function isStillFresh(headers: IncomingHttpHeaders, etag: string): boolean {
  const held = headers['if-none-match']
  if (!held || /(?:^|,)\s*no-cache\s*(?:,|$)/i.test(headers['cache-control'] ?? '')) return false
  return held.trim() === '*' || held.split(',').some((one) => opaque(one) === opaque(etag))
}
