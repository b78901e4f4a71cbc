import 'server-only'
import { createHash } from 'node:crypto'
import { inTransaction, sql, type Tx } from '@/lib/db'

const windowMs = 10 * 60_000

/** How many failures within ten minutes close which door. */
export const signInLimits = {
  /** One e-mail from one address: the owner can still sign in from elsewhere. */
  pair: 11,
  /** One address, whatever the e-mail: stops one password tried on many merchants. */
  address: 40,
  /** The whole shop; browsers that signed in before pass it. */
  shop: 500,
} as const

type Door = keyof typeof signInLimits

/** What a try to sign in is counted by. */
export type SignInTry = {
  email: string
  address: string
  /** True when the browser proved an earlier sign-in with this e-mail. */
  isKnownDevice: boolean
  at: Date
}

/** When a door opens again, from its newest failures (newest first). Pure; 0 = it is open. */
export function waitMsAfter(failures: readonly Date[], limit: number, at: Date): number {
  const deciding = failures[limit - 1]
  return deciding ? Math.max(0, deciding.getTime() + windowMs - at.getTime()) : 0
}

const keyOf = (door: Door, { email, address }: SignInTry): Buffer => {
  const parts = { pair: [email, address], address: [address], shop: [] }[door]
  return createHash('sha256')
    .update([door, ...parts].join('\0'))
    .digest()
}

const doors = Object.keys(signInLimits) as Door[]

/**
 * Counts a try as failed before its password is checked, so that many at once cannot pass together; forgetFailures()
 * takes it back. Survives a restart. @returns how long to wait, 0 = go on; a try that must wait is not counted.
 */
export async function countTry(attempt: SignInTry): Promise<number> {
  return inTransaction(async (tx) => {
    await tx.rows(sql`select pg_advisory_xact_lock(hashtextextended('sign_in', 0))`)
    const waitMs = await longestWait(tx, attempt)
    if (waitMs > 0) return waitMs
    for (const door of doors) {
      await tx.rows(sql`insert into sign_in_failures (key_hash, at) values (${keyOf(door, attempt)}, ${attempt.at})`)
    }
    return 0
  })
}

/** How long the next try would have to wait, 0 = not at all. Counts nothing. */
export async function peekWait(attempt: SignInTry): Promise<number> {
  return inTransaction((tx) => longestWait(tx, attempt))
}

/** After a success: clears this e-mail's failures from this address and takes its own try off the wider counts. */
export async function forgetFailures(attempt: SignInTry): Promise<void> {
  const { at } = attempt
  const wider = [keyOf('address', attempt), keyOf('shop', attempt)]
  await inTransaction(async (tx) => {
    await tx.rows(sql`delete from sign_in_failures where key_hash = ${keyOf('pair', attempt)}`)
    for (const key of wider) {
      await tx.rows(sql`
        delete from sign_in_failures where id =
          (select id from sign_in_failures where key_hash = ${key} and at = ${at} order by id desc limit 1)`)
    }
    await tx.rows(sql`delete from sign_in_failures where at < ${new Date(at.getTime() - windowMs)}`)
  })
}

async function longestWait(tx: Tx, attempt: SignInTry): Promise<number> {
  const since = new Date(attempt.at.getTime() - windowMs)
  let longest = 0
  for (const door of doors) {
    if (door === 'shop' && attempt.isKnownDevice) continue
    const limit = signInLimits[door]
    const failures = await tx.rows<{ at: Date }>(sql`
      select at from sign_in_failures where key_hash = ${keyOf(door, attempt)} and at > ${since}
      order by at desc limit ${limit}`)
    const found = failures.map((failure) => failure.at)
    longest = Math.max(longest, waitMsAfter(found, limit, attempt.at))
  }
  return longest
}
