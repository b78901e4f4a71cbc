import 'server-only'
import type { z } from 'zod'
import type { Answer } from '@/lib/payments/contract/gateway-error'
import type { Mode } from '@/lib/payments/contract/provider-id'
import type { CallMeter, KnownPayments } from '@/lib/payments/contract/surroundings'
import { requestJson } from '@/lib/payments/http'
import { readAnswer } from '@/lib/payments/read-answer'

/** What the merchant and the shop give to the adapter. */
export type FlexConfig = {
  apiKey: string
  /** An origin; the API lies under its /v1. */
  apiUrl: string
  /** Every secret that may have signed a delivery; a function where they change while the shop runs. */
  webhookSecrets: readonly string[] | (() => readonly string[])
  /** For one operation of the gateway, whatever number of calls it takes. */
  timeoutMs?: number
  /** Asked before each call. */
  meter?: CallMeter
  /** What the shop has written down: refunds of long ago name nothing but a payment intent. */
  payments?: KnownPayments
  /** By which the age of a delivery, and how far lists go back, is told; milliseconds since the epoch. */
  nowMs?: () => number
}

const defaultTimeoutMs = 8_000

/** One call of Flex's API. */
export type FlexCall = {
  method: 'GET' | 'POST' | 'DELETE'
  /** Below /v1; ids in it have been checked. */
  path: string
  query?: Record<string, string | number>
  /** Already in the wrapper of its resource. */
  body?: unknown
  /** The same for a repeat of the same wish (vendor's own plugin: on every call that changes something). */
  idempotencyKey?: string
  /** Ends this call before the whole operation, so that time is left to look what became of it. */
  endsAfterMs?: number
}

/** The calls of one operation: they share one deadline. */
export type FlexClient = {
  call<Value>(call: FlexCall, schema: z.ZodType<Value>): Answer<Value>
}

/** Flex's API with one key. */
export type FlexApi = {
  mode: Mode
  apiUrl: string
  timeoutMs: number
  /** Milliseconds since the epoch. */
  nowMs(): number
  /** Every operation opens a client of its own. */
  open(): FlexClient
}

/** The API with the key's mode; a test key begins with what every live key begins with. @throws when it is no key of Flex's. */
export function flexApi(config: FlexConfig): FlexApi {
  const { apiKey, apiUrl, timeoutMs = defaultTimeoutMs, nowMs = Date.now } = config
  if (!apiKey.startsWith('fsk_')) throw new Error('a Flex API key begins with fsk_test_ or fsk_')
  return {
    mode: apiKey.startsWith('fsk_test_') ? 'test' : 'live',
    apiUrl,
    timeoutMs,
    nowMs,
    open: () => {
      const deadline = AbortSignal.timeout(timeoutMs)
      return { call: (call, schema) => answerOf(config, deadline, call, schema) }
    },
  }
}

async function answerOf<Value>(
  { apiKey, apiUrl, meter }: FlexConfig,
  deadline: AbortSignal,
  { method, path, query = {}, body, idempotencyKey, endsAfterMs }: FlexCall,
  schema: z.ZodType<Value>,
): Answer<Value> {
  const url = new URL(`/v1${path}`, apiUrl)
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value))
  const answer = await requestJson({
    method,
    url,
    headers: {
      authorization: `Bearer ${apiKey}`,
      accept: 'application/json',
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(idempotencyKey && { 'idempotency-key': idempotencyKey }),
    },
    body,
    deadline: endsAfterMs ? AbortSignal.any([deadline, AbortSignal.timeout(endsAfterMs)]) : deadline,
    ...(meter && { meter }),
  })
  if (!answer.ok) return answer
  return readAnswer(schema, answer.value, { changesSomething: method !== 'GET' })
}

/** Ids go into paths of the API: anything else than letters, digits, `_` and `-` is no id of Flex's. */
export const isFlexId = (text: string): boolean => /^[\w-]{1,64}$/.test(text)
