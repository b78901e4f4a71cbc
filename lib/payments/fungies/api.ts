import 'server-only'
import type { z } from 'zod'
import type { Answer, GatewayError } from '@/lib/payments/contract/gateway-error'
import type { Mode } from '@/lib/payments/contract/provider-id'
import type { CallMeter, ProviderFacts } from '@/lib/payments/contract/surroundings'
import { requestJson } from '@/lib/payments/http'
import { readAnswer } from '@/lib/payments/read-answer'
import { err, type Result } from '@/lib/shared/result'
import { refusalIn } from './refusal'

export type FungiesConfig = {
  publicKey: string
  secretKey: string
  /** An origin; calls go below `/v0` of it. */
  apiUrl: string
  /** The origin of the merchant's store, whose pages buyers pay on. */
  storeUrl: string
  mode: Mode
  /** What an order's offer and the product above all of them are called. */
  names: OfferNames
  facts: ProviderFacts
  /** Every secret that may have signed a delivery; a function where they change while the shop runs. */
  webhookSecrets: readonly string[] | (() => readonly string[])
  /** For one operation of the gateway, whatever number of calls it takes. */
  timeoutMs?: number
  /** Asked before each call. */
  meter?: CallMeter
}

export type OfferNames = { product: string; order(orderNumber: string): string }

/** Calls that share one deadline. `schema` reads what stands under `data`. */
export type FungiesCaller = {
  get<Value>(path: string, schema: z.ZodType<Value>): Answer<Value>
  post<Value>(path: string, body: unknown, schema: z.ZodType<Value>): Answer<Value>
  patch<Value>(path: string, body: unknown, schema: z.ZodType<Value>): Answer<Value>
}

export type FungiesApi = Pick<FungiesConfig, 'mode' | 'storeUrl' | 'names' | 'facts'> & {
  /** A caller for one operation. */
  open(): FungiesCaller
}

const defaultTimeoutMs = 8_000

/** The API of a Fungies account (docs/providers.md): both keys go with every call. */
export function fungiesApi(config: FungiesConfig): FungiesApi {
  const { mode, storeUrl, names, facts, timeoutMs = defaultTimeoutMs } = config
  return { mode, storeUrl, names, facts, open: () => callerOf(config, AbortSignal.timeout(timeoutMs)) }
}

function callerOf(config: FungiesConfig, deadline: AbortSignal): FungiesCaller {
  const call = async <Value>(method: string, path: string, body: unknown, schema: z.ZodType<Value>): Answer<Value> => {
    const answer = await requestJson({
      method,
      url: new URL(`/v0${path}`, config.apiUrl),
      headers: {
        'x-fngs-public-key': config.publicKey,
        'x-fngs-secret-key': config.secretKey,
        'content-type': 'application/json',
        accept: 'application/json',
      },
      ...(body !== undefined && { body }),
      deadline,
      ...(config.meter && { meter: config.meter }),
    })
    return answer.ok ? readEnvelope(answer.value, schema, method !== 'GET') : answer
  }
  return {
    get: (path, schema) => call('GET', path, undefined, schema),
    post: (path, body, schema) => call('POST', path, body, schema),
    patch: (path, body, schema) => call('PATCH', path, body, schema),
  }
}

/** `{ status: "success", data }`; a refusal may come with HTTP 200, so its status decides. */
function readEnvelope<Value>(
  envelope: unknown,
  schema: z.ZodType<Value>,
  changesSomething: boolean,
): Result<Value, GatewayError> {
  const refusal = refusalIn(envelope)
  if (refusal) return err(refusal)
  const isSuccess = typeof envelope === 'object' && envelope !== null && 'data' in envelope
  return readAnswer(schema, isSuccess ? envelope.data : undefined, { changesSomething })
}

/** Ids go into paths: anything else than letters, digits, `_` and `-` is no id of Fungies'. */
export const isFungiesId = (text: string): boolean => /^[\w-]{1,64}$/.test(text)
