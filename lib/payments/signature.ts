import 'server-only'
import { createHmac, timingSafeEqual } from 'node:crypto'

const hexSha256 = /^[0-9a-f]{64}$/i

/**
 * True when `header` is the HMAC-SHA256 of exactly these bytes under one of `secrets`, as 64 hex digits in any case and
 * without a prefix. An empty secret never matches. Never throws; a malformed header costs no hashing.
 */
export function verifyHexHmac(rawBody: Uint8Array, header: string | null, secrets: readonly string[]): boolean {
  if (header === null || !hexSha256.test(header)) return false
  const claimed = Buffer.from(header, 'hex')
  return secrets.some((secret) => secret !== '' && timingSafeEqual(claimed, hmac(rawBody, secret)))
}

const hmac = (rawBody: Uint8Array, secret: string): Buffer => createHmac('sha256', secret).update(rawBody).digest()
