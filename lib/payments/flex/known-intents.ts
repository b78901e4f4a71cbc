import { intentsOf } from './payments'
import type { FlexSession } from './schemas'

const mostKept = 20_000
/** What was not found is looked for again after this long. */
const missedForMs = 10 * 60_000

/**
 * Which session or renewal each payment intent belongs to, as far as this process has seen: refunds made in the dashboard
 * name nothing but the intent.
 */
export type KnownIntents = {
  remember(session: FlexSession): void
  keep(intentId: string, ownerId: string): void
  ownerOf(intentId: string): string | null
  /** Neither Flex nor the shop could tell. */
  miss(intentId: string): void
  wasMissed(intentId: string): boolean
}

/** Forgets the oldest; what is not known is asked for. */
export function knownIntents(nowMs: () => number): KnownIntents {
  const owners = new Map<string, string>()
  const missedAtMs = new Map<string, number>()
  return {
    remember(session) {
      for (const intent of intentsOf(session)) owners.set(intent, session.id)
      forgetOldest(owners)
    },
    keep(intentId, ownerId) {
      owners.set(intentId, ownerId)
      forgetOldest(owners)
    },
    ownerOf: (intentId) => owners.get(intentId) ?? null,
    miss(intentId) {
      missedAtMs.delete(intentId)
      missedAtMs.set(intentId, nowMs())
      forgetOldest(missedAtMs)
    },
    wasMissed: (intentId) => nowMs() - (missedAtMs.get(intentId) ?? Number.NEGATIVE_INFINITY) < missedForMs,
  }
}

function forgetOldest(kept: Map<string, unknown>): void {
  for (const oldest of kept.keys()) {
    if (kept.size <= mostKept) break
    kept.delete(oldest)
  }
}
