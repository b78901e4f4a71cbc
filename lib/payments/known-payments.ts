import 'server-only'
import { rows, sql } from '@/lib/db'
import type { Mode, ProviderId } from './contract/provider-id'
import type { KnownPayments } from './contract/surroundings'

/** The payments of one provider's account in one mode, in the database. @throws when the database is down. */
export const knownPayments = ({ provider, mode }: { provider: ProviderId; mode: Mode }): KnownPayments => ({
  async find(value) {
    const [payment] = await rows<{ providerOrderId: string }>(sql`
      select provider_order_id as "providerOrderId" from payments
      where provider = ${provider}::provider and mode = ${mode}::payment_mode
        and (provider_order_id = ${value} or provider_details @> ${JSON.stringify([{ value }])}::jsonb) limit 1`)
    return payment?.providerOrderId ?? null
  },
})
