import 'server-only'
import type { z } from 'zod'
import type { Answer } from '@/lib/payments/contract/gateway-error'
import type { Mode } from '@/lib/payments/contract/provider-id'
import { readAnswer } from '@/lib/payments/read-answer'
import { err } from '@/lib/shared/result'
import { PocketsflowCallError, PocketsflowClient, type PocketsflowConfig } from './client'

const defaultTimeoutMs = 8_000

/** The API with the key's mode; every operation opens a client of its own, so that one deadline covers its calls. */
export type PocketsflowApi = {
  mode: Mode
  apiUrl: string
  open(options?: { maxBytes: number }): PocketsflowClient
}

/** @throws when the key is not a Pocketsflow key. */
export function pocketsflowApi(config: PocketsflowConfig): PocketsflowApi {
  const { apiKey, apiUrl, timeoutMs = defaultTimeoutMs, meter } = config
  const fixed = { apiKey, apiUrl, ...(meter && { meter }) }
  return {
    mode: modeOfKey(apiKey),
    apiUrl,
    open: (options) => new PocketsflowClient({ ...fixed, deadline: AbortSignal.timeout(timeoutMs), ...options }),
  }
}

function modeOfKey(apiKey: string): Mode {
  const prefix = /^pk_(test|live)_/.exec(apiKey)?.[1]
  if (prefix === 'test' || prefix === 'live') return prefix
  throw new Error('a Pocketsflow API key begins with pk_test_ or pk_live_')
}

type Call = 'reads' | 'changes'

/** Runs one SDK call and checks its answer; `changes` marks an unreadable answer as ambiguous. */
export async function answerOf<Value>(
  call: Call,
  schema: z.ZodType<Value>,
  run: () => Promise<unknown>,
): Answer<Value> {
  try {
    return readAnswer(schema, await run(), { changesSomething: call === 'changes' })
  } catch (error) {
    if (error instanceof PocketsflowCallError) return err(error.failure)
    throw error
  }
}

/** Ids go into paths of the API: anything else than letters, digits, `_` and `-` is no id of Pocketsflow's. */
export const isPocketsflowId = (text: string): boolean => /^[\w-]{1,64}$/.test(text)
