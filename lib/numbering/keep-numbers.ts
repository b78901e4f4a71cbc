import 'server-only'
import type { Clock } from '@/lib/clock'
import { inTransaction, rows, sql } from '@/lib/db'
import { env } from '@/lib/env'
import { log } from '@/lib/log'
import { readMarksFile, writeMarksFile } from './marks-file'
import { type NumberGap, type NumberMarks, numberKinds } from './model'
import { raiseNumbers, readMarks, readSeen } from './raise-numbers'

/** More numbers than are given out between two notes. */
export const slack = 100

const higher = (left: NumberMarks, right: NumberMarks): NumberMarks => ({
  orders: Math.max(left.orders, right.orders),
  test: Math.max(left.test, right.test),
  live: Math.max(left.live, right.live),
})

async function readShopKey(): Promise<string> {
  const [identity] = await rows<{ key: string }>(sql`select key from shop_identity`)
  if (!identity) throw new Error('the database does not say which shop it is')
  return identity.key
}

const reason = 'The database was restored: numbers up to here may have been given out before.'

/** What must be gone beyond, where the database is behind what was noted of it. */
const lostNumbers = (noted: NumberMarks, marks: NumberMarks): Partial<NumberMarks> =>
  Object.fromEntries(
    numberKinds.filter((kind) => noted[kind] > marks[kind]).map((kind) => [kind, noted[kind] + slack] as const),
  )

/**
 * Notes the highest order and receipt numbers in DATA_DIR, outside of the database. A database that is behind its note was
 * restored: then numbers go on above it, before any of them is given out twice. Runs at every start and every few seconds;
 * safe in several processes. @returns the numbers that it passed over.
 */
export async function keepNumbers({ clock }: { clock: Clock }, dataDir = env().DATA_DIR): Promise<NumberGap[]> {
  const shopKey = await readShopKey()
  const noted = await readMarksFile(dataDir, shopKey)
  // Read after the note: what was noted before is in the database by then, unless it is an older one.
  const marks = await inTransaction(readMarks)
  const gaps = await raiseNumbers(lostNumbers(noted, marks), reason, clock.now())
  if (gaps.length > 0) log().error({ gaps }, 'the database is older than what was noted of it: numbers go on above')
  const known = higher(noted, await readSeen())
  if (numberKinds.some((kind) => known[kind] > noted[kind])) await writeMarksFile(dataDir, shopKey, known)
  return gaps
}
