import type { IncomingMessage, ServerResponse } from 'node:http'
import { Refusal, type Reply, readBody, refuse, type SandboxRequest, sendReply } from './exchange'
import type { Handler, Router } from './router'
import type { Store } from './store'
import type { TrafficLog } from './traffic-log'

/** What a provider is given to play on an origin of its own. */
export type Stage = {
  store: Store
  /** The only keys that are accepted; null accepts any of the right form. */
  apiKeys: readonly string[] | null
  origin: string
  /** The control pages of the other providers in this process. */
  neighbours: readonly { name: string; url: string }[]
}

export type Played = { handle(message: IncomingMessage, response: ServerResponse): void; stop(): void }

/** A provider that this process can play: its name, and how it begins. */
export type Provider = { id: string; name: string; open(stage: Stage): Played }

type Parts = {
  log: TrafficLog
  /** The control side, whose calls are not logged. */
  control: Router
  /** The buyer's pages. */
  pages: Router
  /** Everything else. */
  api: Handler
}

/** Leads every request of an origin to its control side, its pages or its API. */
export function createOrigin(parts: Parts): Played['handle'] {
  const answer = async (request: SandboxRequest): Promise<Reply> => {
    const control = parts.control(request.method, request.path)
    if (control) return control.handler({ ...request, params: control.params })
    const page = parts.pages(request.method, request.path)
    if (!page && request.path.startsWith('/_sandbox/')) throw new Refusal(404, 'NOT_FOUND', 'No such control call.')
    const handler: Handler = page ? (asked) => page.handler({ ...asked, params: page.params }) : parts.api
    return logged(parts.log, page ? 'page' : 'api', request, handler)
  }
  return (message, response) => void serve(message, response, answer)
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
    rawQuery: query,
    headers: message.headers,
    body: await readBody(message),
    params: {},
  }
}

async function logged(log: TrafficLog, kind: 'api' | 'page', request: SandboxRequest, answer: Handler): Promise<Reply> {
  const startedAt = performance.now()
  const reply = await answer(request)
  const query = request.query.toString()
  log.add({
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
    shown.authorization = headers.authorization.replace(/^(Bearer [a-z]+_(?:(?:test|live)_)?.{0,4}).*/, '$1…')
  for (const [name, value] of Object.entries(headers)) {
    if (/^x-.*-key$/.test(name)) shown[name] = String(value).replace(/^([a-z]+_.{0,4}).*/, '$1…')
  }
  if (headers['content-type']) shown['content-type'] = headers['content-type']
  if (headers['user-agent']) shown['user-agent'] = headers['user-agent']
  for (const name of ['location', 'retry-after']) {
    const value = reply.headers?.[name]
    if (value) shown[`answer ${name}`] = value
  }
  return shown
}
