import pg from 'pg'
import { expect } from 'vitest'

/** Points at which a test holds one path while another runs: a lock in the database, or an answer that is kept back. */

/** Holds rows in a connection of its own: whoever needs them stands there until `release`. */
export async function holdLock(statement: string) {
  const open = async () => {
    const client = new pg.Client({ connectionString: process.env.DATABASE_URL })
    await client.connect()
    return client
  }
  const [holder, watcher] = [await open(), await open()]
  await holder.query('begin')
  await holder.query(statement)
  const countWaiting = async () => {
    const { rows } = await watcher.query(
      `select count(*)::int as waiting from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    )
    return Number(rows[0].waiting)
  }
  return {
    /** Resolves once so many stand there, the earliest in front. */
    untilWaiting: (count: number) => expect.poll(countWaiting, { interval: 10, timeout: 5_000 }).toBe(count),
    release: async () => {
      await holder.query('rollback')
      await holder.end()
      await watcher.end()
    },
  }
}

/** A gate that its first visitor waits at; everybody else walks through. */
export function makeGate() {
  const reached = Promise.withResolvers<void>()
  const opened = Promise.withResolvers<void>()
  let isTaken = false
  return {
    reached: reached.promise,
    open: () => opened.resolve(),
    pass: async () => {
      if (isTaken) return
      isTaken = true
      reached.resolve()
      await opened.promise
    },
  }
}
