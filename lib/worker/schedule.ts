import 'server-only'
import { type Clock, PgBoss } from 'pg-boss'
import { env } from '@/lib/env'
import { log } from '@/lib/log'
import { type Loop, startLoop } from './loop'

/** Work that is due at times, once for the whole shop. */
export type ScheduledJob = {
  name: string
  everySeconds: number
  /** After this long it counts as stuck, and another may begin. */
  longestSeconds: number
  work: () => Promise<unknown>
}

const longestTickMs = 30_000
const stopTimeoutMs = 5_000
/** A worker that was killed at a job is noticed when its heartbeat stays away for this long. */
const heartbeatSeconds = 10
/** How often that is looked for. */
const watchEverySeconds = 5

/** Goes on evenly when the machine's clock is set: by the wall clock, one set back stops pg-boss for as long. */
const steadyClock: Clock = {
  now: () => performance.timeOrigin + performance.now(),
  setTimeout: (work, ms) => setTimeout(work, ms),
  clearTimeout: (timer) => clearTimeout(timer as NodeJS.Timeout),
  setInterval: (work, ms) => setInterval(work, ms),
  clearInterval: (timer) => clearInterval(timer as NodeJS.Timeout),
}

async function openBoss(jobs: readonly ScheduledJob[]): Promise<PgBoss> {
  const { DATABASE_URL } = env()
  if (!DATABASE_URL) throw new Error('DATABASE_URL is not set; `npm start` sets it for the embedded database')
  const boss = new PgBoss({
    connectionString: DATABASE_URL,
    application_name: 'pocketshop-schedule',
    max: 2,
    schedule: false,
    superviseIntervalSeconds: watchEverySeconds,
    monitorIntervalSeconds: watchEverySeconds,
    clock: steadyClock,
  })
  boss.on('error', (error) => log().warn({ err: error }, 'the job queue has trouble with its database'))
  try {
    await boss.start()
    for (const job of jobs) await addJob(boss, job)
  } catch (error) {
    await boss.stop({ graceful: false }).catch(() => undefined)
    throw error
  }
  return boss
}

async function addJob(boss: PgBoss, { name, longestSeconds, work }: ScheduledJob): Promise<void> {
  // A turn whose worker was killed begins again at once, not with the next.
  const options = { heartbeatSeconds, expireInSeconds: longestSeconds, retryLimit: 1, retryDelay: 0 }
  const kept = { retentionSeconds: 3_600, deleteAfterSeconds: 3_600 }
  await boss.createQueue(name, { policy: 'exclusive', ...options, ...kept })
  await boss.updateQueue(name, { ...options, ...kept })
  await boss.work(name, { pollingIntervalSeconds: 1 }, async () => {
    try {
      await work()
    } catch (error) {
      log().error({ err: error, job: name }, 'a scheduled job failed; it will be tried again')
      throw error
    }
  })
}

/**
 * Runs each job at its interval, once for all processes together: pg-boss (12.38.0) keeps the turns in PostgreSQL, one
 * in each slot of time and never two at once. Its own cron counts minutes, so every process asks for each turn itself and
 * the singleton key lets one through. While the database is away it is tried again.
 */
export function startSchedule(jobs: readonly ScheduledJob[]): Loop {
  let boss: PgBoss | null = null
  const shortestMs = Math.min(...jobs.map((job) => job.everySeconds)) * 1_000
  const loop = startLoop({
    // More often than the turns, so that none is missed when a tick comes late.
    everyMs: Math.min(longestTickMs, shortestMs / 2),
    work: async () => {
      boss ??= await openBoss(jobs)
      for (const { name, everySeconds } of jobs) {
        await boss.send(name, {}, { singletonKey: name, singletonSeconds: everySeconds })
      }
    },
    onError: (error) => log().error({ err: error }, 'scheduled jobs could not be planned; it will be tried again'),
  })
  return {
    stop: async () => {
      await loop.stop()
      await boss?.stop({ graceful: true, timeout: stopTimeoutMs })
    },
  }
}
