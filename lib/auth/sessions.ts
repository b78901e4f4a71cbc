import 'server-only'
import { randomUUID } from 'node:crypto'
import { rows, sql } from '@/lib/db'
import type { Merchant } from './model'

/** How long a sign-in lasts at most; being active does not prolong it. */
export const sessionMs = { normal: 12 * 3_600_000, keep: 7 * 24 * 3_600_000 } as const

/** A browser that signs in. `keep` makes the session last 7 days instead of 12 hours. */
export type NewSession = { merchantId: number; passwordHash: string; keep: boolean; userAgent: string | null; at: Date }

/**
 * Opens a session with a fresh id, unless the password changed since it was checked.
 * @returns null in that case.
 */
export async function openSession(session: NewSession): Promise<{ sessionId: string; expiresAt: Date } | null> {
  const { merchantId, passwordHash, keep, at } = session
  const expiresAt = new Date(at.getTime() + (keep ? sessionMs.keep : sessionMs.normal))
  const userAgent = session.userAgent?.replaceAll('\0', '').slice(0, 400) ?? null
  const sessionId = randomUUID()
  const opened = await rows(sql`
    insert into merchant_sessions (id, merchant_id, created_at, expires_at, user_agent)
    select ${sessionId}::uuid, id, ${at}, ${expiresAt}, ${userAgent}
    from merchants where id = ${merchantId} and password_hash = ${passwordHash} returning id`)
  return opened.length > 0 ? { sessionId, expiresAt } : null
}

/** Who a session belongs to, null when it is unknown, revoked or over. Name, e-mail and role are the database's. */
export async function findSessionMerchant(sessionId: string, at: Date): Promise<Merchant | null> {
  if (!/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(sessionId)) return null
  const [merchant] = await rows<Merchant>(sql`
    select m.id, m.email, m.name, m.role, s.id as "sessionId"
    from merchant_sessions s join merchants m on m.id = s.merchant_id
    where s.id = ${sessionId}::uuid and s.revoked_at is null and s.expires_at > ${at}`)
  return merchant ?? null
}

/** Ends a session at once. Safe to repeat. */
export async function revokeSession(sessionId: string, at: Date): Promise<void> {
  await rows(sql`
    update merchant_sessions set revoked_at = ${at} where id::text = ${sessionId} and revoked_at is null`)
}
