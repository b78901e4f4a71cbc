import 'server-only'
import type { Clock } from '@/lib/clock'
import { log } from '@/lib/log'
import type { Delivery, ProviderEvent } from '@/lib/payments/contract/events'
import type { PaymentGateway } from '@/lib/payments/gateway'
import { type StoredEvent, storeEvent } from './inbox'
import { maxDepth, nestingDepth } from './nesting-depth'
import { countRefusal } from './refused-deliveries'

/** What the sender hears; `event` is there when it was stored and is still to be worked on. */
export type Received = { status: 200 | 400 | 503; message: string; event: StoredEvent | null }

/** The wait for a connection included; what is left of 4 s is for settling. */
const storeTimeoutMs = 3_500

type Understood = { event: ProviderEvent | null } | { fault: string }

function understandSafely(gateway: PaymentGateway, delivery: Delivery): Understood {
  const depth = nestingDepth(delivery.rawBody)
  if (depth > maxDepth) return { fault: `the body is nested ${depth} levels deep, more than ${maxDepth}` }
  try {
    return { event: gateway.understand(delivery) }
  } catch (error) {
    if (error instanceof SyntaxError) return { fault: 'the body is not a JSON object' }
    // A mistake of ours must not lose an authentic delivery: it is kept, and the worker tries again.
    log().error({ err: error, provider: gateway.id }, 'a delivery could not be understood')
    return { event: null }
  }
}

const providerOrderIdOf = (event: ProviderEvent): string | null => {
  if (event.kind === 'payment_completed') return event.claims.providerOrderId
  if (event.kind === 'subscription') return event.claims.providerSubscriptionId
  const isAbout = event.kind === 'payment_refunded' || event.kind === 'payment_disputed'
  return isAbout ? event.providerOrderId : null
}

/**
 * Takes one delivery in: signature over the raw bytes first, then the inbox row, and only then an answer. A forged one is
 * counted and costs no SQL; one that cannot be stored is answered 503, so that nobody believes it was taken.
 */
export async function receiveWebhook(
  gateway: PaymentGateway | null,
  delivery: Delivery,
  { clock, isLeftToWorker }: { clock: Clock; isLeftToWorker: boolean },
): Promise<Received> {
  if (!gateway) return { status: 503, message: 'No webhook secret is configured.', event: null }
  const at = clock.now()
  if (!gateway.verify(delivery)) {
    countRefusal(gateway.id, 'bad_signature', at)
    return { status: 400, message: 'The signature is missing or wrong.', event: null }
  }
  const understood = understandSafely(gateway, delivery)
  const fault = 'fault' in understood ? understood.fault : null
  const event = 'event' in understood ? understood.event : null
  try {
    const stored = await storeEvent(
      {
        provider: gateway.id,
        mode: gateway.mode,
        delivery,
        eventName: event?.eventName ?? null,
        providerOrderId: event && providerOrderIdOf(event),
        state: fault ? 'malformed' : 'received',
        reason: fault,
        isLeftToWorker,
        at,
      },
      { pool: 'webhook', timeoutMs: storeTimeoutMs },
    )
    return fault
      ? { status: 400, message: `Kept, but ${fault}.`, event: null }
      : { status: 200, message: 'Stored.', event: stored }
  } catch (error) {
    log().error({ err: error, provider: gateway.id }, 'a webhook could not be stored')
    return { status: 503, message: 'The event could not be stored; please send it again.', event: null }
  }
}
