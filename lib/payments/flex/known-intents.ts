import { intentsOf } from './payments'
import type { FlexSession } from './schemas'

const mostKept = 20_000

/** Which session each payment intent belongs to, as far as this process has seen: refunds name nothing but the intent. */
export type KnownIntents = { remember(session: FlexSession): void; sessionOf(intentId: string): string | null }

/** Forgets the oldest; what is not known is asked for. */
export function knownIntents(): KnownIntents {
  const sessions = new Map<string, string>()
  return {
    remember(session) {
      for (const intent of intentsOf(session)) sessions.set(intent, session.id)
      for (const oldest of sessions.keys()) {
        if (sessions.size <= mostKept) break
        sessions.delete(oldest)
      }
    },
    sessionOf: (intentId) => sessions.get(intentId) ?? null,
  }
}
