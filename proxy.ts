import { type NextRequest, NextResponse } from 'next/server'
import { readSessionId, sessionCookieName } from '@/lib/auth/session-cookie'

/**
 * Sends signed-out visitors from the back office to the sign-in page. Comfort only: a revoked session passes here, and is
 * stopped by requireMerchant() in every query and action.
 */
export default async function proxy(request: NextRequest): Promise<NextResponse> {
  const sessionId = await readSessionId(request.cookies.get(sessionCookieName())?.value)
  if (sessionId) return NextResponse.next()
  const target = new URL('/sign-in', request.url)
  const isRead = request.method === 'GET' || request.method === 'HEAD'
  if (isRead) target.searchParams.set('callbackUrl', request.nextUrl.pathname + request.nextUrl.search)
  return NextResponse.redirect(target, isRead ? 307 : 303)
}

// Narrow, so that the static pages of the shop do not pay for it.
export const config = { matcher: ['/admin', '/admin/:path*'] }
