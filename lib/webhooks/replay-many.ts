import 'server-only'
import type { Clock } from '@/lib/clock'
import { log } from '@/lib/log'
import type { Mode, ProviderId } from '@/lib/payments/contract/provider-id'
import type { PaymentGateway } from '@/lib/payments/gateway'
import { findGateway, findSweepGateway } from '@/lib/payments/registry'
import { type DecidedEvent, findEvent } from './find-event'
import { type Rehearsal, replayCap } from './model'
import { rehearseEvent } from './rehearse-event'
import { type Replayed, replayEvent } from './replay-event'

export type ReplayDeps = {
  clock: Clock
  gateway?: (id: ProviderId, mode: Mode) => PaymentGateway | null
  /** No further event is begun after this. */
  withinMs?: number
}

/** `left`: events that were not come to in time; nothing was done with them. */
export type Worked<Done> = { done: Done[]; left: number[] }

const patientMs = 20_000

/** A single delivery is as urgent as its merchant; many of them leave room for checkouts. */
const gatewayFor = (eventIds: readonly number[]) => (eventIds.length === 1 ? findGateway : findSweepGateway)

async function workThrough<Done>(
  eventIds: readonly number[],
  { gateway = gatewayFor(eventIds), withinMs = patientMs }: ReplayDeps,
  work: (event: DecidedEvent, gateway: PaymentGateway | null) => Promise<Done>,
): Promise<Worked<Done>> {
  const endsAt = performance.now() + withinMs
  const asked = [...new Set(eventIds)].slice(0, replayCap).toSorted((a, b) => a - b)
  const done: Done[] = []
  for (const [index, eventId] of asked.entries()) {
    if (performance.now() >= endsAt) return { done, left: asked.slice(index) }
    const event = await findEvent(eventId)
    if (event) done.push(await work(event, gateway(event.provider, event.mode)))
  }
  return { done, left: [] }
}

const notRehearsed = ({ id, eventName }: DecidedEvent, text: string): Rehearsal => ({
  eventId: id,
  eventName,
  canReplay: false,
  text,
  orderNumber: null,
  changes: [],
})

const noGateway = 'Its provider is not configured here in this mode, so it cannot be asked.'
const notNow = 'What it would change could not be worked out just now; please try again.'

/** One event that cannot be worked on now must not hide the others. */
async function orElse<Done>(event: DecidedEvent, work: () => Promise<Done>, otherwise: Done): Promise<Done> {
  try {
    return await work()
  } catch (error) {
    log().warn({ err: error, eventId: event.id }, 'a replay could not be worked out')
    return otherwise
  }
}

/** What a replay of these deliveries would do, oldest first, each looked at alone. Changes nothing; at most `replayCap`. */
export async function rehearseMany(eventIds: readonly number[], deps: ReplayDeps): Promise<Worked<Rehearsal>> {
  const { clock } = deps
  return workThrough(eventIds, deps, async (event, gateway) =>
    gateway
      ? orElse(event, () => rehearseEvent(event, { gateway, clock }), notRehearsed(event, notNow))
      : notRehearsed(event, noGateway),
  )
}

/** Replays these deliveries, oldest first. Safe to repeat; at most `replayCap`. */
export async function replayMany(
  eventIds: readonly number[],
  deps: ReplayDeps & { merchantId: number },
): Promise<Worked<Replayed>> {
  const { clock, merchantId } = deps
  return workThrough<Replayed>(eventIds, deps, async (event, gateway) => {
    const nothing = { eventId: event.id, result: null, orderId: event.orderId }
    return gateway ? orElse(event, () => replayEvent(event, { gateway, clock, merchantId }), nothing) : nothing
  })
}
