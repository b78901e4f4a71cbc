import type { GatewayError, GatewayErrorCode } from './contract/gateway-error'

const longestWaitMs = 60_000
const longestDetail = 200

/** What a provider said beside a status that is not 2xx. */
export type Refusal = { status: number; headers: Headers; bodyText: string; changesSomething: boolean }

/** Given up while it was sent, or the same is under way already. */
const undecided = [408, 409]

/**
 * A status that is not 2xx as a failure; 5xx, 408, 409 and redirects of a changing call may have taken effect. The provider's own
 * words are kept short, without keys.
 */
export function statusFailure({ status, headers, bodyText, changesSomething }: Refusal): GatewayError {
  const { code, words } = meaningOf(status)
  const failure: GatewayError = { code, detail: sentence(words, status, saidIn(bodyText)) }
  if (code === 'rate_limited') failure.retryAfterMs = retryAfterMs(headers)
  if (changesSomething && (status >= 500 || status < 400 || undecided.includes(status))) failure.ambiguous = true
  return failure
}

function meaningOf(status: number): { code: GatewayErrorCode; words: string } {
  if (status >= 300 && status < 400) {
    return { code: 'unreadable', words: 'It answered with a redirect, which is not followed' }
  }
  if (status === 401 || status === 403) return { code: 'unauthorized', words: 'The API key was refused' }
  if (status === 404) return { code: 'not_found', words: 'It knows no such thing' }
  if (status === 429) return { code: 'rate_limited', words: 'Too many calls in a short time' }
  if (status >= 400 && status < 500) return { code: 'refused', words: 'The request was refused' }
  return { code: 'provider_error', words: 'It answered with an error of its own' }
}

const sentence = (words: string, status: number, said: string) => `${words} (${status})${said && `: ${said}`}.`

function saidIn(bodyText: string): string {
  try {
    const said = wordsIn(JSON.parse(bodyText))
    return said === null ? '' : presentable(said)
  } catch {
    return ''
  }
}

/** The words of a refusal in any of the usual shapes: `message`, `error`, `detail`, the latter two with words inside. */
function wordsIn(body: unknown, depth = 0): string | null {
  if (typeof body === 'string') return body
  if (Array.isArray(body)) return wordsIn(body[0], depth + 1)
  if (typeof body !== 'object' || body === null || depth > 3) return null
  const { message, error, detail, msg } = body as Record<string, unknown>
  return wordsIn(message ?? error ?? detail ?? msg, depth + 1)
}

/** A provider's own words, short, on one line and without keys. */
export const presentable = (said: string): string =>
  said
    .replace(/\p{Cc}+/gu, ' ')
    .replace(/\b(?:pk|sk|rk|fsk|pub|sec|f?whsec)_[\w-]+/gi, '[key]')
    .replace(/\bbearer\s+\S+/gi, '[key]')
    .slice(0, longestDetail)
    .trim()
    .replace(/\.$/, '')

/** Retry-After in seconds or as a date, at most a minute; undefined when nothing usable was said. */
function retryAfterMs(headers: Headers): number | undefined {
  const said = headers.get('retry-after')?.trim()
  if (!said) return undefined
  const waitMs = /^\d+$/.test(said) ? Number(said) * 1_000 : Date.parse(said) - providerNow(headers)
  return Number.isNaN(waitMs) ? undefined : Math.min(Math.max(waitMs, 0), longestWaitMs)
}

// A date is meant on the provider's clock, which may differ from ours.
function providerNow(headers: Headers): number {
  const told = Date.parse(headers.get('date') ?? '')
  return Number.isNaN(told) ? Date.now() : told
}

const beforeAnythingWasSent = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
  'UND_ERR_CONNECT_TIMEOUT',
])

/** A call that ended without a whole answer. Ambiguous when a changing call may have arrived. */
export function connectionFailure(error: unknown, changesSomething: boolean): GatewayError {
  const cause = causeOf(error)
  const neverSent = beforeAnythingWasSent.has(cause) || /CERT|TLS|SSL/.test(cause)
  return {
    code: 'unreachable',
    detail: neverSent ? `No connection could be made (${cause}).` : `The connection was lost (${cause}).`,
    ...(changesSomething && !neverSent && { ambiguous: true }),
  }
}

function causeOf(error: unknown): string {
  for (let one = error; one instanceof Error; one = one.cause) {
    if ('code' in one && typeof one.code === 'string') return one.code
  }
  return 'no reason given'
}
