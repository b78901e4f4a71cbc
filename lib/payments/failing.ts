import 'server-only'
import type { Clock } from '@/lib/clock'
import { rows, sql } from '@/lib/db'
import type { GatewayErrorCode } from './contract/gateway-error'
import type { Mode, ProviderId } from './contract/provider-id'

/** How long a failure is news to shoppers. */
const lastingMs = 10 * 60_000

/** What says that the provider is not well; a single question that it refuses does not. */
const troubles: GatewayErrorCode[] = [
  'unreachable',
  'timeout',
  'unauthorized',
  'rate_limited',
  'provider_error',
  'unreadable',
]

/** `code`: what the newest answer was. */
export type FailingProvider = { provider: ProviderId; mode: Mode; code: GatewayErrorCode }

/** Providers whose newest answer was a failure, in the last ten minutes. Asks nobody but the database. */
export async function listFailing({ now }: Clock): Promise<FailingProvider[]> {
  return rows(sql`
    select provider, mode, failure_code as code from provider_health
    where last_failure_at > ${new Date(now().getTime() - lastingMs)} and failure_code = any(${troubles})
      and last_failure_at > coalesce(last_ok_at, '-infinity')`)
}
