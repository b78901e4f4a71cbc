import 'server-only'
import { env } from '@/lib/env'

// Their addresses carry a secret, which no other page may learn.
const SECRET_PATHS = /^\/(?:thank-you|return|checkout\/cancelled|downloads|orders|api\/orders)(?:[/?]|$)/
const TWO_YEARS_SECONDS = 63_072_000

/** Where a form may lead: the providers' pages are https; a sandbox on this machine is not. */
function formTargets(): string {
  const { POCKETSFLOW_API_URL, FUNGIES_STORE_URL, FLEX_API_URL } = env()
  const local = [POCKETSFLOW_API_URL, FUNGIES_STORE_URL, FLEX_API_URL].filter((url) => url?.startsWith('http:'))
  return ["'self'", 'https:', ...local].join(' ')
}

/** The Content-Security-Policy of a page whose inline scripts have these hashes (hashed-scripts.ts). */
export function contentSecurityPolicy(scriptHashes: string[]): string {
  return [
    "default-src 'self'",
    ["script-src 'self'", ...scriptHashes].join(' '),
    "style-src 'self'",
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    `form-action ${formTargets()}`,
  ].join('; ')
}

/** Headers of every answer, whatever it is. */
export function securityHeaders(url: string): [string, string][] {
  const headers: [string, string][] = [
    ['X-Content-Type-Options', 'nosniff'],
    ['X-Frame-Options', 'DENY'],
    ['Referrer-Policy', SECRET_PATHS.test(url) ? 'no-referrer' : 'strict-origin-when-cross-origin'],
    ['Permissions-Policy', 'camera=(), geolocation=(), microphone=(), payment=(), usb=()'],
    ['Cross-Origin-Opener-Policy', 'same-origin'],
  ]
  if (env().APP_URL.startsWith('https:')) {
    headers.push(['Strict-Transport-Security', `max-age=${TWO_YEARS_SECONDS}`])
  }
  return headers
}
