import 'server-only'
import type { Clock } from '@/lib/clock'
import type { ProviderId } from '@/lib/payments/contract/provider-id'
import type { PaymentGateway } from '@/lib/payments/gateway'
import { findBackgroundGateway, listProviders } from '@/lib/payments/registry'
import { startRun } from './runs'

type ChecksDeps = { clock: Clock; gateway?: (id: ProviderId) => PaymentGateway | null }

/**
 * Begins to compare what is mapped with each configured provider that has a catalogue. A check changes no price and no
 * product here. One whose provider is being looked at already is left for the next hour. @returns how many began.
 */
export async function startChecks({ clock, gateway = findBackgroundGateway }: ChecksDeps): Promise<number> {
  let begun = 0
  for (const { id } of await listProviders()) {
    const found = gateway(id)
    if (!found?.catalogue) continue
    const run = await startRun({ provider: id, mode: found.mode, kind: 'check', merchantId: null, clock })
    if (run.ok) begun += 1
  }
  return begun
}
