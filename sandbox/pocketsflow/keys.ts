import { Refusal, type SandboxRequest } from '../exchange'

export type Caller = { key: string; testMode: boolean }

/** The key decides the mode. Without a list of keys, any key with one of the two prefixes is good. */
export function identify(request: SandboxRequest, apiKeys: readonly string[] | null): Caller {
  const key = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1]
  if (!key) throw new Refusal(401, 'UNAUTHORIZED', 'An API key is required: Authorization: Bearer <key>.')
  const mode = /^pk_(test|live)_./.exec(key)?.[1]
  if (!mode || (apiKeys && !apiKeys.includes(key)))
    throw new Refusal(401, 'INVALID_API_KEY', 'This API key is not known.')
  return { key, testMode: mode === 'test' }
}
