import 'server-only'
import { z } from 'zod'
import { type Clock, systemClock } from '@/lib/clock'
import { inTransaction, sql } from '@/lib/db'
import { err, ok, type Result } from '@/lib/shared/result'
import type { MerchantRole } from './model'
import { hashPassword, passwordProblem } from './passwords'

/** Why a merchant was not added or changed, with the words for it. */
export type MerchantFault = { code: 'exists' | 'unknown' | 'email' | 'password'; text: string }

type NewMerchant = { email: string; name?: string; password: string; role?: MerchantRole; clock?: Clock }

/**
 * Adds a merchant; the name defaults to the part before the @. An e-mail that is already one changes nothing and is
 * the error `exists`, so this is safe to repeat.
 */
export async function addMerchant(input: NewMerchant): Promise<Result<{ merchantId: number }, MerchantFault>> {
  const email = parseEmail(input.email)
  if (!email) return err({ code: 'email', text: `${input.email} is not an e-mail address` })
  const problem = passwordProblem(input.password)
  if (problem) return err({ code: 'password', text: `The password ${problem}` })
  const { role = 'owner', clock = systemClock, name = email.split('@')[0] } = input
  const passwordHash = await hashPassword(input.password)
  const [row] = await inTransaction((tx) =>
    tx.rows<{ id: number }>(sql`
      insert into merchants (email, name, role, password_hash, created_at)
      values (${email}, ${name}, ${role}::merchant_role, ${passwordHash}, ${clock.now()})
      on conflict (email) do nothing returning id`),
  )
  return row ? ok({ merchantId: row.id }) : err({ code: 'exists', text: `${email} is a merchant already` })
}

/** Sets a merchant's password and ends all of their sessions at once. */
export async function setPassword(input: {
  email: string
  password: string
  clock?: Clock
}): Promise<Result<{ endedSessions: number }, MerchantFault>> {
  const problem = passwordProblem(input.password)
  if (problem) return err({ code: 'password', text: `The password ${problem}` })
  const email = parseEmail(input.email)
  const passwordHash = await hashPassword(input.password)
  const at = (input.clock ?? systemClock).now()
  return inTransaction(async (tx) => {
    const [merchant] = await tx.rows<{ id: number }>(
      sql`update merchants set password_hash = ${passwordHash} where email = ${email} returning id`,
    )
    if (!merchant) return err({ code: 'unknown', text: `${input.email} is not a merchant` })
    const ended = await tx.rows(sql`
      update merchant_sessions set revoked_at = ${at}
      where merchant_id = ${merchant.id} and revoked_at is null returning id`)
    return ok({ endedSessions: ended.length })
  })
}

function parseEmail(text: string): string | null {
  const parsed = z.email().max(320).safeParse(text.trim().toLowerCase())
  return parsed.success ? parsed.data : null
}
