import 'server-only'
import { type Clock, systemClock } from '@/lib/clock'
import { err } from '@/lib/shared/result'
import type { GatewayErrorCode } from './contract/gateway-error'
import type { PaymentGateway } from './gateway'
import { type GatewayAnswer, wrapCalls } from './wrap-calls'

/** What says that the provider is down; what it refuses, it refuses in good health. */
const outages: GatewayErrorCode[] = ['unreachable', 'timeout', 'provider_error']

const failuresToOpen = 5
const openMs = 10_000

type Circuit = { failures: number; openUntilMs: number }

const circuits = new Map<string, Circuit>()

function circuitOf({ id, mode }: PaymentGateway): Circuit {
  const key = `${id} ${mode}`
  const known = circuits.get(key) ?? { failures: 0, openUntilMs: 0 }
  circuits.set(key, known)
  return known
}

function learn(circuit: Circuit, answer: GatewayAnswer, atMs: number): void {
  if (!answer.ok && answer.error.code === 'over_budget') return
  const isDown = !answer.ok && outages.includes(answer.error.code)
  circuit.failures = isDown ? circuit.failures + 1 : 0
  circuit.openUntilMs = circuit.failures >= failuresToOpen ? atMs + openMs : 0
}

/**
 * The same gateway; after five outages in a row, in all of a process's dealings with the provider, calls fail at once for
 * 10 s (`provider_error`, nothing was asked), then one of them tries again. A provider in trouble is left in peace, and
 * shoppers need not wait for it.
 */
export function withCircuit(gateway: PaymentGateway, clock: Clock = systemClock): PaymentGateway {
  const circuit = circuitOf(gateway)
  return wrapCalls(gateway, async (call) => {
    const nowMs = clock.now().getTime()
    const leftMs = circuit.openUntilMs - nowMs
    // A clock that was set back must not lengthen the wait.
    if (leftMs > 0 && leftMs <= openMs) {
      return err({ code: 'provider_error', detail: 'It failed five times in a row and is left alone for a moment.' })
    }
    if (circuit.failures >= failuresToOpen) circuit.openUntilMs = nowMs + openMs
    const answer = await call()
    learn(circuit, answer, clock.now().getTime())
    return answer
  })
}
