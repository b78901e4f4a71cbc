import 'server-only'
import { inTransaction, sql } from '@/lib/db'
import { log } from '@/lib/log'
import type { ProviderId } from '@/lib/payments/contract/provider-id'

/** Why a delivery was refused before anything was stored. */
export type RefusalCause = 'bad_signature' | 'too_large'

type Counter = { provider: ProviderId; cause: RefusalCause; count: number; lastAt: Date }

const counters = new Map<string, Counter>()

const writeAfterMs = 5_000
let isWriteDue = false

/** One write for all that come within a few seconds; in the process that counted, for nobody else knows its numbers. */
function scheduleWrite(): void {
  if (isWriteDue) return
  isWriteDue = true
  const write = async () => {
    isWriteDue = false
    try {
      await writeRefusals()
    } catch (error) {
      log().warn({ err: error }, 'refused deliveries are counted on, and written later')
      scheduleWrite()
    }
  }
  setTimeout(write, writeAfterMs).unref()
}

/** Counts in memory, so that a flood of forged deliveries costs no SQL; the totals are written every few seconds. */
export function countRefusal(provider: ProviderId, cause: RefusalCause, at: Date): void {
  const key = `${provider}:${cause}`
  const counter = counters.get(key) ?? { provider, cause, count: 0, lastAt: at }
  counters.set(key, { ...counter, count: counter.count + 1, lastAt: at })
  scheduleWrite()
}

/** Adds what this process counted to the database's totals. What cannot be written is counted again next time. */
export async function writeRefusals(): Promise<void> {
  const pending = [...counters.values()]
  counters.clear()
  if (pending.length === 0) return
  try {
    await inTransaction(async (tx) => {
      for (const counter of pending) {
        await tx.rows(sql`
          insert into refused_deliveries (provider, cause, count, last_at)
          values (${counter.provider}::provider, ${counter.cause}, ${counter.count}, ${counter.lastAt})
          on conflict (provider, cause) do update set
            count = refused_deliveries.count + excluded.count, last_at = excluded.last_at`)
      }
    })
  } catch (error) {
    for (const { provider, cause, count, lastAt } of pending) {
      const key = `${provider}:${cause}`
      const newer = counters.get(key)
      counters.set(key, { provider, cause, count: count + (newer?.count ?? 0), lastAt: newer?.lastAt ?? lastAt })
    }
    throw error
  }
}
