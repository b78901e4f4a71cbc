import { randomBytes } from 'node:crypto'
import type { Merchant, MerchantRole } from '@/lib/auth/model'
import { hashPassword } from '@/lib/auth/passwords'
import { sessionCookieName, sessionToken } from '@/lib/auth/session-cookie'
import { openSession } from '@/lib/auth/sessions'
import { prisma } from '@/lib/db'

export const merchantPassword = 'pocket full of tins'

/** A merchant whose password costs next to nothing to check. */
export async function makeMerchant(facts: { email?: string; role?: MerchantRole } = {}) {
  const email = facts.email ?? `merchant-${randomBytes(6).toString('hex')}@example.com`
  const passwordHash = await hashPassword(merchantPassword, { logN: 4, r: 8, p: 1 })
  const { id, name, role } = await prisma().merchant.create({
    data: { email, name: 'Mara', role: facts.role ?? 'owner', passwordHash, createdAt: new Date() },
  })
  return { id, email, name, role, passwordHash }
}

/** A signed-in browser: the merchant and the cookies it sends. */
export async function makeSignIn(facts: { role?: MerchantRole; at?: Date } = {}) {
  const { passwordHash, ...made } = await makeMerchant(facts)
  const at = facts.at ?? new Date()
  const session = await openSession({ merchantId: made.id, passwordHash, keep: false, userAgent: null, at })
  if (!session) throw new Error('the session was not opened')
  const merchant: Merchant = { ...made, sessionId: session.sessionId }
  const cookie = await sessionToken({ merchant, expiresAt: session.expiresAt }, at)
  return { merchant, cookies: { [sessionCookieName()]: cookie } }
}
