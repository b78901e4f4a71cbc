import { act } from '../../control/action'
import { type JsonObject, json, Refusal, type Reply } from '../../exchange'
import { invalid, optionalText } from '../../fields'
import type { Route } from '../../router'
import { cancel, pause, resume, retry, runToNextInterval, runUntil } from '../memberships'
import type { Membership } from '../model'
import type { World } from '../world'

const LONGEST_MS = 10 * 366 * 86_400_000

const doings: Record<string, (world: World, membership: Membership) => Promise<void> | void> = {
  cancel,
  pause,
  resume,
  retry,
  decline: (world, membership) => void world.books.memberships.put({ ...membership, cardDeclines: true }),
}

/** Subscriptions on the control side, and the clock that makes them renew. */
export function membershipRoutes(world: World): readonly Route[] {
  const { memberships } = world.books
  return [
    ['GET', '/_sandbox/subscriptions', () => json(200, { subscriptions: memberships.all().reverse() })],
    [
      'POST',
      '/_sandbox/subscriptions/:id/renew',
      act(async ({ params }) => {
        await runToNextInterval(world, getMembership(world, params.id))
        return json(200, { subscription: memberships.get(params.id ?? '') })
      }),
    ],
    [
      'POST',
      '/_sandbox/subscriptions/:id/:doing',
      act(async ({ params }) => {
        const doing = doings[params.doing ?? '']
        if (!doing) throw new Refusal(404, 'NOT_FOUND', 'There is no such thing to do with a subscription.')
        await doing(world, getMembership(world, params.id))
        return json(200, { subscription: memberships.get(params.id ?? '') })
      }),
    ],
    ['GET', '/_sandbox/clock', () => showClock(world)],
    ['POST', '/_sandbox/clock', act(async (_request, fields) => moveClock(world, fields))],
  ]
}

const showClock = (world: World): Reply => json(200, { now: new Date(world.now()).toISOString() })

/** `at` sets the provider's clock without a renewal; `forwardMs` or `until` lets the time pass, and all that falls due. */
async function moveClock(world: World, fields: JsonObject): Promise<Reply> {
  const at = momentOf(fields, 'at')
  if (at !== undefined) {
    world.setNow(at)
    return showClock(world)
  }
  const forwardMs = Number(fields.forwardMs ?? 0)
  const untilMs = momentOf(fields, 'until') ?? world.now() + forwardMs
  if (!(untilMs >= world.now() && untilMs - world.now() <= LONGEST_MS))
    throw invalid('The clock goes forward by at most ten years: give until or forwardMs.')
  await runUntil(world, untilMs)
  return showClock(world)
}

function momentOf(fields: JsonObject, name: string): number | undefined {
  const text = optionalText(fields, name)
  if (text === undefined || text === '') return undefined
  const ms = Date.parse(text)
  if (Number.isNaN(ms)) throw invalid(`${name} must be an ISO 8601 date.`)
  return ms
}

function getMembership(world: World, id: string | undefined): Membership {
  const membership = world.books.memberships.get(id ?? '')
  if (!membership) throw new Refusal(404, 'NOT_FOUND', 'There is no such subscription.')
  return membership
}
