import 'server-only'
import type { Clock } from '@/lib/clock'
import { rows, sql } from '@/lib/db'
import { log } from '@/lib/log'
import type { Mode, ProviderId } from '@/lib/payments/contract/provider-id'
import type { FindGateway } from '@/lib/payments/gateway'
import { findGateway } from '@/lib/payments/registry'
import { createRateWindow } from '@/lib/shared/rate-window'
import { lookAtPage, type PageState } from './look-at-page'

/** A shopper who comes back with a checkout of the provider's in the address, which anybody may have written. */
export type Return = {
  orderId: number
  /** As it stands in the address, whatever anybody put there. */
  sessionId: string
  clock: Clock
}

export type ReturnDeps = { gateway: FindGateway }

/** A page is opened and reloaded by people: it is asked about this often at most. */
const looks = createRateWindow({ max: 2, windowMs: 5_000, maxKeys: 10_000 })
/** The page of a shopper who came back does not wait any longer for it. */
const patienceMs = 3_000

const sessionShape = /^[\w-]{1,64}$/

type Attempt = { provider: ProviderId; mode: Mode }

/** Only a page that was opened for this very order; the address alone proves nothing. */
async function findAttempt({ orderId, sessionId }: Return): Promise<Attempt | null> {
  const [attempt] = await rows<Attempt>(sql`
    select provider, mode from attempts where order_id = ${orderId} and provider_session_id = ${sessionId} limit 1`)
  return attempt ?? null
}

/**
 * A shopper came back and the address names the provider's session: it is fetched once and settled through the one door,
 * with or without webhooks. A missing, unknown or foreign session changes nothing and is null, as is a provider that does
 * not answer. Never throws. Safe to repeat.
 */
export async function followReturn(
  input: Return,
  { gateway: find }: ReturnDeps = { gateway: findGateway },
): Promise<PageState | null> {
  const { sessionId, clock } = input
  if (!sessionShape.test(sessionId)) return null
  try {
    const attempt = await findAttempt(input)
    const gateway = attempt && find(attempt.provider, attempt.mode)
    if (!gateway?.checkouts || !looks.take(sessionId, clock.now().getTime()).allowed) return null
    return await lookAtPage({ gateway, sessionId, clock, timeoutMs: patienceMs })
  } catch (error) {
    log().warn({ err: error, orderId: input.orderId }, 'a returning shopper’s session could not be followed')
    return null
  }
}
