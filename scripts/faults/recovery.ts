import { setTimeout as sleep } from 'node:timers/promises'
import { readAllBooks } from './provider'
import type { Stage } from './stage'

/** A look at whether all is done; short, so that a database that is still coming back does not hold it up. A mail whose turn comes later waits for it. */
const OPEN_WORK = `
  select (select count(*)::int from webhook_events where state in ('received', 'confirming')) as events,
    (select count(*)::int from refunds where state in ('requested', 'unknown')) as refunds,
    (select count(*)::int from mails where state = 'queued' and next_try_at <= $1) as mails`

type OpenWork = { events: number; refunds: number; mails: number }

/** How long the shop may take, once all runs again: a sweep, some time to work, and a second for each page of 20. */
export const recoveryDeadlineMs = (missed: number): number => (60 + 10 + (1.2 * missed) / 20) * 1_000

async function whatIsOpen({ database, providers, processes }: Stage): Promise<string | null> {
  const states = await Promise.all(processes.map((one) => one.isUp()))
  if (states.includes(false)) return 'a process is not up'
  const [work] = await database.query<OpenWork>(OPEN_WORK, [new Date()])
  const settled = await database.query<{ id: string }>('select provider_order_id as id from payments')
  const ids = new Set(settled.map(({ id }) => id))
  const missing = (await readAllBooks(providers)).filter(({ id }) => !ids.has(id)).length
  if (missing > 0) return `${missing} payments are not written down`
  const left = Object.entries(work ?? {}).filter(([, count]) => count > 0)
  return left.length > 0 ? left.map(([what, count]) => `${count} ${what} wait`).join(', ') : null
}

export type Recovery = { tookMs: number /** What is still open at the deadline. */; open: string | null }

/** Waits until nothing is left to do, at most for as long as recovery may take. */
export async function awaitRecovery(stage: Stage, missed: number): Promise<Recovery> {
  const startedAt = performance.now()
  const tookMs = () => Math.round(performance.now() - startedAt)
  for (;;) {
    const open = await whatIsOpen(stage).catch((error: Error) => error.message)
    if (open === null) return { tookMs: tookMs(), open: null }
    if (tookMs() > recoveryDeadlineMs(missed)) return { tookMs: tookMs(), open }
    await sleep(200)
  }
}
