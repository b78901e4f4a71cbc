import type { GatewayError } from '@/lib/payments/contract/gateway-error'
import { err } from '@/lib/shared/result'
import type { CheckoutErrorCode } from './model'

/** An answer that no payment page was reached, with the names of the lines that are the reason. */
export const failure = (code: CheckoutErrorCode, items: string[] = []) => err({ code, items })

const providerFailures: Record<GatewayError['code'], CheckoutErrorCode> = {
  unreachable: 'provider_silent',
  timeout: 'provider_silent',
  rate_limited: 'provider_busy',
  over_budget: 'provider_busy',
  provider_error: 'provider_busy',
  unauthorized: 'provider_refused',
  not_found: 'provider_refused',
  refused: 'provider_refused',
  unreadable: 'provider_refused',
  unsafe_url: 'provider_refused',
  price_mismatch: 'provider_refused',
}

/** What a provider's failure means for the shopper. */
export const providerFailure = (error: GatewayError) => failure(providerFailures[error.code])
