import 'server-only'
import { keyedHash, sameBytes } from '@/lib/keyed-hash'

const linkShape = /^(\d{1,10})\.(\d{1,12})\.([A-Za-z0-9_-]{43})$/

const signature = (claims: string) => keyedHash('download', claims).toString('base64url')

/** The path of a download that works until `expiresAt` (to the second); nothing about it is stored. */
export function downloadPath(orderLineId: number, expiresAt: Date): string {
  const claims = `${orderLineId}.${Math.floor(expiresAt.getTime() / 1000)}`
  return `/downloads/${claims}.${signature(claims)}`
}

/** The order line that a link's last segment names; null when it is forged, malformed or past its time. */
export function readDownloadLink(segment: string, at: Date): number | null {
  const match = linkShape.exec(segment)
  if (!match) return null
  const [, orderLineId, expirySeconds, given = ''] = match
  const expected = signature(`${orderLineId}.${expirySeconds}`)
  if (!sameBytes(Buffer.from(given), Buffer.from(expected))) return null
  return Number(expirySeconds) * 1000 > at.getTime() ? Number(orderLineId) : null
}
