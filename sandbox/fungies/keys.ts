import { Refusal, type SandboxRequest } from '../exchange'
import type { World } from './world'

/** Any `pub_…` and `sec_…` is good. The public key goes with every call, the secret one with those that write. */
export function identify(world: World, { method, headers }: SandboxRequest): void {
  if (!/^pub_./.test(headerOf(headers, 'x-fngs-public-key'))) {
    throw new Refusal(401, 'UNAUTHORIZED', 'Invalid public key.')
  }
  const writes = world.switches.values.secret_needed === 'post' ? ['POST'] : ['POST', 'PATCH', 'DELETE']
  if (!writes.includes(method)) return
  if (!/^sec_./.test(headerOf(headers, 'x-fngs-secret-key'))) {
    throw new Refusal(401, 'UNAUTHORIZED', 'Invalid secret key.')
  }
}

function headerOf(headers: SandboxRequest['headers'], name: string): string {
  const value = headers[name]
  return typeof value === 'string' ? value : ''
}
