import type { Result } from '@/lib/shared/result'
import type { GatewayError } from './contract/gateway-error'
import type { PaymentGateway } from './gateway'

/** What any call to a provider answered. */
export type GatewayAnswer = Result<unknown, GatewayError>

type Around = (call: () => Promise<GatewayAnswer>) => Promise<GatewayAnswer>
type Call = (...input: unknown[]) => Promise<GatewayAnswer>

/** What asks nobody. */
const pure = new Set(['verify', 'understand'])

function wrapPart<Part extends object>(part: Part, around: Around): Part {
  const wrapped = Object.entries(part).map(([name, value]: [string, unknown]) => {
    if (typeof value === 'function' && !pure.has(name)) {
      const call = value as Call
      return [name, (...input: unknown[]) => around(() => call(...input))]
    }
    return [name, typeof value === 'object' && value !== null ? wrapPart(value, around) : value]
  })
  return Object.fromEntries(wrapped) as Part
}

/**
 * The same gateway with `around` about every call that asks the provider, whatever parts it has; `around` answers what the
 * call answered.
 */
export const wrapCalls = <Gateway extends PaymentGateway>(gateway: Gateway, around: Around): Gateway =>
  wrapPart(gateway, around)
