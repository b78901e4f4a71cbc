import 'server-only'
import { setTimeout as pause } from 'node:timers/promises'
import type { Clock } from '@/lib/clock'
import type { GatewayError } from '@/lib/payments/contract/gateway-error'
import type { ProviderId } from '@/lib/payments/contract/provider-id'
import type { PaymentGateway } from '@/lib/payments/gateway'
import { wrapCalls } from '@/lib/payments/wrap-calls'
import type { Result } from '@/lib/shared/result'

export type SweepDeps = {
  clock: Clock
  gateway?: (id: ProviderId) => PaymentGateway | null
  /** Waits for calls to be allowed again; false = the sweep is to end. */
  wait?: (ms: number) => Promise<boolean>
}

/** How a sweep asks: it waits for its turn instead of giving up. */
export type SweepCaller = {
  ask<Value>(call: () => Promise<Result<Value, GatewayError>>): Promise<Result<Value, GatewayError>>
}

const unnamedWaitMs = 30_000

/** A wait that ends early, with false, when `signal` says so. */
export const waitUnless =
  (signal: AbortSignal) =>
  async (ms: number): Promise<boolean> => {
    await pause(ms, undefined, { signal }).catch(() => undefined)
    return !signal.aborted
  }

const waitAlways = async (ms: number): Promise<boolean> => {
  await pause(ms)
  return true
}

const isBusy = ({ code }: GatewayError) => code === 'over_budget' || code === 'rate_limited'

/** Asks as long as `patienceMs` lasts while calls are used up or refused as too many; every other answer is passed on. */
export function patientCaller({ clock, wait = waitAlways }: SweepDeps, patienceMs: number): SweepCaller {
  const endsAtMs = clock.now().getTime() + patienceMs
  return {
    ask: async (call) => {
      for (;;) {
        const answer = await call()
        if (answer.ok || !isBusy(answer.error)) return answer
        const waitMs = answer.error.retryAfterMs ?? unnamedWaitMs
        const hasTime = clock.now().getTime() + waitMs <= endsAtMs
        if (!hasTime || !(await wait(waitMs))) return answer
      }
    },
  }
}

/** The same gateway for what sweeps ask, and how often it was asked; what our own budget refused is not counted. */
export function countedGateway(gateway: PaymentGateway): { gateway: PaymentGateway; calls(): number } {
  let calls = 0
  const counted = wrapCalls(gateway, async (call) => {
    const answer = await call()
    if (answer.ok || answer.error.code !== 'over_budget') calls += 1
    return answer
  })
  return { calls: () => calls, gateway: counted }
}
