import 'server-only'
import type { NextAuthOptions, User } from 'next-auth'
import CredentialsProvider from 'next-auth/providers/credentials'
import { systemClock } from '@/lib/clock'
import { log } from '@/lib/log'
import { clientAddress } from './client-address'
import { adminPath, type SignInError, SignInInput } from './model'
import { authSecret, cookieFlags, isKnownDevice, sessionCookieName } from './session-cookie'
import { findSessionMerchant, revokeSession, sessionMs } from './sessions'
import { signIn } from './sign-in'

declare module 'next-auth' {
  interface User {
    sessionId: string
  }
}

declare module 'next-auth/jwt' {
  interface JWT {
    sessionId?: string
  }
}

/** Hears why a sign-in was refused, so that the route can answer with the right status. */
export type OnRefused = (error: SignInError) => void

/**
 * next-auth's settings for its endpoints under /api/auth. They share one door with our own sign-in page: signIn(). The
 * token carries a session id; whether it still counts is the database's word each time.
 */
export function authOptions(deviceCookie: string | undefined, onRefused: OnRefused): NextAuthOptions {
  return {
    secret: authSecret(),
    session: { strategy: 'jwt', maxAge: sessionMs.keep / 1000 },
    pages: { signIn: '/sign-in', signOut: '/sign-in', error: '/sign-in' },
    cookies: { sessionToken: { name: sessionCookieName(), options: cookieFlags() } },
    providers: [credentials(deviceCookie, onRefused)],
    callbacks: {
      jwt: async ({ token, user }) => (user ? { sub: user.id, sessionId: user.sessionId } : token),
      session: async ({ session, token }) => {
        const merchant = await findSessionMerchant(token.sessionId ?? '', systemClock.now())
        return { expires: session.expires, user: merchant ? { name: merchant.name, email: merchant.email } : undefined }
      },
      redirect: ({ url, baseUrl }) => baseUrl + adminPath(url.startsWith(baseUrl) ? url.slice(baseUrl.length) : url),
    },
    events: {
      signOut: ({ token }) => revokeSession(token?.sessionId ?? '', systemClock.now()),
    },
    logger: {
      error: (code) => log().warn({ code }, 'next-auth reported an error'),
      warn: (code) => log().warn({ code }, 'next-auth reported a warning'),
      debug: () => undefined,
    },
  }
}

function credentials(deviceCookie: string | undefined, onRefused: OnRefused) {
  return CredentialsProvider({
    name: 'E-mail and password',
    credentials: { email: { label: 'Email', type: 'email' }, password: { label: 'Password', type: 'password' } },
    async authorize(given, request): Promise<User | null> {
      const input = SignInInput.safeParse({ email: given?.email, password: given?.password })
      if (!input.success) return null
      const headers = new Headers(request.headers as Record<string, string>)
      const result = await signIn({
        ...input.data,
        address: clientAddress(headers),
        isKnownDevice: isKnownDevice(deviceCookie, input.data.email),
        userAgent: headers.get('user-agent'),
      })
      if (result.ok) {
        const { id, ...merchant } = result.value.merchant
        return { id: String(id), ...merchant }
      }
      onRefused(result.error)
      return null
    },
  })
}
