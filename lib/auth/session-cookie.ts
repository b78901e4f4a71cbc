import 'server-only'
import { decode, encode } from 'next-auth/jwt'
import { env } from '@/lib/env'
import { keyedHash, sameBytes } from '@/lib/keyed-hash'
import type { SignedIn } from './sign-in'

/** The signing and encrypting secret. @throws when it is not set: without it everything stays closed. */
export function authSecret(): string {
  const { AUTH_SECRET } = env()
  if (!AUTH_SECRET) throw new Error('AUTH_SECRET is not set; `npm start` sets it while DATABASE_URL is unset')
  return AUTH_SECRET
}

const isHttps = () => env().APP_URL.startsWith('https://')

/** next-auth's own cookie, so that its endpoints and our pages see the same session. */
export const sessionCookieName = () => `${isHttps() ? '__Secure-' : ''}next-auth.session-token`

/** Remembers that this browser signed in before; it opens nothing, it only passes the shop-wide throttle. */
export const deviceCookieName = 'pocketshop_device'

/** Flags of every cookie of the back office. */
export const cookieFlags = () => ({ httpOnly: true, sameSite: 'lax' as const, path: '/', secure: isHttps() })

/** The encrypted token that next-auth itself would make for this session. */
export async function sessionToken({ merchant, expiresAt }: SignedIn, now: Date): Promise<string> {
  return encode({
    secret: authSecret(),
    maxAge: Math.floor((expiresAt.getTime() - now.getTime()) / 1000),
    token: { sub: String(merchant.id), sessionId: merchant.sessionId },
  })
}

/** The session id in a cookie; null when it is not ours, altered, or past its end. Says nothing of revocation. */
export async function readSessionId(cookie: string | undefined): Promise<string | null> {
  if (!cookie || cookie.length > 4_096) return null
  try {
    const token = await decode({ token: cookie, secret: authSecret() })
    return typeof token?.sessionId === 'string' ? token.sessionId : null
  } catch {
    // Whatever a forged cookie breaks while it is decrypted means: not signed in.
    return null
  }
}

/** What the device cookie holds for an e-mail. */
export const deviceProof = (email: string): string => keyedHash('device', email).toString('base64url')

/** Whether a device cookie proves an earlier sign-in with this e-mail. */
export const isKnownDevice = (cookie: string | undefined, email: string): boolean =>
  sameBytes(Buffer.from(cookie ?? ''), Buffer.from(deviceProof(email)))
