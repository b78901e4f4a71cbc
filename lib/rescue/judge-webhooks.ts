/** What decides whether webhooks reach the shop. */
export type WebhookFacts = {
  /** The provider that sends them. */
  name: string
  /** The variable that its secret may stand in. */
  secretVariable: string
  /** Where the provider has to reach us. */
  address: string
  lastGoodAt: Date | null
  /** Paid orders since then that the shop had to find out by itself. */
  missedCount: number
  firstMissedAt: Date | null
  /** The newest delivery with a wrong signature, and how many there were in all. */
  lastRefusedAt: Date | null
  refusedCount: number
  /** Seconds by which the provider's clock is ahead of ours at the newest payments; null = not known. */
  clockAheadSeconds: number | null
  now: Date
}

/** What most likely keeps deliveries out. */
export type WebhookCause = 'secret' | 'unreachable' | 'clock' | 'address'

/** Whether a provider's deliveries arrive. */
export type WebhookVerdict =
  | { state: 'well' }
  | {
      state: 'silent' | 'refused'
      cause: WebhookCause
      since: Date
      title: string
      text: string
      /** Whether orders were missed: then a merchant has to act. */
      isUrgent: boolean
    }

const dayMs = 86_400_000
const fewestMissed = 2
const clockToleranceSeconds = 120

const causes: Record<WebhookCause, (facts: WebhookFacts) => string> = {
  secret: ({ secretVariable }) =>
    `Likely cause: the webhook secret. The provider signs with another one than ${secretVariable} names. Register the webhook anew, or set its secret; several can stand there, with commas.`,
  unreachable: ({ address }) =>
    `Likely cause: the address. ${address} cannot be reached from the internet, or is not https. Set APP_URL to the shop’s public https address (a tunnel, while you develop) and register the webhook there.`,
  clock: () =>
    'Likely cause: this machine’s clock. It is behind the provider’s by minutes; let it follow a time server.',
  address: ({ address }) =>
    `Likely cause: the webhook is registered for another address, is switched off, or a redirect stands in the way. It has to lead to ${address} straight, without a redirect to another host or path.`,
}

function isPublic(address: string): boolean {
  const url = new URL(address)
  const isLocal = /^(localhost|127\.|10\.|192\.168\.|\[::1\])|\.(local|test|internal)$/.test(url.hostname)
  return url.protocol === 'https:' && !isLocal
}

function silentCause({ address, clockAheadSeconds }: WebhookFacts): WebhookCause {
  if (clockAheadSeconds !== null && clockAheadSeconds > clockToleranceSeconds) return 'clock'
  return isPublic(address) ? 'address' : 'unreachable'
}

const since = (at: Date, { lastGoodAt }: WebhookFacts) => lastGoodAt === null || at > lastGoodAt

/**
 * Whether webhooks arrive: `refused` when the newest delivery had a wrong signature and none was right since, `silent` when
 * orders were paid and no webhook told of them. With the likely cause and its cure. Pure.
 */
export function judgeWebhooks(facts: WebhookFacts): WebhookVerdict {
  const { lastRefusedAt, refusedCount, missedCount, firstMissedAt, now } = facts
  const isMissing = missedCount >= fewestMissed
  const isFresh = lastRefusedAt !== null && now.getTime() - lastRefusedAt.getTime() <= dayMs
  if (lastRefusedAt !== null && isFresh && since(lastRefusedAt, facts)) {
    const missed = missedCount > 0 ? ` ${missedCount} paid orders were found by asking instead.` : ''
    const text = `${refusedCount} deliveries in all had no right signature, and none was right since.${missed} ${causes.secret(facts)}`
    return {
      state: 'refused',
      cause: 'secret',
      since: lastRefusedAt,
      title: `Webhooks of ${facts.name} are refused`,
      text,
      isUrgent: missedCount > 0,
    }
  }
  if (!isMissing || firstMissedAt === null) return { state: 'well' }
  const cause = silentCause(facts)
  const text = `${missedCount} orders were paid and no webhook told of them; they were found by asking. ${causes[cause](facts)}`
  return {
    state: 'silent',
    cause,
    since: firstMissedAt,
    title: `Webhooks of ${facts.name} have gone silent`,
    text,
    isUrgent: true,
  }
}
