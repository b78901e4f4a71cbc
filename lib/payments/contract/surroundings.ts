import type { Result } from '@/lib/shared/result'
import type { GatewayError } from './gateway-error'

/** Stands before each call to a provider's API: counts it, or refuses it while others go first. Never throws. */
export type CallMeter = {
  admit(): Promise<Result<void, GatewayError>>
  /** The provider refused a call for coming too often. */
  slowDown(retryAfterMs: number | undefined): Promise<void>
}

/** What an adapter learned once about the merchant's account and needs again. Kept by provider and mode. */
export type ProviderFacts = {
  read(name: string): Promise<string | null>
  /** Replaces what was kept. Safe to repeat. */
  keep(name: string, value: string): Promise<void>
  /** Those of these names that were kept. */
  readMany(names: readonly string[]): Promise<Map<string, string>>
  /** Replaces what was kept, all or nothing. Safe to repeat. */
  keepMany(facts: ReadonlyMap<string, string>): Promise<void>
}

/** What the shop has written down of payments, for adapters whose provider names one by less than its id. */
export type KnownPayments = {
  /** `providerOrderId` of the payment of that id, or with that value among its details; null when there is none. */
  find(value: string): Promise<string | null>
}
