import 'server-only'
import { log } from '@/lib/log'
import type { ProviderEvent } from '@/lib/payments/contract/events'
import type { PaymentGateway } from '@/lib/payments/gateway'
import type { StoredEvent } from './inbox'
import { maxDepth, nestingDepth } from './nesting-depth'

/** What a stored event says, read again as it would be read today; null when it cannot be read. */
export function readAgain(event: StoredEvent, gateway: PaymentGateway): ProviderEvent | null {
  if (nestingDepth(event.rawBody) > maxDepth) return null
  try {
    return gateway.understand({ rawBody: event.rawBody, headers: new Headers(event.headers) })
  } catch (error) {
    log().warn({ err: error, eventId: event.id }, 'a stored event cannot be read')
    return null
  }
}
