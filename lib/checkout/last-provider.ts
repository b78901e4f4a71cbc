import 'server-only'
import { rows, sql } from '@/lib/db'
import type { ProviderId } from '@/lib/payments/contract/provider-id'

/** Where an order's newest page was opened; null when none ever was. */
export async function findLastProvider(orderId: number): Promise<ProviderId | null> {
  const [attempt] = await rows<{ provider: ProviderId }>(sql`
    select provider from attempts where order_id = ${orderId} and url is not null order by number desc limit 1`)
  return attempt?.provider ?? null
}
