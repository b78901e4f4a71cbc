import type { IncomingMessage, ServerResponse } from 'node:http'

export type JsonObject = { [key: string]: unknown }

export type SandboxRequest = {
  method: string
  path: string
  query: URLSearchParams
  /** As it was sent, for providers that do not decode all of it. */
  rawQuery: string
  headers: IncomingMessage['headers']
  body: string
  params: Record<string, string>
}

export type Reply = {
  status: number
  headers?: Record<string, string>
  body?: string
  /** What the log says about it beside the status. */
  note?: string
  /** Runs once the answer has left, for what a provider does after it let the buyer go. */
  afterSent?: () => void
  /** Writes the answer by itself, for answers that are broken on purpose. */
  writeTo?: (response: ServerResponse) => void
}

/** A refusal in the provider's words: `{ error, code }`. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly headers: Record<string, string> = {},
  ) {
    super(message)
  }
}

export function json(status: number, value: unknown, headers: Record<string, string> = {}): Reply {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(value),
  }
}

export function refuse(refusal: Refusal): Reply {
  return json(refusal.status, { error: refusal.message, code: refusal.code }, refusal.headers)
}

export function seeOther(location: string): Reply {
  return { status: 303, headers: { location } }
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function isForm(request: SandboxRequest): boolean {
  // curl -d calls everything a form; what begins with a brace is JSON all the same.
  const isNamedForm = (request.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded')
  return isNamedForm && !request.body.trimStart().startsWith('{')
}

/** The fields of a JSON object or of an HTML form; an empty body is an empty object. */
export function readFields(request: SandboxRequest): JsonObject {
  if (request.body.trim() === '') return {}
  if (isForm(request)) return Object.fromEntries(new URLSearchParams(request.body))
  const value = parseJson(request.body)
  if (!isObject(value)) throw new Refusal(400, 'INVALID_BODY', 'The body must be a JSON object.')
  return value
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Refusal(400, 'INVALID_JSON', 'The body is not valid JSON.')
  }
}

const MAX_BODY_BYTES = 1024 * 1024

export async function readBody(message: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  let sizeBytes = 0
  for await (const part of message as AsyncIterable<Buffer>) {
    sizeBytes += part.length
    if (sizeBytes > MAX_BODY_BYTES) throw new Refusal(413, 'BODY_TOO_LARGE', 'The body is larger than 1 MiB.')
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}

export function sendReply(response: ServerResponse, reply: Reply): void {
  if (reply.afterSent) response.once('close', reply.afterSent)
  if (reply.writeTo) {
    reply.writeTo(response)
    return
  }
  const body = reply.body ?? ''
  response.writeHead(reply.status, {
    'cache-control': 'no-store',
    ...reply.headers,
    'content-length': String(Buffer.byteLength(body)),
  })
  response.end(body)
}
