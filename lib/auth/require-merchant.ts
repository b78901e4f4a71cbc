import 'server-only'
import { cookies } from 'next/headers'
import { redirect } from 'next/navigation'
import { connection } from 'next/server'
import { cache } from 'react'
import { systemClock } from '@/lib/clock'
import type { Merchant } from './model'
import { readSessionId, sessionCookieName } from './session-cookie'
import { findSessionMerchant } from './sessions'

/** The merchant who is signed in, or null. Asks the database once per request, so a revoked session is seen at once. */
export const findSignedInMerchant = cache(async (): Promise<Merchant | null> => {
  // A session ends by the clock, so nothing of this may be rendered ahead of the request.
  await connection()
  const cookie = (await cookies()).get(sessionCookieName())?.value
  const sessionId = await readSessionId(cookie)
  return sessionId ? findSessionMerchant(sessionId, systemClock.now()) : null
})

/** The guard of every query and action of the back office: whoever is not signed in is sent to /sign-in. */
export async function requireMerchant(): Promise<Merchant> {
  const merchant = await findSignedInMerchant()
  return merchant ?? redirect('/sign-in')
}
