import type { ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { setTimeout as wait } from 'node:timers/promises'
import type { API_SWITCHES } from './common-switches'
import { type JsonObject, json, type Reply, type SandboxRequest } from './exchange'
import type { Handler, Route } from './router'
import type { Switches, ValuesOf } from './switches'

type FaultValues = ValuesOf<typeof API_SWITCHES>
type FaultKind = Exclude<FaultValues['api_fault'], 'none'>
type Brokenness = {
  now: () => number
  origin: () => string
  stopping: AbortSignal
  switches: Switches<FaultValues>
  /** The provider's words for a failure. */
  errorBody?: (code: string, text: string) => JsonObject
}

const STATUS_TEXTS: Record<string, [code: string, text: string]> = {
  '400': ['BAD_REQUEST', 'Bad request'],
  '401': ['UNAUTHORIZED', 'Unauthorized'],
  '403': ['FORBIDDEN', 'Forbidden'],
  '404': ['NOT_FOUND', 'Not found'],
  '409': ['CONFLICT', 'The same is under way'],
  '429': ['RATE_LIMITED', 'Too many requests'],
  '500': ['INTERNAL_ERROR', 'Internal server error'],
  '502': ['BAD_GATEWAY', 'Bad gateway'],
  '503': ['UNAVAILABLE', 'Service unavailable'],
  '504': ['GATEWAY_TIMEOUT', 'Gateway timeout'],
}
const BIG_BYTES = 50 * 1024 * 1024
const CHUNK_BYTES = 256 * 1024
const DRIBBLE_MS = 1000
const RETRY_AFTER_SECONDS = 2
const HUGE_RETRY_AFTER_SECONDS = 1_000_000_000

const TRAP_PATH = '/_sandbox/trap'

/** Where the fault `redirect` leads; who comes here has followed it, and the log shows it. */
export const trapRoute: Route = [
  'GET',
  TRAP_PATH,
  () => ({ ...json(200, {}), note: 'a redirect was followed to here' }),
]

/** Wraps the API so that it is slow or fails the way the switches say. */
export function withFaults(world: Brokenness, answer: Handler): Handler {
  const { switches } = world
  const overLimit = createRateLimit(world)
  return async (request) => {
    const { values } = switches
    if (values.api_latency_ms > 0) await pause(world, values.api_latency_ms)
    if (overLimit(request)) return statusFault(world, '429')
    const kind = values.api_fault
    const afterDoing = values.api_fault_when === 'after_doing'
    if (kind === 'none' || !inScope(values.api_fault_scope, request) || !switches.takeOne('api_fault_count')) {
      return answer(request)
    }
    const reply = afterDoing ? await answer(request) : null
    const note = `fault on purpose (${kind}${afterDoing ? `, after the work was done with ${reply?.status}` : ''})`
    return { ...broken(world, kind, reply), note }
  }
}

/** A rate limit counts the calls of a key in the running minute. */
function createRateLimit(world: Brokenness): (request: SandboxRequest) => boolean {
  const counts = new Map<string, number>()
  let minute = 0
  return (request) => {
    const limit = world.switches.values.rate_limit_per_minute
    const current = Math.floor(world.now() / 60_000)
    if (current !== minute || limit === 0) counts.clear()
    minute = current
    if (limit === 0) return false
    const key = request.headers.authorization ?? ''
    const count = (counts.get(key) ?? 0) + 1
    counts.set(key, count)
    return count > limit
  }
}

function inScope(scope: string, { method, path }: SandboxRequest): boolean {
  if (scope === '') return true
  const [first = '', second] = scope.split(' ')
  if (second === undefined) return path.startsWith(first)
  return method === first && path.startsWith(second)
}

function broken(world: Brokenness, kind: FaultKind, done: Reply | null): Reply {
  const body = done?.body ?? JSON.stringify({ orders: [], pagination: { totalCount: 0 } })
  const cut = body.slice(0, Math.max(1, Math.floor(body.length / 2)))
  switch (kind) {
    case 'html':
      return {
        status: 200,
        headers: { 'content-type': 'text/html' },
        body: '<!doctype html><title>Just a moment</title>',
      }
    case 'empty':
      return { status: 200, headers: { 'content-type': 'application/json' } }
    case 'cut_json':
      return { status: 200, headers: { 'content-type': 'application/json' }, body: cut }
    case 'reset':
      return written(0, (response) => response.destroy())
    case 'reset_mid_body':
      return written(200, (response) => writeAndReset(response, cut))
    case 'blackhole':
      return written(0, () => undefined)
    case 'slow_body':
      return written(200, (response) => void dribble(world, response, body))
    case 'redirect':
      return { status: 302, headers: { location: world.origin() + TRAP_PATH } }
    case 'big_50mb':
      return written(200, (response) => void pour(response))
    default:
      return statusFault(world, kind)
  }
}

function written(status: number, writeTo: (response: ServerResponse) => void): Reply {
  return { status, writeTo }
}

function statusFault(world: Brokenness, kind: string): Reply {
  const [code, error] = STATUS_TEXTS[kind] ?? ['ERROR', 'Error']
  const asksToWait = kind === '429' || kind === '503'
  const body = world.errorBody?.(code, error) ?? { error, code }
  return json(Number(kind), body, asksToWait ? retryAfter(world) : {})
}

function retryAfter({ now, switches }: Brokenness): Record<string, string> {
  const at = new Date(now() + RETRY_AFTER_SECONDS * 1000).toUTCString()
  const values = { seconds: String(RETRY_AFTER_SECONDS), date: at, huge: String(HUGE_RETRY_AFTER_SECONDS) }
  const form = switches.values.retry_after
  return form === 'none' ? {} : { 'retry-after': values[form] }
}

function startJson(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json' })
}

function writeAndReset(response: ServerResponse, part: string): void {
  startJson(response)
  response.write(part, () => response.destroy())
}

async function dribble(world: Brokenness, response: ServerResponse, body: string): Promise<void> {
  startJson(response)
  for (const character of body) {
    if (response.destroyed || world.stopping.aborted) return
    response.write(character)
    await pause(world, DRIBBLE_MS)
  }
  response.end()
}

/** Valid JSON to the last byte, only far too much of it. */
async function pour(response: ServerResponse): Promise<void> {
  startJson(response)
  // A client that has seen enough and hangs up is the expected end of this answer.
  await pipeline(tooMuch(), response).catch(() => undefined)
}

function* tooMuch(): Generator<string> {
  yield '{"padding":"'
  const chunk = 'x'.repeat(CHUNK_BYTES)
  for (let sentBytes = 0; sentBytes < BIG_BYTES; sentBytes += CHUNK_BYTES) yield chunk
  yield '"}'
}

async function pause(world: Brokenness, ms: number): Promise<void> {
  await wait(ms, undefined, { signal: world.stopping }).catch(() => undefined)
}
