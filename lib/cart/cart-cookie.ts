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

/**
 * The browser's cart token, made when it has none. Only in a server action. Cookies that are there are left alone: setting
 * any makes the framework draw the whole page again.
 */
export async function ensureCartToken(): Promise<string> {
  const known = await readCartToken()
  if (known && (await cookies()).has(hintCookie)) return known
  const token = known ?? newToken()
  await keepCartToken(token)
  return token
}

/** Gives the cart's cookies thirty more days. Only in a server action or a route handler. */
export async function keepCartToken(token: string): Promise<void> {
  const jar = await cookies()
  const shared = {
    path: '/',
    sameSite: 'lax',
    secure: env().APP_URL.startsWith('https:'),
    maxAge: maxAgeSeconds,
  } as const
  jar.set(cartCookie, token, { ...shared, httpOnly: true })
  jar.set(hintCookie, '1', shared)
}
