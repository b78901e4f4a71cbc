import type { IncomingMessage, ServerResponse } from 'node:http'
import { pageRoutes } from './control/page-routes'
import { controlRoutes } from './control/routes'
import { createCourier } from './deliver'
import { Refusal, type Reply, readBody, refuse, type SandboxRequest, sendReply } from './exchange'
import { trapRoute, withFaults } from './faults'
import { releaseHeld } from './pocketsflow/announce'
import { createApi } from './pocketsflow/api'
import { openBooks } from './pocketsflow/books'
import { hostedCheckoutRoutes } from './pocketsflow/hosted-checkout'
import { storefrontRoutes } from './pocketsflow/storefront'
import type { World } from './pocketsflow/world'
import { createRouter, type Handler } from './router'
import { openStore } from './store'
import { createSwitches } from './switches'
import { createTrafficLog } from './traffic-log'

export type AppOptions = { dataDir: string | null; apiKeys: readonly string[] | null; origin: string }

/** Puts the parts together and leads every request to the control side, the hosted page or the API. */
export function createApp({ dataDir, apiKeys, origin }: AppOptions) {
  const store = openStore(dataDir)
  const stopping = new AbortController()
  const now = () => Date.now()
  const world: World = {
    books: openBooks(store),
    switches: createSwitches(store),
    log: createTrafficLog(now),
    courier: createCourier(),
    now,
    origin: () => origin,
    stopping: stopping.signal,
    held: [],
  }
  world.switches.onChange(() => {
    if (world.switches.values.webhook_reorder === 'off') void releaseHeld(world)
  })
  const findControl = createRouter([...pageRoutes(world), ...controlRoutes(world, store)])
  const findPage = createRouter([...hostedCheckoutRoutes(world), ...storefrontRoutes(world), trapRoute])
  const api = withFaults(world, createApi(world, apiKeys))

  const answer = async (request: SandboxRequest): Promise<Reply> => {
    const control = findControl(request.method, request.path)
    if (control) return control.handler({ ...request, params: control.params })
    // The API's own path for new sessions lies where a session's page would.
    const page = request.path === '/checkout/sessions' ? undefined : findPage(request.method, request.path)
    if (!page && request.path.startsWith('/_sandbox/')) throw new Refusal(404, 'NOT_FOUND', 'No such control call.')
    return logged(world, page ? 'page' : 'api', request, page ? withParams(page) : api)
  }

  return {
    handle(message: IncomingMessage, response: ServerResponse) {
      void serve(message, response, answer)
    },
    stop() {
      stopping.abort()
      world.courier.stop()
    },
    close: () => store.close(),
  }
}

function withParams(match: { handler: Handler; params: Record<string, string> }): Handler {
  return (request) => match.handler({ ...request, params: match.params })
}

async function serve(message: IncomingMessage, response: ServerResponse, answer: Handler): Promise<void> {
  try {
    sendReply(response, await answer(await readRequest(message)))
  } catch (error) {
    const refusal =
      error instanceof Refusal
        ? error
        : new Refusal(500, 'SANDBOX_FAULT', `The sandbox itself failed: ${String(error)}`)
    if (response.headersSent) response.destroy()
    else sendReply(response, refuse(refusal))
  }
}

async function readRequest(message: IncomingMessage): Promise<SandboxRequest> {
  const target = message.url ?? '/'
  const [path = '/', query = ''] = target.split('?', 2)
  return {
    method: message.method ?? 'GET',
    path,
    query: new URLSearchParams(query),
    headers: message.headers,
    body: await readBody(message),
    params: {},
  }
}

async function logged(world: World, kind: 'api' | 'page', request: SandboxRequest, answer: Handler): Promise<Reply> {
  const startedAt = performance.now()
  const reply = await answer(request)
  const query = request.query.toString()
  world.log.add({
    direction: 'in',
    kind,
    method: request.method,
    path: query ? `${request.path}?${query}` : request.path,
    status: reply.status || null,
    headers: headersOfInterest(request, reply),
    requestBody: request.body,
    responseBody: kind === 'page' ? '' : (reply.body ?? ''),
    durationMs: Math.round(performance.now() - startedAt),
    note: reply.note ?? null,
  })
  return reply
}

function headersOfInterest({ headers }: SandboxRequest, reply: Reply): Record<string, string> {
  const shown: Record<string, string> = {}
  if (headers.authorization)
    shown.authorization = headers.authorization.replace(/^(Bearer pk_(?:test|live)_.{0,4}).*/, '$1…')
  if (headers['content-type']) shown['content-type'] = headers['content-type']
  if (headers['user-agent']) shown['user-agent'] = headers['user-agent']
  for (const name of ['location', 'retry-after']) {
    const value = reply.headers?.[name]
    if (value) shown[`answer ${name}`] = value
  }
  return shown
}
