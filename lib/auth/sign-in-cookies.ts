import 'server-only'
import { cookies } from 'next/headers'
import { systemClock } from '@/lib/clock'
import {
  cookieFlags,
  deviceCookieName,
  deviceProof,
  readSessionId,
  sessionCookieName,
  sessionToken,
} from './session-cookie'
import { revokeSession } from './sessions'
import type { SignedIn } from './sign-in'

const deviceSeconds = 180 * 24 * 3_600

/**
 * Puts a fresh session into the browser, whatever cookie it held before. The cookie is the one next-auth would set: made
 * with its own encode() instead of a request to its handler, because that wants a CSRF cookie first, which a page without
 * JavaScript cannot set while it renders; the server action proves the same origin in its place.
 */
export async function writeSignIn(signedIn: SignedIn): Promise<void> {
  const jar = await cookies()
  const expires = signedIn.expiresAt
  jar.set(sessionCookieName(), await sessionToken(signedIn, systemClock.now()), { ...cookieFlags(), expires })
  jar.set(deviceCookieName, deviceProof(signedIn.merchant.email), { ...cookieFlags(), maxAge: deviceSeconds })
}

/** Ends the browser's session in the database and removes its cookie. Safe to repeat. */
export async function clearSignIn(): Promise<void> {
  const jar = await cookies()
  const sessionId = await readSessionId(jar.get(sessionCookieName())?.value)
  if (sessionId) await revokeSession(sessionId, systemClock.now())
  jar.set(sessionCookieName(), '', { ...cookieFlags(), maxAge: 0 })
}
