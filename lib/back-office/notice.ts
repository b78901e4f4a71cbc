import 'server-only'
import { cookies } from 'next/headers'
import { z } from 'zod'
import { cookieFlags } from '@/lib/auth/session-cookie'
import { newToken } from '@/lib/shared/token'
import type { Notice } from './model'

const cookieName = 'pocketshop_notice'
const lifeSeconds = 60

const stored = z.object({ id: z.string(), tone: z.enum(['good', 'warn', 'bad']), text: z.string() })

/**
 * Leaves a message for the page that a redirect leads to. Its text travels in a short-lived cookie, never in the address.
 * @returns the path with the message's id.
 */
export async function leaveNotice(path: string, notice: Notice): Promise<string> {
  const id = newToken()
  const value = Buffer.from(JSON.stringify({ id, ...notice })).toString('base64url')
  ;(await cookies()).set(cookieName, value, { ...cookieFlags(), path: '/admin', maxAge: lifeSeconds })
  return `${path}${path.includes('?') ? '&' : '?'}notice=${id}`
}

/** The message left under this id; null when there is none (any more). */
export async function findNotice(id: unknown): Promise<Notice | null> {
  const value = (await cookies()).get(cookieName)?.value
  if (typeof id !== 'string' || !value) return null
  const parsed = stored.safeParse(readJson(value))
  return parsed.success && parsed.data.id === id ? { tone: parsed.data.tone, text: parsed.data.text } : null
}

function readJson(value: string): unknown {
  try {
    return JSON.parse(Buffer.from(value, 'base64url').toString())
  } catch {
    // Only a cookie that somebody edited is unreadable: it carries no message.
    return null
  }
}
