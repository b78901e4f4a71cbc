import type { Mode } from './contract/provider-id'
import type { RegisteredWebhook } from './contract/webhooks'

/** Where a provider should send its deliveries, compared with where it does; safe in the browser. */

/** `events`: every event that this shop acts on. */
export type NeededWebhook = { url: string; mode: Mode; events: readonly string[] }

/** Whose secrets the shop has: those in its environment (nobody knows of which webhook), and those it stored itself. */
export type KnownSecrets = { isInEnvironment: boolean; webhookIds: readonly string[] }

export type WebhookComparison = {
  state: 'good' | 'differs' | 'missing'
  /** What is not as the shop needs it, in sentences; empty when all is well. */
  differences: string[]
  /** The webhooks that lead to this shop, the most useful one first. */
  ours: RegisteredWebhook[]
}

/** A provider as the merchant sees it: what is set, whether the key works, and what came. Never a secret. */
export type ProviderOverview = {
  id: string
  name: string
  mode: Mode
  apiUrl: string
  /** Every event that this shop acts on. */
  events: readonly string[]
  /** Its variables, and whether each is set. */
  variables: { name: string; isSet: boolean }[]
  /** Where its deliveries arrive. */
  webhookUrl: string
  /** Whether its webhooks can be registered from here, or only in its own dashboard. */
  webhooksBy: 'shop' | 'dashboard'
  /** What only its own dashboard can do, in order. */
  dashboardSteps: readonly string[]
  /** What keeps it from being offered at checkout; null when nothing does. */
  problem: string | null
  key: { state: 'unset' | 'accepted' | 'refused' | 'unanswered'; detail: string }
  secretsInEnvironment: number
  storedSecrets: { createdAt: Date; isReadable: boolean }[]
  /** Null while it could not be asked for. */
  webhook: (WebhookComparison & { url: string; unreadableSecrets: number }) | null
  /** What to do when nothing can be delivered to the shop's address; null when it can. */
  addressCure: string | null
  lastGood: { at: Date; eventName: string | null } | null
  refused: { cause: string; count: number; lastAt: Date }[]
}

const bare = (url: string) => url.replace(/\/+$/, '')

const listText = (words: string[]) => new Intl.ListFormat('en', { type: 'conjunction' }).format(words)

/** Which of the needed events a webhook is not told of. Pure. */
export const missingEvents = (needed: readonly string[], { events }: Pick<RegisteredWebhook, 'events'>): string[] =>
  needed.filter((name) => !events.includes(name))

function faultsOf(webhook: RegisteredWebhook, needed: readonly string[]): string[] {
  const missing = missingEvents(needed, webhook)
  return [
    ...(webhook.active ? [] : ['It is switched off.']),
    ...(missing.length > 0 ? [`It is not told of ${listText(missing)}.`] : []),
  ]
}

const hasSecret = ({ id }: RegisteredWebhook, secrets: KnownSecrets) =>
  secrets.isInEnvironment || secrets.webhookIds.includes(id)

const pathOf = (url: string): string | null => (URL.canParse(url) ? bare(new URL(url).pathname) : null)

/** Webhooks that are almost this shop's: they tell what became of the right one. */
function nearMisses(need: NeededWebhook, registered: RegisteredWebhook[]): string[] {
  const near = registered.filter(({ url }) => pathOf(url) === pathOf(need.url))
  return near.slice(0, 3).map(({ url, mode }) => {
    if (bare(url) === need.url) return `It is registered for ${mode} payments; the shop’s key is for ${need.mode}.`
    return `A webhook leads to ${url} instead.`
  })
}

/** What the provider has registered beside what the shop needs: URL, events, active, mode, and a secret to check it by. Pure. */
export function compareWebhooks(
  need: NeededWebhook,
  registered: RegisteredWebhook[],
  secrets: KnownSecrets,
): WebhookComparison {
  const here = registered.filter(({ url, mode }) => bare(url) === need.url && mode === need.mode)
  const rank = (one: RegisteredWebhook) =>
    faultsOf(one, need.events).length + (secrets.webhookIds.includes(one.id) ? 0 : 10)
  const ours = here.toSorted((a, b) => rank(a) - rank(b))
  const [best] = ours
  if (!best) {
    return { state: 'missing', differences: [`${need.url} is not registered.`, ...nearMisses(need, registered)], ours }
  }
  const differences = [
    ...faultsOf(best, need.events),
    ...(hasSecret(best, secrets) ? [] : ['The shop does not have its secret, so no delivery can be checked.']),
    ...(ours.length > 1 ? [`It is registered ${ours.length} times, so each event comes as often.`] : []),
  ]
  return { state: differences.length > 0 ? 'differs' : 'good', differences, ours }
}

const loopback = /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/

/**
 * What to do when a provider cannot deliver to the shop's address: providers take public https only, the sandbox on this
 * machine takes everything. Null when it can be reached. Pure.
 */
export function addressCure(appUrl: string, { name, apiUrl }: { name: string; apiUrl: string }): string | null {
  if (appUrl.startsWith('https:') || loopback.test(new URL(apiUrl).hostname)) return null
  return `APP_URL is ${appUrl}, and ${name} delivers to public https addresses only. Give the shop an https address, or open a tunnel to it (such as “cloudflared tunnel --url ${appUrl}”), set APP_URL to that address and restart. Until then payments are found when the shopper comes back, and by the sweep.`
}
