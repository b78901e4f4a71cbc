import 'server-only'
import { prisma } from '@/lib/db'
import type { Mode, ProviderId } from './contract/provider-id'

/** What came of a provider's deliveries so far. */
export type DeliveryRecord = {
  /** The newest that was authentic and readable. */
  lastGood: { at: Date; eventName: string | null } | null
  /** Refused before they were stored, by cause, the newest first. */
  refused: { cause: string; count: number; lastAt: Date }[]
}

/** The last good and the refused deliveries of a provider; refused ones do not tell their mode. Reads only. */
export async function readDeliveryRecord({ id, mode }: { id: ProviderId; mode: Mode }): Promise<DeliveryRecord> {
  const [event, refused] = await Promise.all([
    prisma().webhookEvent.findFirst({
      where: { provider: id, mode, state: { not: 'malformed' } },
      orderBy: { receivedAt: 'desc' },
      select: { receivedAt: true, eventName: true },
    }),
    prisma().refusedDelivery.findMany({ where: { provider: id }, orderBy: { lastAt: 'desc' } }),
  ])
  return { lastGood: event && { at: event.receivedAt, eventName: event.eventName }, refused }
}
