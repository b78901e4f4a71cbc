import 'server-only'
import type { Clock } from '@/lib/clock'
import { inTransaction } from '@/lib/db'
import type { Mode, ProviderId } from '@/lib/payments/contract/provider-id'
import type { PaymentGateway } from '@/lib/payments/gateway'
import { findGateway } from '@/lib/payments/registry'
import { claimDueEvent } from './inbox'
import { workOnEvent } from './process-event'
import { closeEvent } from './reopen-event'

export type InboxDeps = { clock: Clock; gateway?: (id: ProviderId, mode: Mode) => PaymentGateway | null }

/** How many events one call works on at most. */
export const inboxBatchSize = 20

/**
 * Takes up events whose turn has come: those that a request could not finish, those left behind by a crash, and those that
 * wait for the provider's word. Several workers may run at once. @returns how many it worked on.
 */
export async function processDueEvents({ clock, gateway = findGateway }: InboxDeps): Promise<number> {
  for (let worked = 0; worked < inboxBatchSize; worked += 1) {
    // One at a time: a slow provider must not outlast the lease of events that only wait in line.
    const event = await claimDueEvent(clock.now())
    if (!event) return worked
    const found = gateway(event.provider, event.mode)
    if (!found) continue
    await workOnEvent(event, { gateway: found, clock })
    if (event.isReopened) await inTransaction((tx) => closeEvent(tx, event.id, event.tries))
  }
  return inboxBatchSize
}
