import { setTimeout } from 'node:timers/promises'
import pg from 'pg'
import { afterEach, expect, it, vi } from 'vitest'
import { rows, sql } from '@/lib/db'
import { env } from '@/lib/env'
import { type ScheduledJob, startSchedule } from '@/lib/worker/schedule'

const running: { stop(): Promise<void> }[] = []
afterEach(async () => {
  vi.useRealTimers()
  await Promise.all(running.splice(0).map((schedule) => schedule.stop()))
})

const start = (facts: Pick<ScheduledJob, 'name' | 'work'> & Partial<ScheduledJob>) => {
  const schedule = startSchedule([{ everySeconds: 1, longestSeconds: 60, ...facts }])
  running.push(schedule)
  return schedule
}

it('gives one turn in each slot of time to several processes, and never two at once', async () => {
  const turns: number[] = []
  let atWork = 0
  let mostAtWork = 0
  const work = async () => {
    turns.push(Math.floor(Date.now() / 1_000))
    atWork += 1
    mostAtWork = Math.max(mostAtWork, atWork)
    await setTimeout(300)
    atWork -= 1
  }
  for (const _ of [1, 2, 3]) start({ name: 'counted', work })
  await expect.poll(() => turns.length, { timeout: 15_000 }).toBeGreaterThanOrEqual(4)
  expect(mostAtWork).toBe(1)
  const seconds = (turns.at(-1) ?? 0) - (turns[0] ?? 0)
  expect(turns.length).toBeLessThanOrEqual(seconds + 2)
})

it('goes on after a turn that failed, and after the database closed its connections', async () => {
  let turns = 0
  start({
    name: 'failing',
    work: async () => {
      turns += 1
      if (turns === 1) throw new Error('on purpose')
    },
  })
  await expect.poll(() => turns, { timeout: 10_000 }).toBeGreaterThanOrEqual(2)
  const client = new pg.Client({ connectionString: env().DATABASE_URL })
  await client.connect()
  await client.query(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'pocketshop-schedule'
    and datname = current_database()`)
  await client.end()
  const before = turns
  await expect.poll(() => turns, { timeout: 15_000 }).toBeGreaterThan(before)
})

it('lets the turn under way come to its end when it is stopped', async () => {
  let ended = false
  let began = false
  const schedule = start({
    name: 'patient',
    work: async () => {
      began = true
      await setTimeout(500)
      ended = true
    },
  })
  await expect.poll(() => began, { timeout: 10_000 }).toBe(true)
  await schedule.stop()
  expect(ended).toBe(true)
})

it('takes over the turn of a worker that was killed, although the clock was set back', async () => {
  let turns = 0
  const work = async () => {
    turns += 1
  }
  const killed = start({ name: 'orphaned', everySeconds: 3_600, work })
  await expect.poll(() => turns, { timeout: 10_000 }).toBe(1)
  await killed.stop()
  // What a process leaves behind that ends at once in the middle of its turn.
  await rows(sql`
    update pgboss.job set state = 'active', completed_on = null, heartbeat_on = now() - interval '1 minute'
    where name = 'orphaned'`)
  start({ name: 'orphaned', everySeconds: 3_600, work })
  await setTimeout(2_000)
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() - 3_600_000 })
  await expect.poll(() => turns, { timeout: 20_000 }).toBe(2)
}, 40_000)
