import type { Result } from '@/lib/shared/result'

/** Kinds of failure that the shop acts on differently; every provider's own codes become one of these. */
export type GatewayErrorCode =
  | 'unreachable'
  | 'timeout'
  | 'unauthorized'
  | 'not_found'
  | 'rate_limited'
  | 'refused'
  | 'provider_error'
  | 'unreadable'
  | 'unsafe_url'
  | 'price_mismatch'
  | 'over_budget'

/** Why a provider did not do what was asked. `detail` is for the merchant and never holds a secret. */
export type GatewayError = {
  code: GatewayErrorCode
  detail: string
  /** Set when it is known how long to wait, by the provider's word (already capped) or our own budget of calls. */
  retryAfterMs?: number
  /** True when the call may have taken effect although no answer came. */
  ambiguous?: boolean
}

/** What every call to a provider resolves to. It never rejects for what a provider or the network does. */
export type Answer<Value> = Promise<Result<Value, GatewayError>>
