import { Refusal, type SandboxRequest } from '../exchange'

/** The key decides the mode. The live prefix begins the test one, so the test one is looked for first. */
export function identify(request: SandboxRequest, apiKeys: readonly string[] | null): { testMode: boolean } {
  const key = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1]
  if (!key) throw new Refusal(401, 'unauthorized', 'An API key is required: Authorization: Bearer <key>.')
  if (!key.startsWith('fsk_') || (apiKeys && !apiKeys.includes(key)))
    throw new Refusal(401, 'unauthorized', 'This API key is not known.')
  return { testMode: key.startsWith('fsk_test_') }
}
