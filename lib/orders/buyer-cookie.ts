import 'server-only'
import { cookies } from 'next/headers'
import { env } from '@/lib/env'
import { newToken } from '@/lib/shared/token'
import { isOrderTokenShaped } from './tokens'

const buyerCookie = 'pocketshop_buyer'
const maxAgeSeconds = 90 * 24 * 60 * 60

/** The browser's buyer token, which shows it the address and e-mail of its own orders; null when it has none. */
export async function readBuyerToken(): Promise<string | null> {
  const value = (await cookies()).get(buyerCookie)?.value
  return value && isOrderTokenShaped(value) ? value : null
}

/** The browser's buyer token, made when it has none; renews the cookie for 90 days. Only in a server action. */
export async function ensureBuyerToken(): Promise<string> {
  const token = (await readBuyerToken()) ?? newToken()
  const jar = await cookies()
  jar.set(buyerCookie, token, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: env().APP_URL.startsWith('https:'),
    maxAge: maxAgeSeconds,
  })
  return token
}
