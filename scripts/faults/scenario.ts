import type { ProviderId } from '@/lib/payments/contract/provider-id'
import type { Stage } from './stage'

/** What a scenario leaves to be judged. */
export type Played = {
  /** Deliveries that the provider sent and nobody took: they decide how long recovery may take. */
  missed?: number
  /** Figures of its own, told at the end of its line. */
  note?: string
  /** Mails that may have come twice, because the process died between the mail server's word and ours. */
  mailsTwice?: number
}

/** One fault that is played against a whole shop. */
export type Scenario = {
  name: string
  /** What happens, in words for `--list`. */
  what: string
  /** A part of `npm test`. */
  isShort?: boolean
  /** Wants the database on a small disk of its own. */
  needsDisk?: boolean
  /** Why this machine cannot play it; null when it can. */
  missing?: (stage: Stage) => string | null
  /** Ends when the fault is over and everything runs again; recovery is counted from there. */
  play: (stage: Stage) => Promise<Played>
}

/** A fault's name with one of the other providers; Pocketsflow's has the plain one. */
export const namedFor = (name: string, provider: ProviderId): string =>
  provider === 'pocketsflow' ? name : `${name}-${provider}`

export const OTHER_PROVIDERS: readonly ProviderId[] = ['fungies', 'flex']
