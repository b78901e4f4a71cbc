import 'server-only'
import type { Clock } from '@/lib/clock'
import { rows, sql } from '@/lib/db'
import { log } from '@/lib/log'
import type { Mode, ProviderId } from '@/lib/payments/contract/provider-id'
import type { FindGateway } from '@/lib/payments/gateway'
import { findGateway } from '@/lib/payments/registry'
import { takeTurn } from '@/lib/turns'
import { endRefund, sendRefund } from './send-refund'
import { syncRefunds } from './sync-refunds'

export type ResolveDeps = { clock: Clock; gateway?: FindGateway }

type Deps = Required<ResolveDeps>

/** Longer than a request needs from its note to its call, and from its call to its answer. */
const unsentAfterMs = 30_000
const answerLostAfterMs = 60_000
/** How often the list is read: soon after an answer was lost, now and then for what is pending. */
const paceMs = { unknown: 15_000, pending: 60_000 }

const before = (at: Date, ms: number) => new Date(at.getTime() - ms)

/** Written down and never sent: the process ended in between. Sending it now is its first time. */
async function sendLeftBehind({ clock, gateway }: Deps): Promise<number> {
  const left = await rows<{ id: number }>(sql`
    select id from refunds where state = 'requested' and sent_at is null
      and created_at <= ${before(clock.now(), unsentAfterMs)} order by id limit 20`)
  for (const { id } of left) await sendRefund({ refundId: id, clock }, { gateway })
  return left.length
}

/** Sent, and nobody is left to hear the answer. */
async function doubtUnanswered({ clock }: Deps): Promise<number> {
  const failure = 'it was sent, and its answer never came. The shop looks for it in the provider’s list.'
  const lost = await rows<{ id: number }>(sql`
    select id from refunds where state = 'requested' and sent_at <= ${before(clock.now(), answerLostAfterMs)} limit 20`)
  for (const { id } of lost) await endRefund(id, { state: 'unknown', failure, at: clock.now() })
  return lost.length
}

type OpenAt = { provider: ProviderId; mode: Mode; hasUnknown: boolean }

const findOpen = () =>
  rows<OpenAt>(sql`
    select provider, mode, bool_or(state = 'unknown') as "hasUnknown" from refunds
    where state in ('pending', 'unknown') group by 1, 2`)

async function look(open: OpenAt, { clock, gateway }: Deps): Promise<number> {
  const found = gateway(open.provider, open.mode)
  const key = `refunds:${open.provider}:${open.mode}`
  const everyMs = open.hasUnknown ? paceMs.unknown : paceMs.pending
  if (!found || !(await takeTurn({ key, everyMs, at: clock.now() }))) return 0
  const synced = await syncRefunds({ gateway: found, clock, seenBy: 'sweep' })
  if (synced.ok) return synced.value.changed
  log().warn({ provider: open.provider, code: synced.error.code }, 'the refunds could not be read')
  return 0
}

/**
 * Brings refunds to their end that a request did not: sends what was never sent, doubts what was never answered, and reads
 * the provider's list for what is unknown or pending. Several workers may run at once. @returns how many it moved.
 */
export async function resolveRefunds({ clock, gateway = findGateway }: ResolveDeps): Promise<number> {
  const deps = { clock, gateway }
  let moved = (await sendLeftBehind(deps)) + (await doubtUnanswered(deps))
  for (const open of await findOpen()) moved += await look(open, deps)
  return moved
}
