import 'server-only'
import { setTimeout as pause } from 'node:timers/promises'
import { err, ok, type Result } from '@/lib/shared/result'
import type { GatewayError } from './contract/gateway-error'
import type { CallMeter } from './contract/surroundings'
import { connectionFailure, statusFailure } from './http-failure'

const oneMebibyte = 1_048_576

export type JsonRequest = {
  method: string
  url: URL
  headers: Record<string, string>
  body?: unknown
  /** One deadline for connection, answer, body and a repeat; several calls may share it. */
  deadline: AbortSignal
  /** Decoded bytes of an answer that are read at most. */
  maxBytes?: number
  meter?: CallMeter
}

type Answer = Result<unknown, GatewayError>

/**
 * One JSON call to a provider; an empty 2xx body is `{}`. Follows no redirect, caches nothing and reads at most
 * `maxBytes` (1 MiB). A GET is repeated once after a lost connection or 5xx; anything else never is. Does not throw.
 */
export async function requestJson(request: JsonRequest): Promise<Answer> {
  const first = await metered(request)
  if (first.ok || !mayBeRepeated(request, first.error)) return first
  await pause(100 + Math.random() * 200)
  return request.deadline.aborted ? first : metered(request)
}

async function metered(request: JsonRequest): Promise<Answer> {
  const { meter } = request
  if (!meter) return exchange(request)
  const admitted = await meter.admit()
  if (!admitted.ok) return admitted
  const answer = await exchange(request)
  if (!answer.ok && answer.error.code === 'rate_limited') await meter.slowDown(answer.error.retryAfterMs)
  return answer
}

const changesSomething = (request: JsonRequest) => request.method !== 'GET'

const mayBeRepeated = (request: JsonRequest, { code }: GatewayError) =>
  (code === 'unreachable' || code === 'provider_error') && !changesSomething(request)

async function exchange(request: JsonRequest): Promise<Answer> {
  const connection = new AbortController()
  const cut = () => connection.abort()
  request.deadline.addEventListener('abort', cut, { once: true })
  if (request.deadline.aborted) cut()
  try {
    const response = await fetch(request.url, {
      method: request.method,
      headers: request.headers,
      ...(request.body !== undefined && { body: JSON.stringify(request.body) }),
      redirect: 'manual',
      cache: 'no-store',
      signal: connection.signal,
    })
    return response.ok ? await readAnswer(request, response) : await readRefusal(request, response)
  } catch (error) {
    return err(failureOf(request, error))
  } finally {
    request.deadline.removeEventListener('abort', cut)
    // Whatever was not read (a redirect's body, the rest of 50 MB) is dropped with its connection.
    cut()
  }
}

function failureOf(request: JsonRequest, error: unknown): GatewayError {
  if (!request.deadline.aborted) return connectionFailure(error, changesSomething(request))
  return { code: 'timeout', detail: 'No whole answer came in time.', ...sentAlready(request) }
}

const sentAlready = (request: JsonRequest) => (changesSomething(request) ? { ambiguous: true } : {})

async function readAnswer(request: JsonRequest, response: Response): Promise<Answer> {
  const maxBytes = request.maxBytes ?? oneMebibyte
  const text = await readText(response, maxBytes)
  const unreadable = (detail: string) => err({ code: 'unreadable' as const, detail, ...sentAlready(request) })
  if (text === null) return unreadable(`The answer was larger than ${maxBytes} bytes.`)
  if (text.trim() === '') return ok({})
  try {
    return ok(JSON.parse(text))
  } catch {
    return unreadable(
      text.trimStart().startsWith('<')
        ? 'It answered with a web page instead of JSON.'
        : 'The answer was not whole JSON.',
    )
  }
}

async function readRefusal(request: JsonRequest, response: Response): Promise<Answer> {
  const { status, headers } = response
  const readable = status >= 400
  // The status says enough: a body that breaks off or is too long only loses the provider's own words.
  const bodyText = readable ? await readText(response, oneMebibyte).catch(() => '') : ''
  return err(statusFailure({ status, headers, bodyText: bodyText ?? '', changesSomething: changesSomething(request) }))
}

/** Null when there is more than `maxBytes`; counted after decompression. */
async function readText(response: Response, maxBytes: number): Promise<string | null> {
  if (Number(response.headers.get('content-length') ?? 0) > maxBytes) return null
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength
    if (size > maxBytes) return null
    chunks.push(chunk)
  }
  return new TextDecoder().decode(Buffer.concat(chunks))
}
