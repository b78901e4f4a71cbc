import type { Env } from '@/lib/env'
import type { ProviderId } from './contract/provider-id'
import type { CallMeter, KnownPayments, ProviderFacts } from './contract/surroundings'
import type { PaymentGateway } from './gateway'

/** A cart as a provider judges whether it can carry it. */
export type CarriedCart = { currency: string; totalMinor: number; lineCount: number }

/** What a gateway is made with beside the settings. */
export type GatewayParts = {
  /** Every secret that may have signed a delivery; they change while the shop runs. */
  webhookSecrets: () => readonly string[]
  /** Asked before each call. */
  meter: CallMeter
  facts: ProviderFacts
  payments: KnownPayments
}

/** Where the shop stands with a provider: what `problem` and the steps depend on beside the settings. */
export type Connection = {
  /** In the environment, or of a webhook that the shop registered. */
  hasWebhookSecret: boolean
  /** Where this provider's deliveries arrive. */
  webhookUrl: string
}

/**
 * One payment provider as the shop knows it before any call: its name, its words for people, and how to make its gateway.
 * Pure but for `createGateway`. A new provider is one folder that exports this, and one line in `providers.ts`.
 */
export type ProviderDefinition = {
  id: ProviderId
  name: string
  /** Every event that this shop acts on, by the provider's names. */
  events: readonly string[]
  words: {
    /** At checkout, beside its name: what the shopper sees next. */
    next: string
    /** Where tax is added: “Tax, where due, is added on …” */
    tax: string
    /** Why the back office has no refund button, and what to do instead; null where it has one. */
    refundsElsewhere: string | null
  }
  /** An origin. */
  apiUrl(settings: Env): string
  /** Those in the environment. */
  webhookSecrets(settings: Env): readonly string[]
  /** What keeps it from being offered and how to mend it, for merchants; null when nothing does. */
  problem(settings: Env, connection: Connection): string | null
  /** What only the provider's own dashboard can do, in order; empty when nothing is. */
  dashboardSteps(settings: Env, connection: Connection): readonly string[]
  /** Whether a cart like this can be paid there. */
  canCarry(cart: CarriedCart): boolean
  /** Null while a key is missing. */
  createGateway(settings: Env, parts: GatewayParts): PaymentGateway | null
}
