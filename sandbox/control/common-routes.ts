import type { CommonWorld } from '../common-world'
import { json, Refusal, type Reply, type SandboxRequest } from '../exchange'
import { invalid } from '../fields'
import type { Route } from '../router'
import type { Store } from '../store'
import type { TrafficLog } from '../traffic-log'
import { act } from './action'
import { switchRoutes } from './switch-routes'

const DEFAULT_LIMIT = 500

type Kept = {
  store: Store
  /** What the names of this provider's collections begin with. */
  collections: string
  /** The one that a reset keeps unless it is told “all”: what the merchant set up. */
  kept: string
}

/** What every provider's control side has: health, log, switches and reset. */
export function commonRoutes<Values extends object>(world: CommonWorld<unknown, Values>, kept: Kept): readonly Route[] {
  return [
    ['GET', '/_sandbox/health', () => json(200, { status: 'ok', url: world.origin() })],
    ['GET', '/_sandbox/log', (request) => showLog(world, request)],
    ...switchRoutes(world.switches),
    resetRoute(world, kept),
  ]
}

function showLog({ log }: { log: TrafficLog }, request: SandboxRequest): Reply {
  const after = Number(request.query.get('after') ?? 0)
  if (!Number.isInteger(after)) throw invalid('after must be a whole number.')
  return json(200, { entries: log.list(after, limitOf(request)), lastSeq: log.lastSeq() })
}

function resetRoute<Values extends object>(
  world: CommonWorld<unknown, Values>,
  { store, collections, kept }: Kept,
): Route {
  return [
    'POST',
    '/_sandbox/reset',
    act((_request, fields) => {
      store.reset(collections, fields.all === true || fields.all === 'true' ? [] : [kept])
      world.post.forget()
      world.switches.reset()
      world.log.clear()
      return json(200, { status: 'ok' })
    }),
  ]
}

/** The document that a control call names by `:id`. */
export function found<T>(collection: { get(id: string): T | undefined }, request: SandboxRequest): T {
  const document = collection.get(request.params.id ?? '')
  if (document === undefined) throw new Refusal(404, 'NOT_FOUND', 'There is no such id in the sandbox.')
  return document
}

/** How many entries a control call asks for. */
export function limitOf({ query }: SandboxRequest): number {
  const text = query.get('limit')
  return text !== null && /^[1-9]\d{0,5}$/.test(text) ? Number(text) : DEFAULT_LIMIT
}
