import 'server-only'
import { setTimeout as sleep } from 'node:timers/promises'
import { rows, sql } from '@/lib/db'

const lookEveryMs = 150

/** Waits for the request that is opening this attempt's page: a double click gives both clicks the same page. */
export async function awaitAttempt(attemptId: number, timeoutMs: number): Promise<string | null> {
  const tries = Math.ceil(timeoutMs / lookEveryMs)
  for (let tryNumber = 0; tryNumber < tries; tryNumber += 1) {
    const [attempt] = await rows<{ state: string; url: string | null }>(sql`
      select state, url from attempts where id = ${attemptId}`)
    if (attempt?.state !== 'creating') return attempt?.state === 'open' ? attempt.url : null
    await sleep(lookEveryMs)
  }
  return null
}
