import 'server-only'
import { inTransaction, type Queries, rows, sql, type Tx } from '@/lib/db'
import { type NumberGap, type NumberKind, type NumberMarks, numberKinds } from './model'

/** The highest numbers that this database will not give out any more. */
export async function readMarks(queries: Queries): Promise<NumberMarks> {
  const [marks] = await queries.rows<NumberMarks>(sql`
    select (select case when is_called then last_value else last_value - 1 end::int from order_number) as orders,
      (select last from receipt_counters where mode = 'test') as test,
      (select last from receipt_counters where mode = 'live') as live`)
  if (!marks) throw new Error('a statement that always has a row had none')
  return marks
}

/** The highest numbers that somebody may have seen: of orders and receipts that were committed. */
export async function readSeen(): Promise<NumberMarks> {
  const [seen] = await rows<NumberMarks>(sql`
    select coalesce((select max(number) from orders), 0) as orders,
      (select last from receipt_counters where mode = 'test') as test,
      (select last from receipt_counters where mode = 'live') as live`)
  if (!seen) throw new Error('a statement that always has a row had none')
  return seen
}

/** A number that no order may have any more: beyond it provider references would be misread. */
const highestNumber = 900_000_000

async function raise(tx: Tx, kind: NumberKind, to: number): Promise<void> {
  if (kind === 'orders') await tx.rows(sql`select setval('order_number', ${to}::int)`)
  else
    await tx.rows(
      sql`update receipt_counters set last = ${to} where mode = ${kind}::payment_mode and last < ${to}::int`,
    )
}

/**
 * Lets numbers go on above the given ones, and notes which were passed over and why. Only ever raises: what is above
 * already stays as it is. Safe to repeat. @returns the gaps that it made.
 */
export async function raiseNumbers(above: Partial<NumberMarks>, reason: string, at: Date): Promise<NumberGap[]> {
  return inTransaction(async (tx) => {
    // One after the other: two that raise at once would both note a gap.
    await tx.rows(sql`lock table number_gaps in share row exclusive mode`)
    const marks = await readMarks(tx)
    const gaps: NumberGap[] = []
    for (const kind of numberKinds) {
      const to = above[kind] ?? 0
      if (to <= marks[kind] || to > highestNumber) continue
      await raise(tx, kind, to)
      const of = kind === 'orders' ? 'orders' : `receipts (${kind})`
      gaps.push({ of, first: marks[kind] + 1, last: to, reason, at })
    }
    for (const { of, first, last } of gaps) {
      await tx.rows(sql`
        insert into number_gaps ("of", first, last, reason, at) values (${of}, ${first}, ${last}, ${reason}, ${at})`)
    }
    return gaps
  })
}

/** Every gap that was made on purpose, oldest first. */
export const listNumberGaps = (): Promise<NumberGap[]> =>
  rows<NumberGap>(sql`select "of", first, last, reason, at from number_gaps order by id`)
