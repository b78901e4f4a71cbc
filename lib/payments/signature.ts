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

/** Names of the three headers that one family of Standard Webhooks uses. */
export type HeaderFamily = { id: string; timestamp: string; signature: string }

export type StandardWebhookChecks = {
  /** The first family whose three headers are all there counts. */
  families: readonly HeaderFamily[]
  /** What a secret begins with before its base64; the first that fits is cut off. */
  secretPrefixes: readonly string[]
  secrets: readonly string[]
  nowMs: number
}

const toleranceSeconds = 300
const mostSignatures = 20

/**
 * True when one of the listed signatures is the base64 HMAC-SHA256 of `<id>.<timestamp>.<raw body>` under one of the
 * secrets, and the timestamp (Unix seconds) is at most five minutes away. Standard Webhooks, as Svix signs (`v1,…`, several
 * separated by blanks); a bare signature is taken too. Never throws; what is malformed costs no hashing.
 */
export function verifyStandardWebhook(
  { rawBody, headers }: { rawBody: Uint8Array; headers: Headers },
  { families, secretPrefixes, secrets, nowMs }: StandardWebhookChecks,
): boolean {
  const family = families.find((one) => Object.values(one).every((name) => headers.has(name)))
  if (!family) return false
  const timestamp = headers.get(family.timestamp) ?? ''
  if (!/^\d{1,12}$/.test(timestamp) || Math.abs(nowMs / 1_000 - Number(timestamp)) > toleranceSeconds) return false
  const claimed = claimedSignatures(headers.get(family.signature) ?? '')
  if (claimed.length === 0) return false
  const signed = Buffer.concat([Buffer.from(`${headers.get(family.id)}.${timestamp}.`), rawBody])
  const expected = keysOf(secrets, secretPrefixes).map((key) => createHmac('sha256', key).update(signed).digest())
  return expected.some((digest) => claimed.some((one) => timingSafeEqual(one, digest)))
}

const base64Sha256 = /^[A-Za-z0-9+/]{43}=$/

function claimedSignatures(header: string): Buffer[] {
  const listed = header.split(' ').slice(0, mostSignatures)
  return listed
    .map((one) => (one.startsWith('v1,') ? one.slice('v1,'.length) : one))
    .filter((one) => base64Sha256.test(one))
    .map((one) => Buffer.from(one, 'base64'))
}

/** The bytes that a secret's text stands for; one without any never matches. */
function keysOf(secrets: readonly string[], prefixes: readonly string[]): Buffer[] {
  return secrets
    .map((secret) => {
      const prefix = prefixes.find((one) => secret.startsWith(one)) ?? ''
      return Buffer.from(secret.slice(prefix.length), 'base64')
    })
    .filter((key) => key.length > 0)
}
