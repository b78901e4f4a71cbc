import 'server-only'
import { cookies } from 'next/headers'
import { env } from '@/lib/env'
import { newToken } from '@/lib/shared/token'

const cartCookie = 'pocketshop_cart'

/** Readable by scripts and worth nothing: says only that asking for a cart count makes sense. */
const hintCookie = 'pocketshop_cart_hint'

const maxAgeSeconds = 30 * 24 * 60 * 60

/** The browser's cart token, or null when it has none or something else stands in its place. */
export async function readCartToken(): Promise<string | null> {
  const value = (await cookies()).get(cartCookie)?.value
  return value && /^[\w-]{22}$/.test(value) ? value : null
}

/** The browser's cart token, made when it has none; renews the cookies for 30 days. Only in a server action. */
export async function ensureCartToken(): Promise<string> {
  const token = (await readCartToken()) ?? newToken()
  const jar = await cookies()
  const shared = {
    path: '/',
    sameSite: 'lax',
    secure: env().APP_URL.startsWith('https:'),
    maxAge: maxAgeSeconds,
  } as const
  jar.set(cartCookie, token, { ...shared, httpOnly: true })
  jar.set(hintCookie, '1', shared)
  return token
}
